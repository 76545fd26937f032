import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expectAccessible, launchApp, type RunningApp } from './harness.ts';
import { personAt } from './person.ts';

let running: RunningApp;
let page: Page;
const approve = () => page.locator('.button[data-armed]');
const field = (name: string) => page.locator(`[id="form/${name}"]`);

/** Plans a call of the demo CMS and waits for its question. */
async function plan(tool: string, args: Readonly<Record<string, string>>): Promise<void> {
  const id = await page.evaluate(async () => {
    const reply = await window.countersign.servers.list({});
    return reply.ok ? reply.value[0]?.id ?? '' : '';
  });
  await page.evaluate(([server, name]) => { window.location.hash = `#/tools/${server}/${name}`; }, [id, tool] as const);
  await page.getByRole('heading', { name: tool, exact: true }).waitFor();
  for (const [name, value] of Object.entries(args)) await field(name).fill(value);
  await page.locator('form button[type=submit]').click();
  await page.locator('article.card .bar').getByText(tool, { exact: true }).waitFor();
}

/** Whether the focus is in the form of the arguments in the very turn in which it appears. A later turn would take it from whoever began to type. */
const focusAsFormAppears = (): Promise<boolean> => page.evaluate(() => new Promise((resolve) => {
  const observer = new MutationObserver(() => {
    const form = document.querySelector('.edit form');
    if (form === null) return;
    observer.disconnect();
    resolve(form.contains(document.activeElement));
  });
  observer.observe(document.body, { childList: true, subtree: true });
}));

const isOpen = (tool: string) => page.locator('article.card .bar').getByText(tool, { exact: true }).isVisible();

beforeAll(async () => {
  running = await launchApp();
  page = running.page;
  await personAt(page).serversRun();
});
afterAll(() => running.close());

describe('a question in the window', () => {
  it('has the focus on Deny, and an Approve that comes alive only after half a second', async () => {
    const began = Date.now();
    await plan('update_news', { id: 'n-1001', title: 'First title' });
    expect(await page.evaluate(() => document.activeElement?.textContent)).toContain('Deny');
    await page.locator('.button[data-armed=true]').waitFor();
    expect(Date.now() - began).toBeGreaterThan(500);
  });

  it('becomes a new one with a preview of its own when its arguments are edited', async () => {
    const before = await page.locator('.foot code').textContent();
    const focused = focusAsFormAppears();
    await page.keyboard.press('e');
    expect(await focused).toBe(true);
    await field('title').fill('Second title');
    await page.getByRole('button', { name: 'Preview again' }).click();
    await page.locator('.change').getByText('Second title').waitFor();
    expect(await page.locator('.change').getByText('First title').count()).toBe(0);
    expect(await page.locator('.foot code').textContent()).not.toBe(before);
  });

  it('shows everything as JSON and why it is asked, and neither key answers it', async () => {
    await page.keyboard.press('j');
    await page.getByRole('dialog').getByText('"callId"').waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'hidden' });
    await page.keyboard.press('?');
    await page.getByText(/no standing permission covers it/).waitFor();
    expect(await isOpen('update_news')).toBe(true);
    await expectAccessible(page);
  });

  it('that is grave wants its word, typed and not pasted, and opens the next one once it is denied', async () => {
    await plan('delete_news', { id: 'n-1002' });
    await page.waitForTimeout(600);
    expect(await approve().isEnabled()).toBe(false);
    await page.keyboard.press('Control+Enter');
    expect(await isOpen('delete_news')).toBe(true);
    await page.getByLabel(/To approve, type/).fill('delet');
    expect(await approve().isEnabled()).toBe(false);
    await page.getByLabel(/To approve, type/).fill('delete');
    expect(await approve().isEnabled()).toBe(true);
    await expectAccessible(page);
    await page.getByRole('button', { name: /^Deny/ }).click();
    await page.locator('article.card .bar').getByText('update_news', { exact: true }).waitFor();
  });

  it('is approved by keyboard alone, and its receipt takes its place', async () => {
    await page.locator('.button[data-armed=true]').waitFor();
    await page.keyboard.press('Control+Enter');
    await page.getByRole('heading', { name: 'Executed' }).waitFor();
    await page.getByText('Read again: it is as shown.').waitFor();
  });

  it('shows arguments only where reading would ask, and before and after once it may look first', async () => {
    await page.evaluate(async () => {
      const reply = await window.countersign.servers.list({});
      if (reply.ok) await window.countersign.servers.trust({ serverId: reply.value[0]?.id ?? '', trust: 'untrusted' });
    });
    await plan('update_news', { id: 'n-1003', title: 'Seen only after looking' });
    await page.getByText('Arguments only').waitFor();
    await page.getByText(/^Look first: \d+ reads?/).click();
    await page.locator('.look-list').getByText('get_news', { exact: true }).waitFor();
    await page.getByRole('button', { name: /^Allow th(is|ese)/ }).click();
    await page.getByText('Before and after, as the server reports').waitFor();
    await page.locator('.cell-now').getByText('Seen only after looking').first().waitFor();
    await personAt(page).deny();
    await page.getByRole('heading', { name: 'Denied' }).waitFor();
  });

  it('never makes the window scroll sideways, in German and in the smallest window', async () => {
    await page.evaluate(async () => { await window.countersign.settings.change({ language: 'de' }); });
    await running.app.evaluate(({ BrowserWindow }) => { BrowserWindow.getAllWindows()[0]?.setContentSize(900, 600); });
    await page.reload();
    for (const room of ['Freigaben', 'Werkzeuge', 'Server', 'Verlauf', 'Einstellungen']) {
      await page.locator('.rail').getByRole('link', { name: room }).click();
      await page.locator('main:visible').first().waitFor();
      // A room that is still being loaded has no heading yet.
      await page.locator('main h1:visible').first().waitFor();
      const wide = await page.evaluate(() => [...document.querySelectorAll('main, main *')].filter((one) => one.scrollWidth > one.clientWidth + 1 && getComputedStyle(one).overflowX === 'auto').length);
      expect(wide, room).toBe(0);
      await expectAccessible(page);
    }
    expect(running.errors).toEqual([]);
  });
});
