import { readFileSync, writeFileSync } from 'node:fs';
import { relative } from 'node:path';
import { root } from './command.mjs';

/**
 * Keeps what a script made in its file; with `--check` nothing is written, and the process ends with 1 where the file
 * is stale. `script`: which one makes it, for the sentence that says so.
 */
export function keepMade(file, text, script) {
  if (!process.argv.includes('--check')) return writeFileSync(file, text);
  const stale = readFileSync(file, 'utf8') !== text;
  const name = relative(root, file);
  console.log(stale ? `${name} is stale: run node ${relative(root, script)}` : `${name} is current.`);
  process.exitCode = stale ? 1 : 0;
}
