import { execFileSync } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expectAccessible, freshHome, root, type RunningApp } from './harness.ts';
import { personInWindow, type Person } from './person.ts';

const ROWS = ['Opening', 'Panel', 'Closing'].map((title, at) => ({ project: 'demo', title, day: '2027-05-04', start: `1${at}:00`, end: `1${at}:45`, room: 'Hall 2' }));

let running: RunningApp;
let page: Page;
let person: Person;
const agenda = (): readonly { readonly id: string; readonly title: string }[] =>
  (JSON.parse(readFileSync(join(running.home, 'demo-cms', 'demo-cms.json'), 'utf8')) as { agenda: { id: string; title: string }[] }).agenda.map(({ id, title }) => ({ id, title }));

async function start(home: string): Promise<void> {
  ({ running, page, person } = await personInWindow({ home }));
  await person.serversRun();
}

async function approveSet(): Promise<void> {
  await page.locator('.plan-card .button[data-armed=true]').waitFor();
  await page.keyboard.press('Control+Enter');
}

/** Plans many rows of one tool as a set and approves it. */
async function carryOut(tool: string, rows: readonly object[], end: string): Promise<void> {
  await person.room('Tools');
  await page.getByRole('searchbox').fill(tool);
  await page.getByText(tool, { exact: true }).first().click();
  await page.getByText('Many at once').click();
  await page.getByRole('textbox', { name: 'Rows' }).fill(JSON.stringify(rows));
  await person.button('Plan the set').click();
  await approveSet();
  await page.getByRole('heading', { name: end }).waitFor({ timeout: 60_000 });
}

/** The command line on the same home, once the window is closed; its answers, whatever it ends with. */
function cli(...args: readonly string[]): readonly unknown[] {
  const argv = [join(root, 'out/cli/countersign.cjs'), ...args, '--home', running.home];
  const out = (() => { try { return execFileSync(process.execPath, argv, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }); } catch (error) { return (error as { stdout: string }).stdout; } })();
  return out.trim().split('\n').map((line): unknown => JSON.parse(line));
}

beforeAll(() => start(freshHome()), 60_000);
afterAll(async () => {
  await running.close();
  rmSync(running.home, { recursive: true, force: true });
});

describe('a set of an earlier start', () => {
  it('is undone out of the log, all of it, in one question of its own', async () => {
    const before = agenda();
    await carryOut('create_agenda_item', ROWS, '3 created.');
    expect(agenda()).toHaveLength(before.length + 3);

    const { home } = running;
    await running.close();
    await start(home);
    await person.room('Activity');
    await page.locator('.activity-list').getByText('create_agenda_item').first().click();
    await person.button('Undo the whole set').click();
    await page.getByRole('heading', { name: /^Deletes 3 agenda items/ }).waitFor({ timeout: 60_000 });
    expect(agenda()).toHaveLength(before.length + 3);
    await expectAccessible(page);
    await page.getByLabel(/To approve, type/).fill('delete');
    await approveSet();
    await page.getByRole('heading', { name: '3 deleted.' }).waitFor({ timeout: 60_000 });
    expect(agenda()).toEqual(before);
    expect(running.errors).toEqual([]);
  }, 180_000);

  it('is undone on the command line, as far as a flag may approve it, and only while its objects are as it left them', async () => {
    const before = agenda();
    const [first, second] = before;
    await carryOut('update_agenda_item', [{ id: first?.id, title: 'Moved' }, { id: second?.id, title: 'Put off' }], '2 changed.');
    expect(agenda()).not.toEqual(before);
    await running.close();
    const intents = cli('audit', 'export', '--format', 'jsonl') as readonly { readonly event: { readonly type: string; readonly call?: { readonly callId: string; readonly plan?: string; readonly tool: { readonly name: string } } } }[];
    const callId = intents.findLast(({ event }) => event.type === 'intent' && event.call?.plan !== undefined && event.call.tool.name === 'update_agenda_item')?.event.call?.callId ?? '';
    expect(cli('undo', 'set', callId, '--choose', 'approve')).toEqual([{ undoes: callId, planned: 2, undone: 2, left: [], decision: 'approved', outcome: 'executed' }]);
    expect(agenda()).toEqual(before);
    expect(cli('undo', 'set', callId, '--choose', 'approve')).toMatchObject([{ planned: 2, undone: 0, outcome: 'refused', left: [{ why: 'not-as-left' }, { why: 'not-as-left' }] }]);
    expect(agenda()).toEqual(before);
  }, 180_000);
});
