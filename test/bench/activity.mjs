// Activity in the real window over a long log (COUNTERSIGN_BENCH_RECORDS, a million unless set): how long after a start it takes to open, to
// answer each kind of filter, and to verify; and what memory that takes. On the first start the index is still made, on the next it is there.
// Target: it opens and every filter answers in under a second. Needs a display and a keychain; `npm run bench -- activity` brings both and the log.
import { _electron } from 'playwright-core';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { runTypescript } from '../../scripts/steps/run-typescript.mjs';

const root = join(import.meta.dirname, '..', '..');
const asRoot = process.platform === 'linux' && process.getuid() === 0 ? ['--no-sandbox'] : [];
const home = process.env.COUNTERSIGN_BENCH_HOME;
const records = Number(process.env.COUNTERSIGN_BENCH_RECORDS);
/** What is asked for, and what every row that answers must say; null: no row may answer. */
const FILTERS = [
  ['end: failed', (page) => page.locator('#activity-outcome').selectOption('failed'), 'Failed'],
  ['tool: a fortieth of all', (page) => page.locator('#activity-tool').fill('tool_7'), 'tool_7'],
  ['person: who did everything, with a server', async (page) => { await page.locator('#activity-person').fill('ada'); await page.locator('#activity-server').fill('Server 3'); }, 'Server 3'],
  ['server: never there', (page) => page.locator('#activity-server').fill('No such server'), null],
  ['object: in one of 5,000', (page) => page.locator('#activity-object').fill('n-4321'), 'tool_1'],
  ['text: in the newest', (page) => page.getByRole('searchbox').fill('tool_11'), 'tool_11'],
  ['text: nowhere', (page) => page.getByRole('searchbox').fill('zzz nowhere'), null],
];

let app;

/** Runs a step; gives its time and the memory of the main process behind it. */
async function step(name, work) {
  const began = performance.now();
  const found = await work();
  const ms = performance.now() - began;
  const rss = await memory();
  process.stdout.write(`${name.padEnd(58)}${`${Math.round(ms)} ms`.padStart(9)}   main process ${Math.round(rss / 1e6)} MB${found === undefined ? '' : `   ${found}`}\n`);
}

/** The main process's memory. An answer may be cleared away before the debugger has fetched it; then it is asked for again. */
async function memory(tries = 3) {
  try {
    return await app.evaluate(() => process.memoryUsage().rss);
  } catch (error) {
    if (tries <= 1) throw error;
    return memory(tries - 1);
  }
}

/** Each filter on its own, from the key to the rows that answer it. The moment in which the room waits for typing to end is part of it. */
async function filters(page, when) {
  for (const [name, wish, says] of FILTERS) {
    await step(`${when}: ${name}`, async () => {
      await wish(page);
      await page.waitForFunction((wanted) => {
        const rows = [...document.querySelectorAll('.activity-list .list-item')];
        return wanted === null ? rows.length === 0 : rows.length > 0 && rows.every((row) => row.textContent.includes(wanted));
      }, says);
      return page.locator('.activity-list .hint[role=status]').textContent();
    });
    await page.getByRole('button', { name: 'Clear search' }).first().click();
    await page.waitForFunction(() => new Set([...document.querySelectorAll('.activity-list .list-item strong')].map((row) => row.textContent)).size > 5);
  }
}

/** One start of the app on the long log: opened, filtered, and what else is asked of it. */
async function start(when, more) {
  app = await _electron.launch({
    executablePath: process.env.COUNTERSIGN_ELECTRON, timeout: 60_000, env: { ...process.env, COUNTERSIGN_HOME: home, LANG: 'en_US.UTF-8', LANGUAGE: 'en' },
    args: [...asRoot, `--user-data-dir=${join(home, 'window')}`, '--lang=en', root],
  });
  try {
    const page = await app.firstWindow();
    page.setDefaultTimeout(300_000);
    await page.getByRole('navigation').getByRole('link', { name: 'Activity' }).waitFor();
    await step(`${when}: opened, from the click to the newest entries`, async () => {
      await page.getByRole('navigation').getByRole('link', { name: 'Activity' }).click();
      await page.locator('.activity-list .list-item').first().waitFor();
    });
    await page.getByRole('button', { name: /^Filters/ }).click();
    await filters(page, when);
    await more(page);
  } finally {
    await app.close().catch(() => app.process().kill('SIGKILL'));
  }
}

try {
  // In the session of the app: what is kept beside the log is sealed by the same keychain.
  if (await runTypescript('test/bench/fill-log.ts', [home, String(records)], { limitMs: 600_000 }) !== 0) throw new Error('The log could not be filled.');
  process.stdout.write(`${records} records, in the window\n`);
  await start('first start', () => step('first start: until the index is kept', async () => {
    while (!existsSync(join(home, 'index', 'activity'))) await new Promise((resolve) => setTimeout(resolve, 200));
  }));
  await start('next start', (page) => step('verified', async () => {
    await page.getByRole('button', { name: 'Verify the log' }).click();
    return page.getByText(/The chain is whole|The chain breaks/).first().textContent();
  }));
} catch (error) {
  process.stderr.write(`${error.stack}\n`);
  process.exitCode = 1;
}
