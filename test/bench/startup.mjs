// Start-up to first contentful paint, from the spawn of the process: our built app against an empty Electron window, in
// interleaved pairs so that load of the machine hits both alike. Needs a display; `npm run bench` brings one.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright-core';

const PAIRS = Math.max(30, Number(process.env.COUNTERSIGN_BENCH_PAIRS ?? 30));
const TARGET = 1.5;
// Nobody looks at the process until it has had time to paint: looking costs it time.
const UNDISTURBED_MS = 1_200;
const LIMIT_MS = 30_000;

const root = join(import.meta.dirname, '..', '..');
const electron = process.env.COUNTERSIGN_ELECTRON;
const asRoot = process.platform === 'linux' && process.getuid() === 0 ? ['--no-sandbox'] : [];
const wait = (ms) => new Promise((done) => { setTimeout(done, ms); });

function addressOf(child) {
  return new Promise((done, fail) => {
    let said = '';
    const limit = setTimeout(() => fail(new Error(`no window within ${LIMIT_MS / 1000} s: ${said.slice(-500)}`)), LIMIT_MS);
    child.stderr.on('data', (piece) => {
      said += piece;
      const found = /DevTools listening on (ws:\/\/\S+)/.exec(said);
      if (found) { clearTimeout(limit); done(found[1]); }
    });
    child.once('exit', (code) => { clearTimeout(limit); fail(new Error(`ended with ${code}: ${said.slice(-500)}`)); });
  });
}

async function paintedAt(address) {
  const browser = await chromium.connectOverCDP(address, { timeout: LIMIT_MS });
  try {
    const until = Date.now() + LIMIT_MS;
    while (Date.now() < until) {
      const page = browser.contexts()[0]?.pages()[0];
      const at = await page?.evaluate(() => {
        const [entry] = performance.getEntriesByName('first-contentful-paint');
        return entry ? performance.timeOrigin + entry.startTime : null;
      }).catch(() => null);
      if (at) return at;
      await wait(50);
    }
    throw new Error('nothing was painted');
  } finally {
    await browser.close().catch(() => undefined);
  }
}

async function end(child) {
  if (child.exitCode !== null) return;
  const gone = new Promise((done) => { child.once('exit', done); });
  child.kill('SIGTERM');
  const force = setTimeout(() => child.kill('SIGKILL'), 4_000);
  await gone;
  clearTimeout(force);
}

/** One start: milliseconds from spawn to first contentful paint. */
async function start(app, home) {
  const env = { ...process.env, COUNTERSIGN_HOME: home };
  const began = performance.timeOrigin + performance.now();
  const child = spawn(electron, [...asRoot, '--remote-debugging-port=0', `--user-data-dir=${join(home, 'window')}`, app], { env, stdio: ['ignore', 'ignore', 'pipe'] });
  try {
    const [address] = await Promise.all([addressOf(child), wait(UNDISTURBED_MS)]);
    return await paintedAt(address) - began;
  } finally {
    await end(child);
  }
}

const median = (list) => {
  const sorted = list.toSorted((a, b) => a - b);
  const half = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
};
const spread = (list) => `${Math.round(median(list))} ms (${Math.round(Math.min(...list))} to ${Math.round(Math.max(...list))})`;

const homes = ['ours', 'empty'].map((name) => mkdtempSync(join(tmpdir(), `countersign-bench-${name}-`)));
try {
  const ours = [];
  const empty = [];
  const runOurs = () => start(root, homes[0]);
  const runEmpty = () => start(join(import.meta.dirname, 'empty-app'), homes[1]);
  await runOurs();
  await runEmpty();
  for (let pair = 0; pair < PAIRS; pair += 1) {
    // Who goes first alternates.
    if (pair % 2 === 0) { ours.push(await runOurs()); empty.push(await runEmpty()); } else { empty.push(await runEmpty()); ours.push(await runOurs()); }
  }
  const ratios = ours.map((value, at) => value / empty[at]);
  const ratio = median(ratios);
  process.stdout.write(`Start-up to first contentful paint, ${PAIRS} interleaved pairs after one warm-up:\n`);
  process.stdout.write(`  Countersign            ${spread(ours)}\n  empty Electron window  ${spread(empty)}\n`);
  process.stdout.write(`  median ratio ${ratio.toFixed(2)} (${Math.min(...ratios).toFixed(2)} to ${Math.max(...ratios).toFixed(2)}), target at most ${TARGET}: ${ratio <= TARGET ? 'met' : 'NOT met'}\n`);
  process.exitCode = ratio <= TARGET ? 0 : 1;
} finally {
  for (const home of homes) rmSync(home, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
}
