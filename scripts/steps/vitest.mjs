import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bin } from './command.mjs';

/** What a test is called that did not run. A test that was picked out by name leaves the others "skipped" too. */
const SKIPPED = new Set(['skipped', 'pending', 'todo', 'disabled']);

/** The lines that name what was not run; none where all was. */
export function skippedLines(names) {
  return names.length === 0 ? '' : `${names.length} skipped:\n${names.map((name) => `  ${name}\n`).join('')}`;
}

function count(file) {
  if (!existsSync(file)) return { passed: 0, failed: 1, skipped: [] };
  const report = JSON.parse(readFileSync(file, 'utf8'));
  // A file that broke before its first test has no test to count: it counts as one failure.
  const broken = report.testResults.filter((result) => result.status === 'failed' && result.assertionResults.length === 0).length;
  const skipped = report.testResults.flatMap((result) => result.assertionResults).filter(({ status }) => SKIPPED.has(status)).map(({ fullName }) => fullName);
  return { passed: report.numPassedTests, failed: report.numFailedTests + broken, skipped };
}

/**
 * Runs vitest through `runner` (command, arguments, options) and reads its own report.
 * @returns {Promise<{passed: number, failed: number, skipped: string[]}>} failed is at least 1 when it did not end well.
 */
export async function vitest(runner, args, options = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'countersign-report-'));
  const file = join(folder, 'report.json');
  const shown = args.some((arg) => arg.startsWith('--reporter=')) ? [] : ['--reporter=default'];
  try {
    const { code } = await runner(process.execPath, [
      bin('vitest', 'vitest.mjs'), 'run', ...shown, '--reporter=json', `--outputFile.json=${file}`, ...args,
    ], options);
    const sums = count(file);
    return code !== 0 && sums.failed === 0 ? { ...sums, failed: 1 } : sums;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
