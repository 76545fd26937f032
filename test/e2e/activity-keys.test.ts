import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expectAccessible, screenshot, type RunningApp } from './harness.ts';
import { personInWindow, type Person } from './person.ts';

const FIFTY = 50;
let running: RunningApp;
let page: Page;
let person: Person;

/** The page as everybody may have it: both themes, and no barrier in either. */
async function everyone(name: string): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await expectAccessible(page);
    if (process.env['COUNTERSIGN_PICTURES'] === '1') await screenshot(page, `${name}-${colorScheme}`);
  }
}

/** Presses Tab until what is focused fits; fails where the way is longer than a person would go. */
async function tabTo(fits: string, most = 30): Promise<void> {
  for (let tabs = 0; tabs < most; tabs += 1) {
    if (await page.evaluate((selector) => document.activeElement?.matches(selector) ?? false, fits)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`no Tab leads to ${fits}`);
}

/** Plans a change of a title; the call that a person is asked about. */
async function asked(title: string): Promise<string> {
  const reply = await page.evaluate((to) => window.countersign.calls.plan({ serverId: 'demo-cms', tool: 'update_news', args: { id: 'n-1001', title: to } }), title);
  if (!reply.ok) throw new Error(`not planned: ${reply.problem.code}`);
  return reply.value.callId;
}

/** Answers one call by keyboard. Only its own card stands at its address: a press that comes late meets no other. */
async function answer(callId: string, press: string): Promise<void> {
  await page.evaluate((to) => { window.location.hash = `#/approvals/${to}`; }, callId);
  await page.locator('article.card .button[data-armed=true]').waitFor();
  await expect.poll(async () => {
    // Whoever presses too soon presses again.
    if (await page.locator('article.card').count() > 0) await page.keyboard.press(press);
    return page.locator('article.card').count();
  }, { interval: 150, timeout: 15_000 }).toBe(0);
}

const focused = (): Promise<{ tag: string; key: string | null; text: string }> => page.evaluate(() => {
  const at = document.activeElement;
  return { tag: at?.tagName ?? '', key: at?.getAttribute('data-key') ?? null, text: (at?.textContent ?? '').slice(0, 80) };
});

beforeAll(async () => {
  ({ running, page, person } = await personInWindow());
  await person.room('Servers');
  await page.locator('.state-good').first().waitFor();
}, 60_000);
afterAll(() => running.close());

describe('an editor who answered fifty questions in a row', () => {
  it('sees in the day how often they were asked, and that they cannot have read it', async () => {
    for (let n = 0; n < FIFTY; n += 1) await answer(await asked(`Title ${n}`), n % 10 === 9 ? 'Escape' : 'Control+Enter');
    await person.room('Activity');
    await page.getByText('You were asked 50 times, in 1 task.', { exact: false }).waitFor();
    await page.getByText('50 questions of one task: update_news.', { exact: false }).waitFor();
  }, 240_000);

  it('and in German, in a small window', async () => {
    await running.app.evaluate(({ BrowserWindow }) => { BrowserWindow.getAllWindows()[0]?.setContentSize(900, 600); });
    await page.evaluate(async () => { await window.countersign.settings.change({ language: 'de' }); });
    await page.getByText('Sie wurden 50-mal gefragt, in 1 Aufgabe.', { exact: false }).waitFor();
    await everyone('activity-fifty-german');
    await page.evaluate(async () => { await window.countersign.settings.change({ language: 'en' }); });
    await page.getByText('You were asked 50 times', { exact: false }).waitFor();
  });

  it('no name in the list is torn where it could break at a joint', async () => {
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
  it('the log is searched, filtered, walked, opened and left again, with the focus where it was', async () => {
    await page.keyboard.press('g');
    await page.keyboard.press('v');
    await page.getByRole('searchbox').waitFor();
    await page.keyboard.press('/');
    expect((await focused()).tag).toBe('INPUT');
    await page.keyboard.type('update_news');
    await page.getByText(/^\d+ entr(y|ies)( so far)?$/).first().waitFor();
    await everyone('activity-search');
    await tabTo('.activity-filter summary');
    await page.keyboard.press('Enter');
    await tabTo('#activity-outcome');
    await page.keyboard.press('e');
    await page.getByText('Filters (1 set)').waitFor();
    await page.getByText(/^\d+ entr(y|ies)( so far)?$/).first().waitFor();
    await everyone('activity-filter');
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
    await tabTo('.detail .toggle button', 40);
    await page.keyboard.press('Escape');
    await page.locator('.detail h1').getByText('Today').waitFor();
    expect((await focused()).key).toBe(key);
    // And on from there.
    await page.keyboard.press('j');
    expect((await focused()).key).not.toBe(key);
    await page.keyboard.press('Enter');
    const next = await page.evaluate(() => window.location.hash.split('/').at(-1));
    await expect.poll(async () => (await focused()).tag).toBe('H1');
    for (let tabs = 0; tabs < 3; tabs += 1) await page.keyboard.press('Tab');
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
    // A day with calls in it, in a small window and a wide one.
    const today = new Date();
    await page.locator('#activity-day').fill(`${today.getFullYear()}-${String(today.getMonth() + 1).padStart(2, '0')}-${String(today.getDate()).padStart(2, '0')}`);
    await page.getByText('You were asked 50 times', { exact: false }).waitFor();
    await everyone('activity-day');
    await running.app.evaluate(({ BrowserWindow }) => { BrowserWindow.getAllWindows()[0]?.setContentSize(1800, 1000); });
    await everyone('activity-day-wide');
    await page.evaluate(async () => { await window.countersign.settings.change({ language: 'de' }); });
    await running.app.evaluate(({ BrowserWindow }) => { BrowserWindow.getAllWindows()[0]?.setContentSize(900, 600); });
    await page.getByText('Sie wurden 50-mal gefragt', { exact: false }).waitFor();
    await everyone('activity-day-german');
    await page.evaluate(async () => { await window.countersign.settings.change({ language: 'en' }); });
    await page.getByText('You were asked 50 times', { exact: false }).waitFor();
    await page.getByRole('button', { name: 'Verify the log' }).focus();
    await page.keyboard.press('Enter');
    await page.getByText(/The chain is whole/).waitFor();
    expect((await focused()).text).toBe('Verify the log');
    await everyone('activity-verified');
    expect(running.errors).toEqual([]);
  }, 60_000);
});
