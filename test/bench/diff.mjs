// Large changes in the real window: a real file server, its file read, the diff drawn, painted and scrolled through. How long
// until the first rows stand on the screen, and how long page and main process stood still at most, beside the same measure
// while nothing happened, in one run. Needs a display; `npm run bench -- diff` brings one.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { _electron } from 'playwright-core';
import { documents } from './diff-documents.mjs';
import { memory, noted, watch } from './window-watch.mjs';

const IDLE_MS = 4_000;
const root = join(import.meta.dirname, '..', '..');
const asRoot = process.platform === 'linux' && process.getuid() === 0 ? ['--no-sandbox'] : [];
const home = mkdtempSync(join(tmpdir(), 'countersign-bench-'));
const files = mkdtempSync(join(tmpdir(), 'countersign-bench-files-'));
const program = createRequire(import.meta.url).resolve('@modelcontextprotocol/server-filesystem/dist/index.js');

/** Notes besides when the person was told of the card and when its first line stood on the screen. */
async function watchCard(page) {
  await page.evaluate(() => {
    Object.assign(window.beats, { told: 0, painted: 0, asked: 0 });
    const paint = () => {
      if (window.beats.painted === 0 && document.querySelector('article.card .change .line-text') !== null) window.beats.painted = performance.now();
      requestAnimationFrame(paint);
    };
    requestAnimationFrame(paint);
    window.countersign.onChanged((room) => { if (room === 'approvals' && window.beats.told === 0) window.beats.told = performance.now(); });
  });
}

async function addFiles(page) {
  const button = (name) => page.getByRole('button', { name }).first();
  await page.getByRole('navigation').getByRole('link', { name: 'Servers' }).click();
  await button('Add a server').click();
  await button('Paste JSON').click();
  await page.getByLabel('Configuration').fill(JSON.stringify({ mcpServers: { files: { command: process.execPath, args: [program, files] } } }));
  await button('Read into the form').click();
  await button('Add server').click();
  await button('Look at what would run').click();
  await button(/^(Run this|Connect)$/).click();
  await button(/^Review \d+ definitions?/).click();
  await button(/^Accept all/).click();
  await button('Finish review').click();
  await page.getByText(/\d+ reviewed, 0 new, 0 changed/).waitFor();
  return page.evaluate(async () => {
    const reply = await window.countersign.servers.list({});
    return reply.ok ? reply.value.find(({ name }) => name === 'files')?.id ?? '' : '';
  });
}

async function one(app, page, serverId, { what, name, before, after }) {
  const path = join(files, name);
  writeFileSync(path, before);
  await page.evaluate((text) => { window.after = text; window.location.hash = '#/approvals'; }, after);
  await page.waitForTimeout(1_000);
  await noted(app, page);
  await page.evaluate(async ([id, file]) => {
    Object.assign(window.beats, { told: 0, painted: 0, asked: performance.now() });
    await window.countersign.calls.plan({ serverId: id, tool: 'write_file', args: { path: file, content: window.after } });
  }, [serverId, path]);
  await page.waitForFunction(() => window.beats.painted > 0, null, { timeout: 60_000 }).catch(async (error) => {
    throw new Error(`${what}: ${await page.locator('body').innerText()}`, { cause: error });
  });
  await page.waitForTimeout(300);
  const shown = await noted(app, page);
  await page.locator('.button[data-armed=true]').first().waitFor();
  const rows = await page.locator('article.card .change .counts').first().innerText();
  for (let at = 1; at <= 20; at += 1) {
    await page.locator('.card-scroll').evaluate((box, part) => { box.scrollTop = box.scrollHeight * part; }, at / 20);
    await page.waitForTimeout(100);
  }
  const last = await page.locator('article.card .change .line:not(.line-waits)').count();
  const scrolled = await noted(app, page);
  await page.keyboard.press('Escape');
  await page.locator('article.card').waitFor({ state: 'detached' });
  await page.evaluate(() => { window.after = ''; });
  await page.waitForTimeout(300);
  const denied = await noted(app, page);
  return { what, whole: shown.painted - shown.asked, told: shown.painted - shown.told, shown, scrolled, denied, rows, last, memory: await memory(app, page) };
}

async function measure() {
  const app = await _electron.launch({
    executablePath: process.env.COUNTERSIGN_ELECTRON, timeout: 30_000, env: { ...process.env, COUNTERSIGN_HOME: home, LANG: 'en_US.UTF-8', LANGUAGE: 'en' },
    args: [...asRoot, `--user-data-dir=${join(home, 'window')}`, '--lang=en', '--js-flags=--expose-gc', root],
  });
  try {
    const page = await app.firstWindow();
    page.setDefaultTimeout(60_000);
    const serverId = await addFiles(page);
    await page.evaluate(() => { window.location.hash = '#/approvals'; });
    await page.waitForTimeout(1_000);
    await watch(app, page);
    await watchCard(page);
    const at = await memory(app, page);
    await noted(app, page);
    await page.waitForTimeout(IDLE_MS);
    const idle = await noted(app, page);
    const wanted = process.env.COUNTERSIGN_BENCH_ONLY;
    const results = [];
    for (const document of documents().filter(({ name }) => wanted === undefined || wanted.split(',').some((one) => name.startsWith(one)))) results.push(await one(app, page, serverId, document));
    return { at, idle, results };
  } finally {
    await app.close().catch(() => app.process().kill('SIGKILL'));
  }
}

try {
  const { at, idle, results } = await measure();
  const ms = (value) => `${Math.round(value)} ms`.padStart(9);
  const line = (name, { whole = 0, told = 0 }, noted) => `${name.padEnd(36)}${[whole, told, noted.frame, noted.gap, noted.main].map(ms).join('  ')}\n`;
  process.stdout.write(`changes of 5 MB a side, of a real file server, in the window; frame, page and main: the longest each stood still\n${' '.repeat(36)}from plan  from card      frame       page       main\n`);
  process.stdout.write(line('nothing, for comparison', {}, idle));
  for (const one of results) {
    process.stdout.write(line(one.what, one, one.shown));
    process.stdout.write(line('  scrolled through', {}, one.scrolled));
    process.stdout.write(line('  denied', {}, one.denied));
    process.stdout.write(`  ${one.rows.replaceAll('\n', ' ')}; ${one.last} rows in sight at the end; heap of page ${one.memory.page.toFixed(0)} MB (${at.page.toFixed(0)} at first), of main ${one.memory.main.toFixed(0)} MB (${at.main.toFixed(0)})\n`);
  }
} catch (error) {
  process.stderr.write(`${error.stack}\n`);
  process.exitCode = 1;
} finally {
  for (const folder of [home, files]) rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
}
