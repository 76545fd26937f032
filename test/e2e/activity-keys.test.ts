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
    await person.room('Approvals');
    for (let n = 0; n < FIFTY; n += 1) {
      await page.evaluate(async (title) => { await window.countersign.calls.plan({ serverId: 'demo-cms', tool: 'update_news', args: { id: 'n-1001', title } }); }, `Title ${n}`);
      await person.room('Approvals');
      await page.locator('article.card .bar').getByText('update_news', { exact: true }).waitFor();
      await page.locator('.button[data-armed=true]').waitFor();
      // Whoever presses too soon presses again.
      await expect.poll(async () => {
        if (await page.locator('article.card').count() > 0) await page.keyboard.press(n % 10 === 9 ? 'Escape' : 'Control+Enter');
        return page.locator('article.card').count();
      }, { interval: 150, timeout: 15_000 }).toBe(0);
    }
    await person.room('Activity');
    await page.getByText('You were asked 50 times, in 1 task.', { exact: false }).waitFor();
    await page.getByText('50 questions of one task: update_news', { exact: false }).waitFor();
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
  it('the log is searched, filtered, and walked, and the focus goes with the line', async () => {
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
    expect(running.errors).toEqual([]);
  }, 120_000);
});
