// Runs the tests of one thing and prints each by its sentence: `npm run prove -- hardening`. Without a name it lists them.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { e2e } from './e2e.mjs';
import { root } from './steps/command.mjs';
import { inVirtualSession } from './steps/virtual-session.mjs';
import { vitest } from './steps/vitest.mjs';

const name = process.argv[2];
// A proof runs in full here; `npm test` runs a seeded slice of it.
process.env.COUNTERSIGN_PROOF ??= 'full';
const files = readdirSync(join(root, 'test'), { recursive: true }).filter((file) => /\.test\.tsx?$/.test(file)).sort();
const chosen = name ? files.filter((file) => file.includes(name)) : [];
if (chosen.length === 0) {
  process.stdout.write(`${name ? `No test is named ${name}. ` : ''}There are:\n${files.map((file) => `  ${file.replace(/\.test\.tsx?$/, '')}`).join('\n')}\n`);
  process.exitCode = name ? 2 : 0;
} else {
  const inWindow = chosen.filter((file) => file.startsWith('e2e')).map((file) => join('test', file));
  const others = chosen.filter((file) => !file.startsWith('e2e')).map((file) => join('test', file));
  const none = { passed: 0, failed: 0 };
  const first = others.length > 0 ? await vitest(inVirtualSession, ['--reporter=verbose', ...others], { display: false }) : none;
  const second = inWindow.length > 0 ? await e2e(['--reporter=verbose', ...inWindow]) : none;
  process.stdout.write(`${first.passed + second.passed} passed, ${first.failed + second.failed} failed\n`);
  process.exitCode = first.failed + second.failed === 0 ? 0 : 1;
}
