import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { RunningApp } from './harness.ts';
import { personInWindow, type Person } from './person.ts';

/** Longer than a question must have stood before it is answered. */
const HELD_MS = 1_300;

let running: RunningApp;
let page: Page;
let person: Person;

/** The open questions, in the order they were asked. */
const open = (): Promise<string[]> => page.evaluate(async () => {
  const reply = await window.countersign.approvals.list({});
  return reply.ok ? reply.value.map(({ callId }) => callId) : [];
});
const opened = (): Promise<string | null> => page.evaluate(() => document.querySelector('.inbox [aria-current=true]')?.id.replace('inbox-', '') ?? null);

/** Asks about three objects, and opens the first question once it may be answered. */
async function three(): Promise<[first: string, second: string, third: string]> {
  const ids = await page.evaluate(async () => {
    const asked: string[] = [];
    for (const id of ['n-1001', 'n-1002', 'n-1005']) {
      const reply = await window.countersign.calls.plan({ serverId: 'demo-cms', tool: 'update_news', args: { id, title: 'A title' } });
      if (reply.ok) asked.push(reply.value.callId);
    }
    return asked;
  });
  await expect.poll(open).toHaveLength(3);
  // As they stand in the inbox: a preview that was ready earlier was asked about earlier.
  const [first = '', second = '', third = ''] = await page.evaluate(async () => {
    const reply = await window.countersign.approvals.list({});
    return reply.ok ? reply.value.toSorted((a, b) => (a.askedAt < b.askedAt ? -1 : a.askedAt > b.askedAt ? 1 : 0)).map(({ callId }) => callId) : [];
  });
  expect(ids.toSorted()).toEqual([first, second, third].toSorted());
  await page.evaluate((to) => { window.location.hash = `#/approvals/${to}`; }, first);
  await expect.poll(opened).toBe(first);
  await page.locator('article.card .button[data-armed=true]').waitFor();
  return [first, second, third];
}

/** Holds a key as a keyboard does: pressed once, then repeated until it is let go. */
async function hold(key: string): Promise<void> {
  await page.keyboard.down(key);
  for (const until = Date.now() + HELD_MS; Date.now() < until;) {
    await page.waitForTimeout(35);
    await page.keyboard.down(key);
  }
  await page.keyboard.up(key);
}

beforeAll(async () => {
  ({ running, page, person } = await personInWindow());
  await person.serversRun();
}, 60_000);
afterAll(() => running.close());
afterEach(async () => {
  for (const callId of await open()) await page.evaluate((id) => window.countersign.calls.cancel({ callId: id }), callId);
  await expect.poll(open).toEqual([]);
  expect(running.errors).toEqual([]);
});

describe('a key that answers one question answers no other', () => {
  it.each(['Escape', 'Enter'])('however long %s is held', async (key) => {
    const [first, second, third] = await three();
    await hold(key);
    expect((await open()).toSorted()).toEqual([second, third].toSorted());
    expect(await opened()).not.toBe(first);
  });

  it('however long Control and Enter are held', async () => {
    const [first, second, third] = await three();
    await page.keyboard.down('Control');
    await hold('Enter');
    await page.keyboard.up('Control');
    expect((await open()).toSorted()).toEqual([second, third].toSorted());
    expect(await opened()).not.toBe(first);
  });

  it.each(['Escape', 'Enter', 'Control+Enter'])('and %s pressed twice in a row answers once', async (key) => {
    const [first] = await three();
    await page.keyboard.press(key);
    await expect.poll(opened, { interval: 10 }).not.toBe(first);
    await page.locator('article.card').waitFor();
    await page.keyboard.press(key);
    await page.waitForTimeout(150);
    expect(await open()).toHaveLength(2);
  });

  it('and neither does a double click on Deny', async () => {
    const [first] = await three();
    const deny = await page.getByRole('button', { name: /^Deny/ }).boundingBox();
    const [x, y] = [(deny?.x ?? 0) + 10, (deny?.y ?? 0) + 10];
    await page.mouse.click(x, y);
    await expect.poll(opened, { interval: 10 }).not.toBe(first);
    await page.locator('article.card').waitFor();
    await page.mouse.click(x, y);
    await page.waitForTimeout(150);
    expect(await open()).toHaveLength(2);
  });

  it('and Enter held on a line of the inbox opens its question and does not deny it', async () => {
    const [, second] = await three();
    await page.locator(`#inbox-${second}`).focus();
    await hold('Enter');
    expect(await opened()).toBe(second);
    expect(await open()).toHaveLength(3);
  });
});
