import { execFile, execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openAuditLog } from '../../main/adapters/audit-file/audit-log.ts';
import { createSystemClock } from '../../main/adapters/clock/system-clock.ts';
import { sha256 } from '../../main/adapters/digest/sha256.ts';
import { intent, outcome } from '../main/core/audit/events.ts';
import { addReviewed } from './added-server.ts';
import { expectAccessible, freshHome, launchApp, picture, root, type RunningApp } from './harness.ts';
import { personAt, type Person } from './person.ts';

/** What a spreadsheet would run. */
const FORMULAS = ['=HYPERLINK("https://evil.example")', '+1+1', '-2+3', '@SUM(1)', '\t=1+1', '＝1+1'];

/** Calls in the log of the home before it is opened: enough that an export takes a while. */
const OLDER = 30_000;

const home = freshHome();
let running: RunningApp;
let page: Page;
let person: Person;
let folder: string;

/** The dialog of the system, answered: the next export goes there. Null: nobody chooses a place. */
const choose = (path: string | null): Promise<void> => running.app.evaluate(({ dialog }, chosen) => {
  dialog.showSaveDialog = () => Promise.resolve(chosen === null ? { canceled: true, filePath: '' } : { canceled: false, filePath: chosen });
}, path);

/** Presses an export's button with keys alone: by Tab from the heading of the room. */
async function press(name: string): Promise<void> {
  await page.locator('main h1').first().evaluate((heading) => { (heading as HTMLElement).tabIndex = -1; (heading as HTMLElement).focus(); });
  for (let tabs = 0; tabs < 20; tabs += 1) {
    await page.keyboard.press('Tab');
    if (await page.evaluate(() => document.activeElement?.textContent) === name) break;
  }
  expect(await page.evaluate(() => document.activeElement?.textContent)).toBe(name);
  await page.keyboard.press('Enter');
}

const focused = (): Promise<string> => page.evaluate(() => document.activeElement?.textContent ?? '');

async function exported(name: string, file: string): Promise<string> {
  const path = join(folder, file);
  await choose(path);
  await press(name);
  await page.getByRole('status').getByText(`Written to ${path}`).waitFor({ timeout: 60_000 });
  expect(await focused()).toBe(name);
  expect(statSync(path).mode & 0o777).toBe(0o600);
  return readFileSync(path, 'utf8');
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'countersign-export-'));
  const log = await openAuditLog({ dir: home, clock: createSystemClock(), sha256 });
  for (let at = 0; at < OLDER; at += 1_000) await Promise.all(Array.from({ length: 1_000 }, (_, n) => [log.append(intent(`c-${at + n}`)), log.append(outcome(`c-${at + n}`))]).flat());
  await log.close();
  writeFileSync(join(folder, 'texts.json'), JSON.stringify(FORMULAS));
  running = await launchApp({ home });
  page = running.page;
  person = personAt(page);
  const serverId = await addReviewed(page, { kind: 'local', name: '=cmd', command: process.execPath, args: [join(root, 'test/servers/hostile-texts.mjs'), join(folder, 'texts.json')], env: [], cwd: folder, class: 'local', environment: 'test' });
  for (const tool of FORMULAS) {
    await page.evaluate(async (call) => { await window.countersign.calls.plan(call); }, { serverId, tool, args: {} });
    await person.room('Approvals');
    await page.locator('.button[data-armed]').waitFor();
    await person.approve();
    await page.getByRole('heading', { name: 'Executed' }).waitFor();
  }
  await person.room('Activity');
  await page.getByRole('heading', { name: 'Export' }).waitFor();
}, 180_000);
afterAll(async () => {
  await running.close();
  rmSync(home, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  rmSync(folder, { recursive: true, force: true });
});

describe('the log is exported from the window by keyboard', () => {
  it('as JSON lines: another verifier, in another language, finds the chain whole, and the export itself is in it', async () => {
    const lines = (await exported('JSON lines with proof', 'log.jsonl')).trimEnd().split('\n');
    expect(lines.length).toBeGreaterThan(OLDER);
    expect(lines.some((line) => line.includes('"what":"log-exported"'))).toBe(true);
    const verify = async (name: string, text: string): Promise<{ ok: boolean; records: number }> => {
      mkdirSync(join(folder, name));
      writeFileSync(join(folder, name, '000001.jsonl'), `${text}\n`);
      const run = promisify(execFile)('python3', [join(root, 'test/verifier/verify.py'), join(folder, name)], { maxBuffer: 1e8 });
      const { stdout } = await run.catch((error: { stdout: string }) => error);
      return JSON.parse(stdout) as { ok: boolean; records: number };
    };
    // Side by side: each takes its time for so many records.
    const [whole, changed] = await Promise.all([verify('proof', lines.join('\n')), verify('changed', lines.join('\n').replace('"name":"+1+1"', '"name":"+1+2"'))]);
    expect(whole).toMatchObject({ ok: true, records: lines.length });
    expect(changed).toMatchObject({ ok: false });
    await expectAccessible(page);
  }, 240_000);

  it('as a table: no cell is a formula to a spreadsheet', async () => {
    await exported('Table (CSV)', 'log.csv');
    const read = 'import csv, json, sys\ncsv.field_size_limit(10**8)\nprint(json.dumps(list(csv.reader(open(sys.argv[1], newline="", encoding="utf-8")))[-200:]))';
    const rows = JSON.parse(execFileSync('python3', ['-c', read, join(folder, 'log.csv')], { encoding: 'utf8', maxBuffer: 1e8 })) as string[][];
    const cells = rows.flat();
    // Behind a tab a cell of its own may begin.
    for (const formula of FORMULAS) expect(cells).toContain(`'${formula.replace('\t', "\t'")}`);
    expect(cells.filter((cell) => /^\s*[=+\-@\uff1d]/.test(cell))).toEqual([]);
    expect(cells).toContain("'=cmd");
  }, 120_000);

  it('as OCSF events: each line is one, of its version', async () => {
    const lines = (await exported('OCSF events', 'ocsf.jsonl')).trimEnd().split('\n');
    const last = JSON.parse(lines.at(-1) ?? '') as { metadata: { version: string }; class_uid: number; raw_data: string };
    expect(last).toMatchObject({ metadata: { version: '1.9.0' } });
    expect(lines.length).toBeGreaterThan(OLDER);
  }, 120_000);

  it('leaves a record of each export in the log, which Activity shows', async () => {
    await page.getByRole('searchbox').fill('log-exported');
    await page.getByText('3 entries').waitFor({ timeout: 60_000 });
    expect(await page.locator('.activity-list').getByText('Log exported', { exact: true }).count()).toBe(3);
    await page.getByRole('searchbox').fill('');
    await page.getByText('3 entries').waitFor({ state: 'detached' });
  }, 90_000);

  it('says in a sentence that a place takes no file, and writes over nothing of its own', async () => {
    for (const path of [join(folder, 'not there', 'log.csv'), join(folder, 'log.csv', 'inside a file.csv'), join(home, 'audit', readdirSync(join(home, 'audit'))[0] ?? '')]) {
      await choose(path);
      await press('Table (CSV)');
      await page.getByRole('alert').getByText('The file could not be written. Choose another place.').waitFor();
      await expectAccessible(page);
      await choose(null);
      await press('Table (CSV)');
      await page.getByRole('alert').getByText('The file could not be written.').waitFor({ state: 'detached' });
    }
    await person.button('Verify the log').click();
    await page.getByText(/The chain is whole/).waitFor({ timeout: 60_000 });
    // Each that failed is one line, though its beginning is on record too.
    await page.getByRole('searchbox').fill('log-exported');
    await page.getByText('5 entries').waitFor({ timeout: 60_000 });
    expect(await page.locator('.activity-list').getByText('Log export failed', { exact: true }).count()).toBe(2);
    expect(await page.locator('.activity-list').getByText('Log exported', { exact: true }).count()).toBe(3);
    await picture(page, 'activity-export-failed');
    await page.getByRole('searchbox').fill('');
    await page.getByText('5 entries').waitFor({ state: 'detached' });
  }, 120_000);

  it('shows how far a long one is, and stops it by keyboard: nothing of it stays', async () => {
    const path = join(folder, 'stopped.jsonl');
    await choose(path);
    await press('OCSF events');
    await page.getByRole('progressbar', { name: 'Export' }).waitFor();
    await page.getByText(/^[\d,]+ of 6\d,\d{3} records$/).waitFor();
    await picture(page, 'activity-exporting');
    await page.keyboard.press('Tab');
    expect(await focused()).toBe('Stop the export');
    await page.keyboard.press('Enter');
    await page.getByRole('status').getByText('The export was stopped. Nothing was written.').waitFor();
    expect(existsSync(path)).toBe(false);
    expect(readdirSync(folder).filter((name) => name.endsWith('.part'))).toEqual([]);
    expect(await page.evaluate(() => document.activeElement?.tagName)).not.toBe('BODY');
    expect(running.errors).toEqual([]);
  }, 60_000);
});
