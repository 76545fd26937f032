import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { nodeConfig, root } from '../build-targets.mjs';
import { run } from './command.mjs';

/**
 * Bundles one TypeScript file and runs it under this Node, from the project's folder. Gives its exit code.
 * The bundle lies inside node_modules/.cache, so that native modules are found from there.
 */
export async function runTypescript(entry, args = [], options = {}) {
  const vite = await import('vite');
  const cache = join(root, 'node_modules', '.cache');
  mkdirSync(cache, { recursive: true });
  const folder = mkdtempSync(join(cache, 'run-'));
  const file = basename(entry).replace(/\.(ts|mjs)$/, '.cjs');
  try {
    await vite.build(nodeConfig({ entry, file: `run/${file}`, whole: true }, folder));
    const { code } = await run(process.execPath, [join(folder, 'run', file), ...args], options);
    return code;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
