// The official Electron, through the electron package's own installer (it checks the published checksums).
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { lookup } from 'node:dns/promises';
import { createRequire } from 'node:module';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';

const require = createRequire(import.meta.url);
const packageJson = require.resolve('electron/package.json');
const version = JSON.parse(readFileSync(packageJson, 'utf8')).version;
const DOWNLOAD_HOST = 'github.com';
const REACH_MS = 5_000;
const DOWNLOAD_MS = 300_000;
const VERDICT_MS = 24 * 3_600_000;

/** Where runtimes and what was found out about them are kept, outside node_modules: `npm ci` empties that. */
export function cacheRoot() {
  return join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'countersign');
}

export function officialDist() {
  return join(dirname(packageJson), 'dist');
}

const verdictFile = () => join(cacheRoot(), `official-${version}.json`);

/** True when the host was out of reach within the last day; `COUNTERSIGN_TRY_OFFICIAL=1` asks anew. */
function knownUnreachable() {
  if (process.env.COUNTERSIGN_TRY_OFFICIAL || !existsSync(verdictFile())) return false;
  try {
    return Date.now() - JSON.parse(readFileSync(verdictFile(), 'utf8')).unreachableAt < VERDICT_MS;
  } catch {
    return false;
  }
}

async function reachable() {
  const hosted = process.env.ELECTRON_MIRROR || process.env.electron_mirror || process.env.npm_config_electron_mirror;
  const host = hosted ? new URL(hosted).hostname : DOWNLOAD_HOST;
  const proxied = process.env.HTTPS_PROXY || process.env.https_proxy;
  if (proxied) return true;
  const limit = new Promise((done) => { setTimeout(() => done(false), REACH_MS).unref(); });
  return Promise.race([lookup(host).then(() => true, () => false), limit]);
}

function runInstaller() {
  return new Promise((done) => {
    const child = spawn(process.execPath, [join(dirname(packageJson), 'install.js')], { stdio: 'ignore' });
    const limit = setTimeout(() => child.kill('SIGKILL'), DOWNLOAD_MS);
    child.on('error', () => { clearTimeout(limit); done(false); });
    child.on('exit', (code) => { clearTimeout(limit); done(code === 0); });
  });
}

/** Tries to download the official binary; false, quietly and within its time limit, where that cannot be done. */
export async function downloadOfficial() {
  if (knownUnreachable()) return false;
  const done = (await reachable()) && (await runInstaller());
  if (done) {
    rmSync(verdictFile(), { force: true });
  } else {
    rmSync(officialDist(), { recursive: true, force: true });
    mkdirSync(cacheRoot(), { recursive: true });
    writeFileSync(verdictFile(), JSON.stringify({ unreachableAt: Date.now() }));
  }
  return done;
}
