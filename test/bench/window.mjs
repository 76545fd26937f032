// The window while a real server with ten thousand tools is connected, scanned, digested, reviewed and accepted: how long page
// and main process stood still at most, beside the same measure while nothing happened, in one run. Needs a display;
// `npm run bench -- window` brings one.
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { _electron } from 'playwright-core';

const TOOLS = Number(process.env.COUNTERSIGN_BENCH_TOOLS ?? 10_000);
const IDLE_MS = 5_000;
const root = join(import.meta.dirname, '..', '..');
const asRoot = process.platform === 'linux' && process.getuid() === 0 ? ['--no-sandbox'] : [];
const home = mkdtempSync(join(tmpdir(), 'countersign-bench-'));

/** The recorded tools over and over, each time under another name. */
function manyTools() {
  const folder = join(root, 'test', 'data', 'catalogues');
  const real = readdirSync(folder).flatMap((file) => JSON.parse(readFileSync(join(folder, file), 'utf8')).tools);
  return Array.from({ length: TOOLS }, (_, index) => {
    const tool = real[index % real.length];
    return { ...tool, name: `${tool.name}_${index}` };
  });
}

/** Begins to note the longest gap between two beats, in the page and in the main process, and the slowest answer between them. */
async function watch(app, page) {
  await page.evaluate(() => {
    window.beats = { gap: 0, frame: 0, answer: 0 };
    let last = performance.now();
    setInterval(() => { const now = performance.now(); window.beats.gap = Math.max(window.beats.gap, now - last - 10); last = now; }, 10);
    let painted = performance.now();
    const paint = () => { const now = performance.now(); window.beats.frame = Math.max(window.beats.frame, now - painted); painted = now; requestAnimationFrame(paint); };
    requestAnimationFrame(paint);
    const ask = async () => {
      const began = performance.now();
      await window.countersign.app.status({});
      window.beats.answer = Math.max(window.beats.answer, performance.now() - began);
      setTimeout(() => void ask(), 20);
    };
    void ask();
  });
  await app.evaluate(() => {
    globalThis.beats = { gap: 0 };
    let last = performance.now();
    setInterval(() => { const now = performance.now(); globalThis.beats.gap = Math.max(globalThis.beats.gap, now - last - 10); last = now; }, 10);
  });
}

/** What was noted since the last look. */
async function noted(app, page) {
  const inPage = await page.evaluate(() => { const was = { ...window.beats }; Object.assign(window.beats, { gap: 0, frame: 0, answer: 0 }); return was; });
  const main = await app.evaluate(() => { const was = globalThis.beats.gap; globalThis.beats.gap = 0; return was; });
  return { main, ...inPage };
}

async function measure() {
  const offer = join(home, 'offer.json');
  writeFileSync(offer, JSON.stringify({ tools: manyTools() }));
  const app = await _electron.launch({
    executablePath: process.env.COUNTERSIGN_ELECTRON, timeout: 30_000, env: { ...process.env, COUNTERSIGN_HOME: home, LANG: 'en_US.UTF-8', LANGUAGE: 'en' },
    args: [...asRoot, `--user-data-dir=${join(home, 'window')}`, '--lang=en', root],
  });
  const steps = [];
  try {
    const page = await app.firstWindow();
    page.setDefaultTimeout(120_000);
    const button = (name) => page.getByRole('button', { name }).first();
    await page.getByRole('navigation').getByRole('link', { name: 'Servers' }).click();
    await watch(app, page);
    const step = async (name, work) => {
      await noted(app, page);
      const began = performance.now();
      await work();
      steps.push({ name, ms: performance.now() - began, ...(await noted(app, page)) });
    };
    await step('nothing, for comparison', () => page.waitForTimeout(IDLE_MS));
    await button('Add a server').click();
    await button('Paste JSON').click();
    await page.getByLabel('Configuration').fill(JSON.stringify({ mcpServers: { many: { command: process.execPath, args: [join(root, 'test', 'servers', 'drifting.mjs'), offer] } } }));
    await button('Read into the form').click();
    await button('Add server').click();
    await button('Look at what would run').click();
    await step('connect: list, digest, scan', async () => {
      await button(/^(Run this|Connect)$/).click();
      await button(/^Review [\d,.]+ definitions/).waitFor();
      // The findings of all are there once the sheet counts them.
      await page.getByText(/^The scanner (found|looked)/).first().waitFor();
    });
    await step('open the review', async () => {
      await button(/^Review [\d,.]+ definitions/).click();
      await page.locator('[data-item]').first().waitFor();
    });
    await step('scroll through it', async () => {
      for (let at = 1; at <= 20; at++) {
        await page.locator('.review-scroll').evaluate((box, part) => { box.scrollTop = box.scrollHeight * part; }, at / 20);
        await page.waitForTimeout(100);
      }
    });
    await step('accept all, and finish', async () => {
      await button(/^Accept (all|the [\d,.]+ others)/).click();
      const grave = page.getByRole('button', { name: /^Accept the .*risky/ });
      if (await grave.isVisible()) await grave.click();
      await button('Finish review').click();
      await page.getByText(/[\d,.]+ reviewed, 0 new, 0 changed/).waitFor();
    });
  } finally {
    await app.close().catch(() => app.process().kill('SIGKILL'));
  }
  return steps;
}

try {
  const steps = await measure();
  const ms = (value) => `${Math.round(value)} ms`.padStart(9);
  const idle = steps[0];
  process.stdout.write(`${TOOLS} tools of a real server, in the window; the longest each stood still:\n${' '.repeat(32)}    took  main loop  page loop    frames     answer\n`);
  for (const { name, ms: took, main, gap, frame, answer } of steps) process.stdout.write(`${name.padEnd(30)}${[took, main, gap, frame, answer].map(ms).join('  ')}\n`);
  const worst = Math.max(...steps.slice(1).map(({ answer }) => answer));
  process.stdout.write(`slowest answer of the main process against idle: ${(worst / Math.max(1, idle.answer)).toFixed(1)} times\n`);
} catch (error) {
  process.stderr.write(`${error.stack}\n`);
  process.exitCode = 1;
} finally {
  rmSync(home, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
}
