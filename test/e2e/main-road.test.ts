import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { personInWindow, type Person } from './person.ts';
import { expectAccessible, root, type RunningApp } from './harness.ts';

const SERVER = join(root, 'node_modules/@modelcontextprotocol/server-filesystem/dist/index.js');
const BEFORE = 'Guten Tag\nzweite Zeile\n';
const AFTER = 'Guten Tag\nzweite Zeile, geändert\nschöne Grüße 👋\n';

/** One tool call from server to receipt, in the real window, with a real server and real files. */
describe('the main road', () => {
  let running: RunningApp;
  let page: Page;
  let person: Person;
  const button = (name: string | RegExp) => person.button(name);
  let folder: string;
  let file: string;

  beforeAll(async () => {
    folder = realpathSync(mkdtempSync(join(tmpdir(), 'countersign-files-')));
    file = join(folder, 'note.txt');
    writeFileSync(file, BEFORE);
    ({ running, page, person } = await personInWindow());
  });
  afterAll(async () => {
    await running.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const planWrite = async (content: string): Promise<void> => {
    await person.plan('write_file', { path: file, content });
    await page.getByText('zweite Zeile').first().waitFor();
  };

  it('shows exactly what a first start would run, and starts nothing before the yes', async () => {
    await person.paste('files', { command: process.execPath, args: [SERVER, folder] });
    await button('Look at what would run').click();
    await page.getByText('This program would run').waitFor();
    const boxes = await page.getByText(SERVER, { exact: true }).count();
    expect(boxes).toBeGreaterThan(0);
    expect(await page.getByText(folder, { exact: true }).count()).toBeGreaterThan(0);
    await expectAccessible(page);
    await button('Run this').click();
  });

  it('holds the tools back until they were reviewed', async () => {
    await button(/^Review \d+ definitions/).click();
    await page.getByText('How far do you trust this server?').waitFor();
    expect(await page.getByRole('radio', { name: /Restricted/ }).isChecked()).toBe(true);
    await expectAccessible(page);
    await button(/^Accept all/).click();
    await button('Finish review').click();
    await page.getByText(/14 reviewed|\d+ reviewed, 0 new/).waitFor();
  });

  it('shows the diff of a write and leaves the file alone when it is denied', async () => {
    await planWrite(AFTER);
    await expectAccessible(page);
    await person.deny();
    await page.getByRole('heading', { name: 'Denied' }).waitFor();
    expect(readFileSync(file, 'utf8')).toBe(BEFORE);
  });

  it('writes exactly the shown bytes when it is approved', async () => {
    await planWrite(AFTER);
    await person.approve();
    await page.getByRole('heading', { name: 'Executed' }).waitFor();
    expect(readFileSync(file, 'utf8')).toBe(AFTER);
    await page.getByText('Read again: it is as shown.').waitFor();
  });

  it('has the call on record, and the log verifies, in the window and on the command line', async () => {
    await person.room('Activity');
    await page.getByText('write_file').first().waitFor();
    await button('Verify the log').click();
    await page.getByText(/The chain is whole/).waitFor();
    await expectAccessible(page);
    const answer = execFileSync(process.execPath, [join(root, 'out/cli/countersign.cjs'), 'audit', 'verify', join(running.home, 'audit')], { encoding: 'utf8' });
    expect(JSON.parse(answer)).toMatchObject({ ok: true, anchored: 'keychain' });
  });

  it('wrote nothing to the console that went wrong', () => {
    expect(running.errors).toEqual([]);
  });
});
