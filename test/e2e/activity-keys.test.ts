import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expectAccessible, picture, type RunningApp } from './harness.ts';
import { personInWindow, type Person } from './person.ts';

/** Drafts of the demo CMS. What is asked at once is about an object of its own each: no answer moves what another rests on. */
const NEWS = ['n-1001', 'n-1002', 'n-1005', 'n-1007', 'n-1008'] as const;
/** So many times they are changed: ten questions are more than anybody reads with care. */
const ROUNDS = 2;

let running: RunningApp;
let page: Page;
let person: Person;

/** The page as everybody may have it: no barrier, and a picture in both themes where pictures are wanted. */
async function everyone(name: string): Promise<void> {
  await expectAccessible(page);
  await picture(page, name, () => expectAccessible(page));
}

/** Presses Tab until what is focused fits; fails where the way is longer than a person would go. */
async function tabTo(fits: string, most = 30): Promise<void> {
  for (let tabs = 0; tabs < most; tabs += 1) {
    if (await page.evaluate((selector) => document.activeElement?.matches(selector) ?? false, fits)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`no Tab leads to ${fits}`);
}

const focused = (): Promise<{ tag: string; key: string | null; text: string }> => page.evaluate(() => {
  const at = document.activeElement;
  return { tag: at?.tagName ?? '', key: at?.getAttribute('data-key') ?? null, text: (at?.textContent ?? '').slice(0, 80) };
});

/** Plans changes of titles; the calls that a person is asked about. */
const planned = (round: number): Promise<string[]> => page.evaluate(async ([news, title]) => {
  const calls: string[] = [];
  for (const id of news) {
    const reply = await window.countersign.calls.plan({ serverId: 'demo-cms', tool: 'update_news', args: { id, title } });
    if (!reply.ok) throw new Error(`not planned: ${reply.problem.code}`);
    calls.push(reply.value.callId);
  }
  return calls;
}, [NEWS, `Title ${round}`] as const);

const open = (): Promise<string[]> => page.evaluate(async () => {
  const reply = await window.countersign.approvals.list({});
  return reply.ok ? reply.value.map(({ callId }) => callId) : [];
});

/** Calls that have not ended, of these. */
const onTheirRoad = (calls: readonly string[]): Promise<number> => page.evaluate(async (ids) => {
  const receipts = await Promise.all(ids.map((callId) => window.countersign.calls.receipt({ callId })));
  return receipts.filter((reply) => !reply.ok || reply.value.state !== 'done').length;
}, [...calls]);

/** The question on the screen, once it may be answered. */
async function standing(): Promise<string> {
  await page.locator('article.card .button[data-armed=true]').waitFor();
  return await page.evaluate(() => document.querySelector('.inbox [aria-current=true]')?.id.replace('inbox-', '') ?? '');
}

/** Answers every open question with one press each, as the next one opens by itself. */
async function answerAll(presses: ReadonlyMap<string, string>): Promise<void> {
  await page.evaluate(() => { window.location.hash = '#/approvals'; });
  for (let left = (await open()).length; left > 0; left -= 1) {
    const callId = await standing();
    await page.keyboard.press(presses.get(callId) ?? 'none for this call');
    await expect.poll(open, { interval: 20 }).not.toContain(callId);
  }
}

/** How the log says that calls were answered. */
const answers = (): Promise<Record<string, string>> => page.evaluate(async () => {
  const reply = await window.countersign.activity.list({ before: null, limit: 200, filter: null });
  return reply.ok ? Object.fromEntries(reply.value.entries.flatMap(({ callId, tool, decision }) => (callId === null || tool !== 'update_news' ? [] : [[callId, decision ?? 'none']]))) : {};
});

const size = (width: number, height: number): Promise<void> => running.app.evaluate(({ BrowserWindow }, [w, h]) => { BrowserWindow.getAllWindows()[0]?.setContentSize(w, h); }, [width, height] as const);
const language = (to: 'en' | 'de'): Promise<void> => page.evaluate(async (code) => { await window.countersign.settings.change({ language: code }); }, to);

beforeAll(async () => {
  ({ running, page, person } = await personInWindow());
  await person.serversRun();
}, 60_000);
afterAll(() => running.close());

describe('an editor who answered ten questions in a row', () => {
  it('finds each answer in the log as it was pressed, and in the day how often they were asked', async () => {
    const presses = new Map<string, string>();
    for (let round = 0; round < ROUNDS; round += 1) {
      const calls = await planned(round);
      for (const [n, callId] of calls.entries()) presses.set(callId, n === 1 ? 'Escape' : 'Control+Enter');
      await expect.poll(async () => (await open()).length).toBe(calls.length);
      await answerAll(presses);
      await expect.poll(() => onTheirRoad(calls)).toBe(0);
    }
    await person.room('Activity');
    await page.getByText('You were asked 10 times, in 1 task.', { exact: false }).waitFor();
    await page.getByText('10 questions of one task: update_news.', { exact: false }).waitFor();
    await expect.poll(() => page.locator('dt:text-is("Approved") + dd').textContent()).toBe('8');
    expect(await answers()).toEqual(Object.fromEntries([...presses].map(([callId, press]) => [callId, press === 'Escape' ? 'denied' : 'approved'])));
  }, 120_000);

  it('and in German, in a small window, beside a list whose names are torn only at a joint', async () => {
    await size(900, 600);
    await language('de');
    await page.getByText('Sie wurden 10-mal gefragt, in 1 Aufgabe.', { exact: false }).waitFor();
    await everyone('activity-many-german');
    const torn = await page.locator('.activity-list strong .hostile').first().evaluate((name) => {
      const range = document.createRange();
      const lines: string[] = [];
      let top = NaN;
      for (const node of name.childNodes) {
        if (node.nodeType !== Node.TEXT_NODE) continue;
        for (let at = 0; at < (node.textContent ?? '').length; at += 1) {
          range.setStart(node, at);
          range.setEnd(node, at + 1);
          const box = range.getBoundingClientRect();
          if (Number.isNaN(top) || box.top > top + 4) { lines.push(''); top = box.top; }
          lines[lines.length - 1] += node.textContent?.[at] ?? '';
        }
      }
      return lines.slice(0, -1).filter((line) => !/[_/.-]$/.test(line));
    });
    expect(torn).toEqual([]);
  });
});

describe('by keyboard alone', () => {
  it('the log is searched and filtered, in a small window with the list in sight, also in German', async () => {
    await page.keyboard.press('/');
    expect((await focused()).tag).toBe('INPUT');
    await page.keyboard.type('update_news');
    await page.locator('.activity-list [role=status]').waitFor();
    await expect.poll(async () => new Set(await page.locator('.activity-list strong').allInnerTexts())).toEqual(new Set(['update_news']));
    // A text is looked for as long as somebody waits; what fields say is found at once, and counted whole.
    await page.keyboard.press('Control+A');
    await page.keyboard.press('Delete');
    await page.keyboard.press('Tab');
    expect((await focused()).text).toBe('Filter');
    await page.keyboard.press('Enter');
    await tabTo('#activity-tool');
    await page.keyboard.type('update_news');
    await page.getByText('10 Einträge', { exact: true }).waitFor();
    await everyone('activity-filters-german');
    // At least four lines of the list stay in sight below all the filters, and none of them needs a way sideways.
    const [list, wide] = await page.evaluate(() => [document.querySelector('.activity-list')?.clientHeight ?? 0, document.documentElement.scrollWidth > window.innerWidth || [...document.querySelectorAll('.activity-top, .activity-top *')].some((one) => one.scrollWidth > one.clientWidth + 1 && getComputedStyle(one).overflowX === 'auto')]);
    expect(list).toBeGreaterThan(270);
    expect(wide).toBe(false);
    await language('en');
    await page.getByText('10 entries', { exact: true }).waitFor();
    await everyone('activity-filters');
    await page.keyboard.press('Shift+Tab');
    await page.keyboard.press('Shift+Tab');
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('activity-outcome');
    await page.keyboard.press('n');
    await page.getByRole('button', { name: 'Filters (2 set)' }).waitFor();
    await page.getByText('2 entries', { exact: true }).waitFor();
    await page.keyboard.press('Home');
    await page.getByText('10 entries', { exact: true }).waitFor();
    await size(1280, 820);
  }, 120_000);

  it('its lines are walked, opened and left again, with the focus where it was', async () => {
    await tabTo('.list-item');
    await page.keyboard.press('j');
    await page.keyboard.press('j');
    const { key } = await focused();
    expect(key).not.toBeNull();
    // Enter goes into the entry, Escape back to its line.
    await page.keyboard.press('Enter');
    await page.locator('.shown .change-bar').waitFor();
    expect(await focused()).toMatchObject({ tag: 'H1', text: 'update_news' });
    await everyone('activity-entry');
    for (let tabs = 0; tabs < 3; tabs += 1) await page.keyboard.press('Tab');
    expect(await page.evaluate(() => document.activeElement?.closest('.detail') !== null)).toBe(true);
    await page.keyboard.press('Escape');
    await page.locator('.detail h1').getByText('Today').waitFor();
    expect((await focused()).key).toBe(key);
    // And on from there; Back from its own button.
    await page.keyboard.press('j');
    const next = (await focused()).key;
    expect(Number(next)).toBeLessThan(Number(key));
    // The entry is open by then, and the focus stays in the list.
    await page.locator('.activity-list .list-item[aria-current=true]').waitFor();
    expect((await focused()).key).toBe(next);
    await page.keyboard.press('k');
    expect((await focused()).key).toBe(key);
    await page.keyboard.press('j');
    await page.keyboard.press('Enter');
    await expect.poll(async () => (await focused()).tag).toBe('H1');
    await person.button(/^Back to the day/).focus();
    await page.keyboard.press('Enter');
    await page.locator('.detail h1').getByText('Today').waitFor();
    expect((await focused()).key).toBe(next);
  }, 120_000);

  it('one day is chosen, and the log is verified; the focus stays on what was pressed', async () => {
    await page.keyboard.press('/');
    await tabTo('#activity-span');
    await page.keyboard.press('o');
    await tabTo('#activity-day');
    await page.locator('#activity-day').fill('2026-01-05');
    await page.getByRole('heading', { name: 'Monday, January 5, 2026' }).waitFor();
    await page.getByText('No call was planned.').waitFor();
    await page.getByText('Nothing was asked.').waitFor();
    await everyone('activity-empty-day');
    const today = new Date();
    await page.locator('#activity-day').fill(`${today.getFullYear()}-${String(today.getMonth() + 1).padStart(2, '0')}-${String(today.getDate()).padStart(2, '0')}`);
    await page.getByText('You were asked 10 times', { exact: false }).waitFor();
    await person.button('Clear search').focus();
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Filters', exact: true }).waitFor();
    expect((await focused()).tag).toBe('INPUT');
    await page.getByRole('heading', { name: 'Today' }).waitFor();
    await page.getByRole('button', { name: 'Verify the log' }).focus();
    await page.keyboard.press('Enter');
    await page.getByText(/The chain is whole/).waitFor();
    expect((await focused()).text).toBe('Verify the log');
    await everyone('activity-verified');
    expect(running.errors).toEqual([]);
  }, 120_000);
});
