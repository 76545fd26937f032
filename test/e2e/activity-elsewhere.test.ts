import { mkdtempSync, readFileSync, rmSync, unlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addReviewed } from './added-server.ts';
import { expectAccessible, launchApp, picture, root, type RunningApp } from './harness.ts';
import { personAt, type Person } from './person.ts';

const SERVER = join(root, 'node_modules/@modelcontextprotocol/server-filesystem/dist/index.js');
let running: RunningApp;
let page: Page;
let person: Person;
let folder: string;
let serverId: string;

/** Plans a call and waits for its end; what asks is approved. */
async function call(tool: string, args: Record<string, string>, asks = false, end = 'executed'): Promise<void> {
  await person.room('Approvals');
  const callId = await page.evaluate(async (one) => {
    const reply = await window.countersign.calls.plan(one);
    return reply.ok ? reply.value.callId : '';
  }, { serverId, tool, args });
  if (asks) {
    await page.locator('article.card .bar').getByText(tool, { exact: true }).waitFor();
    await page.locator('.button[data-armed=true]').waitFor();
    await person.approve();
  }
  await expect.poll(() => page.evaluate(async (id) => {
    const reply = await window.countersign.activity.list({ before: null, limit: 20, filter: null });
    return reply.ok ? reply.value.entries.find((entry) => entry.callId === id)?.outcome : reply.problem.code;
  }, callId), { timeout: 15_000 }).toBe(end);
}

/** What Activity says of an object that somebody types, as one text. */
async function ask(object: string): Promise<string> {
  await person.room('Activity');
  const field = page.getByLabel(/^Object or project/);
  if (!await field.isVisible()) await page.getByRole('button', { name: /^Filters?( |$)/ }).click();
  await field.fill(object);
  await page.getByRole('heading', { name: `Object “${object}”` }).waitFor();
  await page.locator('.about-object').getByRole('status').waitFor();
  return page.locator('.about-object').innerText();
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'countersign-elsewhere-'));
  for (const name of ['agenda.md', 'untouched.md']) writeFileSync(join(folder, name), 'Doors open at 9:00.\n');
  running = await launchApp();
  page = running.page;
  person = personAt(page);
  serverId = await addReviewed(page, { kind: 'local', name: 'Files', command: process.execPath, args: [SERVER, folder], env: [], cwd: folder, class: 'local', environment: 'test' });
}, 60_000);
afterAll(async () => {
  await running.close();
  rmSync(folder, { recursive: true, force: true });
});

describe('support asks who changed a file', () => {
  it('that was only read: not through this log, with when it was last read', async () => {
    await call('read_text_file', { path: join(folder, 'untouched.md') });
    const said = await ask(join(folder, 'untouched.md'));
    expect(said).toContain('Not changed through this log.');
    expect(said).toMatch(/Last read on .+ What happened since is not known\./);
    await expectAccessible(page);
  });

  it('that nobody here ever touched: not through this log, which holds no call about it', async () => {
    expect(await ask(join(folder, 'nobody.md'))).toContain('Not changed through this log: it holds no call about it.');
  });

  it('that was changed here: through Countersign, and when', async () => {
    await call('write_file', { path: join(folder, 'agenda.md'), content: 'Doors open at 8:30.\n' }, true);
    await call('read_text_file', { path: join(folder, 'agenda.md') });
    expect(readFileSync(join(folder, 'agenda.md'), 'utf8')).toBe('Doors open at 8:30.\n');
    expect(await ask(join(folder, 'agenda.md'))).toMatch(/Changed through Countersign, last on .+\./);
  });

  it('that somebody changed behind our back: elsewhere since, between which readings, in both languages', async () => {
    writeFileSync(join(folder, 'agenda.md'), 'Doors open at 10:00.\n');
    await call('read_text_file', { path: join(folder, 'agenda.md') });
    const said = await ask(join(folder, 'agenda.md'));
    expect(said).toMatch(/Changed elsewhere since\. The last change through Countersign was on .+\./);
    expect(said).toMatch(/It read differently on .+ than on .+, with no call through Countersign in between\./);
    await expectAccessible(page);
    await picture(page, 'activity-elsewhere');
    await page.evaluate(async () => { await window.countersign.settings.change({ language: 'de' }); });
    await page.locator('.about-object').getByText(/^Seitdem anderswo geändert\./).waitFor();
    await expectAccessible(page);
    await picture(page, 'activity-elsewhere-german');
    await page.evaluate(async () => { await window.countersign.settings.change({ language: 'en' }); });
    await page.locator('.about-object').getByText(/^Changed elsewhere since\./).waitFor();
  });

  it('that was changed here again after that: through Countersign, and still where it was not', async () => {
    await call('write_file', { path: join(folder, 'agenda.md'), content: 'Doors open at 9:30.\n' }, true);
    const said = await ask(join(folder, 'agenda.md'));
    expect(said).toContain('Changed through Countersign, last on');
    expect(said).toContain('It read differently on');
  });

  it('that somebody deleted behind our back: perhaps deleted elsewhere, between which readings, in both languages', async () => {
    unlinkSync(join(folder, 'agenda.md'));
    await call('read_text_file', { path: join(folder, 'agenda.md') }, false, 'failed');
    const said = await ask(join(folder, 'agenda.md'));
    expect(said).toContain('Changed through Countersign, last on');
    expect(said).toMatch(/It could be read on .+ and no longer on .+, with no call through Countersign in between\. It may have been deleted elsewhere/);
    await expectAccessible(page);
    await page.evaluate(async () => { await window.countersign.settings.change({ language: 'de' }); });
    await page.locator('.about-object').getByText(/^Es ließ sich .+ lesen und .+ nicht mehr/).waitFor();
    await picture(page, 'activity-deleted-elsewhere-german');
    await page.evaluate(async () => { await window.countersign.settings.change({ language: 'en' }); });
    expect(running.errors).toEqual([]);
  });
});
