// Everything: types, lint, architecture, unit tests, then the real app in a window. Ends with `N passed, N failed`;
// a check that is no test (types, lint, build) counts as one failure when it fails.
import { build } from './build.mjs';
import { ensureElectron } from './electron-runtime.mjs';
import { run } from './steps/command.mjs';
import { staticChecks } from './steps/static-checks.mjs';
import { systemLibraries } from './steps/system-libraries.mjs';
import { inVirtualSession } from './steps/virtual-session.mjs';
import { skippedLines, vitest } from './steps/vitest.mjs';

const failures = [];
const sums = { passed: 0, failed: 0, skipped: [] };

async function attempt(name, step) {
  try {
    return await step();
  } catch (error) {
    failures.push(name);
    process.stdout.write(`FAIL ${name}: ${error.message}\n`);
    return null;
  }
}

async function tests(runner, args, options) {
  const { passed, failed, skipped } = await vitest(runner, args, options);
  sums.passed += passed;
  sums.failed += failed;
  sums.skipped.push(...skipped);
}

const obstacle = await systemLibraries({ tests: true });
if (obstacle !== null) {
  process.stdout.write(`${obstacle}\n`);
  process.exitCode = 1;
} else {
  failures.push(...await staticChecks());
  const electron = await attempt('Electron', () => ensureElectron());
  const built = await attempt('build', async () => { await build(); return true; });
  await tests(inVirtualSession, [], { display: false, limitMs: 900_000 });
  if (electron && built) {
    await tests(run, ['--config', 'vitest.e2e.config.ts'], { limitMs: 1_200_000, env: { COUNTERSIGN_ELECTRON: electron.path } });
  }
  const failed = sums.failed + failures.length;
  process.stdout.write(`${failures.map((name) => `Failed before the tests: ${name}\n`).join('')}${skippedLines(sums.skipped)}${sums.passed} passed, ${failed} failed\n`);
  process.exitCode = failed === 0 ? 0 : 1;
}
