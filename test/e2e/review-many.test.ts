import { copyFileSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { root, type RunningApp } from './harness.ts';
import { personInWindow, type Person } from './person.ts';

const COUNT = 1_200;
const tools = (changed: boolean): object[] => Array.from({ length: COUNT }, (_, at) => ({
  name: `page_${String(at).padStart(4, '0')}`, description: `Saves page ${at}.${changed && at === COUNT - 1 ? ' And mails it.' : ''}`, inputSchema: { type: 'object', properties: { text: { type: 'string' } } },
}));

let running: RunningApp;
let page: Page;
let person: Person;
let folder: string;
let offer: string;

beforeAll(async () => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'countersign-many-')));
  offer = join(folder, 'offer.json');
  writeFileSync(offer, JSON.stringify({ tools: tools(false) }));
  ({ running, page, person } = await personInWindow());
  // A place of its own: of the repository, each file that is written meanwhile would make it another launch.
  const server = join(folder, 'server.mjs');
  copyFileSync(join(root, 'test/servers/drifting.mjs'), server);
  await person.paste('Many', { command: process.execPath, args: [server, offer] });
  await person.consent();
});
afterAll(async () => {
  await running.close();
  rmSync(folder, { recursive: true, force: true });
});

const toEnd = (): Promise<void> => page.locator('.review-scroll').evaluate((box) => { box.scrollTop = box.scrollHeight; });
/** Scrolls on until the last definition stands there: what is measured on the way moves the end. */
async function lastItem(): Promise<void> {
  const last = page.locator(`[data-item="tool/page_${COUNT - 1}"]`);
  for (let turn = 0; turn < 40 && await last.count() === 0; turn += 1) {
    await toEnd();
    await page.waitForTimeout(100);
  }
  await last.waitFor();
}

describe('a review of more definitions than a window is sent at once', () => {
  it('shows the last one whole once it is in sight, and takes a decision on it beside one for all others', async () => {
    await person.button(/^Review [\d,.]+ definitions/).click();
    await page.locator('[data-item="tool/page_0000"]').waitFor();
    await lastItem();
    const last = page.locator(`[data-item="tool/page_${COUNT - 1}"]`);
    await last.getByText(`Saves page ${COUNT - 1}.`).first().waitFor();
    await last.getByLabel('Block', { exact: true }).check();
    await page.locator('.review-scroll').evaluate((box) => { box.scrollTop = 0; });
    await person.button(/^Accept all/).click();
    await page.getByText(/1,?199 accepted, 1 blocked, 0 left/).waitFor();
    await person.button('Finish review').click();
    await page.getByText(/1,?199 reviewed, 0 new, 0 changed, 1 blocked/).waitFor();
  });

  it('leads to the one that changed, with what stood there before', async () => {
    writeFileSync(offer, JSON.stringify({ tools: tools(true) }));
    await person.button('Stop').click();
    await person.button('Start').click();
    await person.button(/^Review 1 definition/).click();
    const changed = page.locator(`[data-item="tool/page_${COUNT - 1}"]`);
    await changed.getByText('And mails it.', { exact: false }).first().waitFor();
    expect(running.errors).toEqual([]);
  });
});
