import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { picture, root, type RunningApp } from './harness.ts';
import { MachinePolicy } from './machine-policy.ts';
import { personInWindow, type Person } from './person.ts';

const FILES = join(root, 'node_modules/@modelcontextprotocol/server-filesystem/dist/index.js');
const ITEM = { day: '2027-05-04', room: 'Halle 2' };

const machine = new MachinePolicy();
let running: RunningApp;
let page: Page;
let person: Person;
let folder: string;

const resize = (width: number, height: number): Promise<void> => running.app.evaluate(({ BrowserWindow }, [w, h]) => { BrowserWindow.getAllWindows()[0]?.setContentSize(w ?? 0, h ?? 0); }, [width, height]);
const speak = async (language: 'en' | 'de'): Promise<void> => {
  await page.evaluate(async (chosen) => { await window.countersign.settings.change({ language: chosen }); }, language);
  await page.locator(`html[lang^="${language}"]`).waitFor();
};
const settled = (): Promise<void> => page.waitForTimeout(700);
/** The screen as it stands: English in a usual window, German in a small one; `ready` brings it into place in each. */
async function bothLanguages(name: string, ready: () => Promise<void> = () => Promise.resolve()): Promise<void> {
  await ready();
  await picture(page, name, settled);
  await speak('de');
  await resize(900, 600);
  await ready();
  await picture(page, `${name}-german`, settled);
  await speak('en');
  await resize(1280, 820);
}
const open = (hash: string): Promise<void> => page.evaluate((next) => { window.location.hash = next; }, hash);
const idOf = (name: string): Promise<string> => page.evaluate(async (wanted) => {
  const reply = await window.countersign.servers.list({});
  return reply.ok ? reply.value.find((server) => server.name === wanted)?.id ?? '' : '';
}, name);
async function plan(server: string, tool: string, args: Record<string, string>): Promise<void> {
  const serverId = await idOf(server);
  await open('#/approvals');
  await page.evaluate((call) => window.countersign.calls.plan(call), { serverId, tool, args });
  await page.locator('article.card .bar').getByText(tool, { exact: true }).waitFor();
  await page.locator('.button[data-armed]').waitFor();
}
const testServer = (file: string): string => join(root, 'test/servers', file);
const deny = async (): Promise<void> => {
  await person.deny();
  await page.locator('article.card').waitFor({ state: 'detached' });
};

beforeAll(async () => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'summit-')));
  ({ running, page, person } = await personInWindow({ env: machine.env, size: { width: 1280, height: 820 } }));
});
afterAll(async () => {
  await running.close();
  machine.remove();
  rmSync(folder, { recursive: true, force: true });
});

describe('pictures of what stands on a card, and of who asks', () => {
  it('of a role that is taken by hand', async () => {
    await open('#/policy/me');
    await page.getByLabel('Work as').selectOption('editor');
    await bothLanguages('policy-work-as');
    await page.getByLabel('Work as').selectOption('owner');
  });

  it('of a dry run: allowed in the review, asked for on the card, and what it says', async () => {
    const state = join(folder, 'pages.json');
    writeFileSync(state, JSON.stringify({ home: 'Welcome to the spring summit' }));
    await person.paste('Pages', { command: process.execPath, args: [testServer('dry-running.mjs'), state] });
    await person.consent();
    await person.button(/^Review \d+ definitions/).click();
    const item = page.locator('[data-item="tool/set_page"]');
    await item.waitFor();
    await page.locator('.review-scroll').evaluate((box) => { box.scrollTop = 0; });
    await person.button(/^Accept all/).click();
    await item.getByRole('checkbox').check();
    await bothLanguages('review-dry-run', () => item.getByRole('checkbox').scrollIntoViewIfNeeded());
    await person.button('Finish review').click();
    await page.getByText(/\d+ reviewed, 0 new/).waitFor();
    await plan('Pages', 'set_page', { id: 'home', text: 'Welcome to the summer summit' });
    await page.locator('.look-first summary').click();
    await bothLanguages('card-dry-run');
    await person.button('Allow the dry run').click();
    await page.getByText('would set home', { exact: false }).first().waitFor();
    await bothLanguages('card-dry-run-said');
    await deny();
  });

  it('of files that arguments name', async () => {
    const papers = join(folder, 'Unterlagen der Geschäftsleitung');
    mkdirSync(papers);
    writeFileSync(join(papers, 'Einladung-Frühjahrsempfang-2027.pdf'), 'x'.repeat(48_213));
    writeFileSync(join(papers, 'Sitzplan.xlsx'), 'y'.repeat(9_120));
    const offer = join(folder, 'offer.json');
    const text = { type: 'string' };
    writeFileSync(offer, JSON.stringify({ name: 'upload_documents', description: 'Uploads documents to the event.', inputSchema: { type: 'object', properties: { event: text, invitation: text, plan: text, logo: text } } }));
    await person.paste('Uploads', { command: process.execPath, args: [testServer('drifting.mjs'), offer, papers] });
    await person.consent();
    await person.reviewAll();
    await plan('Uploads', 'upload_documents', { event: 'reception', invitation: join(papers, 'Einladung-Frühjahrsempfang-2027.pdf'), plan: join(papers, 'Sitzplan.xlsx'), logo: join(papers, 'logo.svg') });
    await bothLanguages('card-files');
    await deny();
  });

  it('of long lines and tables', async () => {
    await person.paste('Files', { command: process.execPath, args: [FILES, folder] });
    await person.consent();
    await person.reviewAll();
    const records = Array.from({ length: 4_000 }, (_, id) => ({ id, title: `Session ${id}`, room: `Hall ${id % 9}` }));
    writeFileSync(join(folder, 'agenda.json'), JSON.stringify(records));
    await plan('Files', 'write_file', { path: join(folder, 'agenda.json'), content: JSON.stringify(records.with(1_234, { id: 1_234, title: 'Another session\u200b', room: 'Hall 1' })) });
    await page.locator('.line-add').first().waitFor();
    await bothLanguages('card-one-line');
    await deny();
    const table = Array.from({ length: 300 }, (_, id) => `${id};Session ${id};Halle ${id % 9}`);
    writeFileSync(join(folder, 'agenda.csv'), table.join('\n'));
    await plan('Files', 'write_file', { path: join(folder, 'agenda.csv'), content: table.map((line, id) => (id % 40 === 7 ? `${line} (verlegt)` : line)).join('\n') });
    await page.locator('.change').first().waitFor();
    await bothLanguages('card-table');
    await deny();
  });

  it('of a call in Activity that can be undone', async () => {
    await plan('Demo CMS', 'update_news', { id: 'n-1002', title: 'Registration opens on 2 March' });
    await person.approve();
    await page.getByRole('heading', { name: 'Executed' }).waitFor();
    await open('#/activity');
    await page.locator('.activity-list').getByText('update_news').first().click();
    await person.button('Undo this call').waitFor();
    await bothLanguages('activity-undo', () => page.getByRole('button', { name: /^(Undo this call|Diesen Aufruf zurücknehmen)/ }).first().scrollIntoViewIfNeeded());
  });

  it('of a set that waits for the minute', async () => {
    machine.put({ limits: { callsPerMinute: 12 } });
    await page.waitForTimeout(1_500);
    const rows = Array.from({ length: 24 }, (_, n) => ({ ...ITEM, project: 'demo', title: `Gesprächsrunde ${n + 1}`, start: `${String(8 + Math.floor(n / 4)).padStart(2, '0')}:${String((n % 4) * 15).padStart(2, '0')}`, end: `${String(8 + Math.floor(n / 4)).padStart(2, '0')}:${String((n % 4) * 15 + 10).padStart(2, '0')}` }));
    await open(`#/tools/${await idOf('Demo CMS')}/create_agenda_item`);
    await page.getByText('Many at once').click();
    await page.getByRole('textbox', { name: 'Rows' }).fill(JSON.stringify(rows));
    await person.button('Plan the set').click();
    await page.locator('.plan-card .button[data-armed=true]').waitFor({ timeout: 100_000 });
    await page.keyboard.press('Control+Enter');
    await page.getByText('This set waits', { exact: false }).waitFor();
    await bothLanguages('plan-waits');
    await person.button('Stop here').click();
    expect(running.errors).toEqual([]);
  }, 200_000);
});
