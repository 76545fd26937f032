// A set of 10,000 rows in the real window, over the bundled demo system: planned, previewed, painted, scrolled, a row taken
// out, approved, paused, stopped. How long each takes, and how long page and main process stood still at most, beside the
// same measure while nothing happened, in one run. Needs a display; `npm run bench -- sets` brings one.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { _electron } from 'playwright-core';
import { memory, noted, watch } from './window-watch.mjs';

const ROWS = Number(process.env.COUNTERSIGN_BENCH_ROWS ?? 10_000);
const IDLE_MS = 4_000;
const root = join(import.meta.dirname, '..', '..');
const asRoot = process.platform === 'linux' && process.getuid() === 0 ? ['--no-sandbox'] : [];
const home = mkdtempSync(join(tmpdir(), 'countersign-bench-'));
const policies = realpathSync(mkdtempSync(join(tmpdir(), 'countersign-bench-policy-')));

/** What IT would have to allow for a set of this size. */
function raiseLimits() {
  const file = join(policies, 'policy.json');
  writeFileSync(file, JSON.stringify({
    schema: 1, scope: 'managed', id: 'bench', version: 1, issuedAt: '2026-01-01T00:00:00Z', organisation: 'Bench',
    contact: { name: 'IT' }, limits: { perPlan: 100_000, perHour: 100_000, perDay: 100_000 },
  }));
  execFileSync(process.execPath, [join(root, 'scripts', 'cli.mjs'), 'policy', 'seal', file], { stdio: 'ignore', env: { ...process.env, COUNTERSIGN_HOME: join(home, 'cli') } });
}

const rows = () => Array.from({ length: ROWS }, (_, n) => ({
  project: 'demo', title: `Session ${n + 1}`, day: `2027-${String(1 + (n % 12)).padStart(2, '0')}-${String(1 + (n % 28)).padStart(2, '0')}`,
  start: '09:00', ...(n % 100 === 0 ? {} : { end: '10:00' }), room: `Hall ${n % 50}`,
}));

async function measure() {
  raiseLimits();
  const app = await _electron.launch({
    executablePath: process.env.COUNTERSIGN_ELECTRON, timeout: 30_000,
    env: { ...process.env, COUNTERSIGN_HOME: join(home, 'app'), COUNTERSIGN_TEST_POLICIES: policies, LANG: 'en_US.UTF-8', LANGUAGE: 'en' },
    args: [...asRoot, `--user-data-dir=${join(home, 'window')}`, '--lang=en', '--js-flags=--expose-gc', root],
  });
  const steps = [];
  try {
    const page = await app.firstWindow();
    page.setDefaultTimeout(300_000);
    await page.getByRole('link', { name: 'Servers' }).click();
    await page.locator('.state-good').first().waitFor();
    await watch(app, page);
    const step = async (name, work) => {
      await noted(app, page);
      const began = performance.now();
      await work();
      steps.push({ name, ms: performance.now() - began, ...(await noted(app, page)) });
    };
    const heading = (text) => page.locator('.plan-card h1', { hasText: text }).waitFor();
    await step('nothing, for comparison', () => page.waitForTimeout(IDLE_MS));
    const before = await memory(app, page);
    await step('planned, first rows', async () => {
      await page.evaluate(async (args) => {
        const servers = await window.countersign.servers.list({});
        const serverId = servers.ok ? servers.value[0].id : '';
        const reply = await window.countersign.plans.plan({ title: 'Bench', serverId, tool: 'create_agenda_item', args, list: null });
        if (!reply.ok) throw new Error(reply.problem.code);
        window.location.hash = `#/approvals/plan/${reply.value.planId}`;
      }, rows());
      await page.locator('.plan-card .plan-row').first().waitFor();
    });
    await step('all previewed', () => heading(/^Creates/));
    await step('armed', () => page.locator('.plan-card .button[data-armed=true]').waitFor());
    const standing = await memory(app, page);
    await step('scrolled through', async () => {
      for (let at = 1; at <= 20; at += 1) {
        await page.locator('.plan-card .card-scroll').evaluate((box, part) => { box.scrollTop = box.scrollHeight * part; }, at / 20);
        await page.waitForTimeout(100);
      }
    });
    const sentence = await page.locator('.plan-card h1').innerText();
    await step('a row taken out, armed again', async () => {
      await page.locator('.plan-card .plan-row.row-asks input').last().click();
      await page.waitForFunction((was) => document.querySelector('.plan-card h1')?.textContent !== was, sentence);
      await page.locator('.plan-card .button[data-armed=true]').waitFor();
    });
    await step('approved, 10 s of running', async () => {
      await page.keyboard.press('Control+Enter');
      await page.locator('.plan-card progress').waitFor();
      await page.waitForTimeout(10_000);
    });
    const over = Number(await page.locator('.plan-card progress').getAttribute('value'));
    await step('paused', async () => {
      await page.getByRole('button', { name: 'Pause' }).click();
      await page.getByRole('button', { name: 'Go on' }).or(page.getByRole('button', { name: 'Resume' })).first().waitFor();
    });
    await step('stopped', async () => {
      await page.getByRole('button', { name: /^(Stop|Cancel)/ }).first().click();
      await page.getByRole('button', { name: /^Save/ }).waitFor();
    });
    return { steps, over, before, standing, after: await memory(app, page) };
  } finally {
    await app.close().catch(() => app.process().kill('SIGKILL'));
  }
}

try {
  const { steps, over, before, standing, after } = await measure();
  const ms = (value) => `${Math.round(value)} ms`.padStart(10);
  process.stdout.write(`a set of ${ROWS} rows over the demo system, in the window; the longest each stood still:\n${' '.repeat(32)}      took   main loop   page loop      frames\n`);
  for (const { name, ms: took, main, gap, frame } of steps) process.stdout.write(`${name.padEnd(32)}${[took, main, gap, frame].map(ms).join('  ')}\n`);
  process.stdout.write(`${over} rows carried out in the 10 s\n`);
  for (const [name, { page, main }] of [['before', before], ['with the set', standing], ['once it was stopped', after]]) process.stdout.write(`heap ${name}: page ${page.toFixed(0)} MB, main ${main.toFixed(0)} MB\n`);
} catch (error) {
  process.stderr.write(`${error.stack}\n`);
  process.exitCode = 1;
} finally {
  for (const folder of [home, policies]) rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
}
