import { mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expectAccessible, picture, root, type RunningApp } from './harness.ts';
import { personInWindow, type Person } from './person.ts';

const SERVER = join(root, 'node_modules/@modelcontextprotocol/server-filesystem/dist/index.js');

/** What was allowed for longer, from the card to the screen where it is taken back, with a real server and real files. */
describe('a standing permission', () => {
  let running: RunningApp;
  let page: Page;
  let person: Person;
  let folder: string;
  let file: string;

  beforeAll(async () => {
    folder = realpathSync(mkdtempSync(join(tmpdir(), 'countersign-grants-')));
    file = join(folder, 'note.txt');
    writeFileSync(file, 'before\n');
    ({ running, page, person } = await personInWindow());
    await person.paste('files', { command: process.execPath, args: [SERVER, folder] });
    await person.consent();
    await person.button(/^Review \d+ definitions/).click();
    await page.getByRole('radio', { name: /^Trusted/ }).check();
    await person.button(/^Accept all/).click();
    await person.button('Finish review').click();
    await page.getByText(/\d+ reviewed, 0 new/).waitFor();
  });
  afterAll(async () => {
    await running.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it('is given with an approval, for any text in this file, three more times', async () => {
    await person.plan('write_file', { path: file, content: 'one\n' });
    await page.getByText('Allow for longer', { exact: true }).click();
    await page.getByRole('radio', { name: 'so many more times' }).check();
    await page.getByLabel('Number of times').fill('3');
    await page.getByLabel('content').selectOption('any');
    await expectAccessible(page);
    await picture(page, 'grant-offer');
    await page.locator('button:enabled', { hasText: 'Approve and allow for longer' }).click();
    await page.getByRole('heading', { name: 'Carried out' }).or(page.locator('.outcome-executed')).first().waitFor();
    expect(readFileSync(file, 'utf8')).toBe('one\n');
  });

  it('answers the next call without a question', async () => {
    await person.plan('write_file', { path: file, content: 'two\n' });
    await page.locator('.outcome-executed').waitFor();
    expect(readFileSync(file, 'utf8')).toBe('two\n');
    expect(await page.locator('article.card').count()).toBe(0);
  });

  it('stands on one screen with what it covers and what ends it, and is taken back there', async () => {
    await page.evaluate(() => { window.location.hash = '#/approvals/grants'; });
    await page.getByRole('heading', { name: 'Standing permissions' }).waitFor();
    await page.getByText('2 more times of 3').waitFor();
    await page.getByText('any one value').waitFor();
    await page.getByText('when launch, trust, definition, role or policy change').waitFor();
    await expectAccessible(page);
    await picture(page, 'grants');
    await page.evaluate(async () => { await window.countersign.settings.change({ language: 'de' }); });
    await page.getByRole('heading', { name: 'Dauerfreigaben' }).waitFor();
    await expectAccessible(page);
    await picture(page, 'grants-german');
    await page.evaluate(async () => { await window.countersign.settings.change({ language: 'en' }); });
    await person.button(/^Take back/).click();
    await page.getByText(/: taken back$/).waitFor();
    expect(await page.getByRole('button', { name: /^Take back/ }).count()).toBe(0);
  });

  it('asks again afterwards', async () => {
    await person.plan('write_file', { path: file, content: 'three\n' });
    await person.deny();
    await page.getByRole('heading', { name: 'Denied' }).waitFor();
    expect(readFileSync(file, 'utf8')).toBe('two\n');
  });

  it('has left no error in the page', () => {
    expect(running.errors).toEqual([]);
  });
});
