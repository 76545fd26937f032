import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { bin, root, run } from './command.mjs';

const PROJECTS = ['main/core', 'main', 'preload', 'renderer', 'test'];
const LIMIT_MS = 240_000;

const steps = [
  ...PROJECTS.filter((project) => existsSync(join(root, project, 'tsconfig.json')))
    .map((project) => ({ name: `types of ${project}`, args: [bin('typescript', 'bin', 'tsc'), '-p', project] })),
  { name: 'lint', args: [bin('oxlint', 'bin', 'oxlint'), '--type-aware', '--deny-warnings', 'main', 'preload', 'renderer', 'test', 'scripts'] },
];

/** Types and lint, side by side. Prints what each has to say and returns the names of those that failed. */
export async function staticChecks() {
  const results = await Promise.all(steps.map(async (step) => ({
    ...step, ...await run(process.execPath, step.args, { collect: true, limitMs: LIMIT_MS }),
  })));
  for (const { name, code, said } of results) {
    process.stdout.write(`${code === 0 ? 'ok  ' : 'FAIL'} ${name}\n`);
    if (code !== 0) process.stdout.write(`${said.trim()}\n`);
  }
  return results.filter(({ code }) => code !== 0).map(({ name }) => name);
}
