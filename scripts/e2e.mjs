// The tests that drive the real window, prepared and run: `node scripts/e2e.mjs [part of a file name]`.
import { build } from './build.mjs';
import { ensureElectron } from './electron-runtime.mjs';
import { run } from './steps/command.mjs';
import { systemLibraries } from './steps/system-libraries.mjs';
import { vitest } from './steps/vitest.mjs';

/** Runs the e2e tests that `filters` name, all when there are none. `env` reaches the tests. */
export async function e2e(filters, env = {}) {
  const obstacle = await systemLibraries({ tests: true });
  if (obstacle !== null) throw new Error(obstacle);
  if (process.env.COUNTERSIGN_AS_BUILT !== '1') await build();
  const electron = await ensureElectron();
  return vitest(run, ['--config', 'vitest.e2e.config.ts', ...filters], {
    limitMs: 1_200_000,
    env: { ...env, COUNTERSIGN_ELECTRON: electron.path },
  });
}

if (process.argv[1] === import.meta.filename) {
  try {
    const { passed, failed } = await e2e(process.argv.slice(2));
    process.stdout.write(`${passed} passed, ${failed} failed\n`);
    process.exitCode = failed === 0 ? 0 : 1;
  } catch (error) {
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 1;
  }
}
