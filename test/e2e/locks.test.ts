import { copyFileSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expectAccessible, picture, root, type RunningApp } from './harness.ts';
import { MachinePolicy } from './machine-policy.ts';
import { personInWindow, type Person } from './person.ts';

const machine = new MachinePolicy();
let folder: string;
let running: RunningApp;
let page: Page;
let person: Person;
const inGerman = async (name: string, place = (): Promise<void> => Promise.resolve()): Promise<void> => {
  await page.evaluate(async () => { await window.countersign.settings.change({ language: 'de' }); });
  await page.getByText('Von Ihrer Organisation gesperrt.').first().waitFor();
  await expectAccessible(page);
  await place();
  await picture(page, `${name}-german`);
  await page.evaluate(async () => { await window.countersign.settings.change({ language: 'en' }); });
};

beforeAll(async () => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'countersign-locks-')));
  const file = join(folder, 'definition.json');
  writeFileSync(file, JSON.stringify({ name: 'add_note', description: 'Adds a note.', inputSchema: { type: 'object' } }));
  ({ running, page, person } = await personInWindow({ env: machine.env, size: { width: 900, height: 600 } }));
  // A place of its own: of the repository, each file that is written meanwhile would make it another launch.
  const server = join(folder, 'server.mjs');
  copyFileSync(join(root, 'test/servers/drifting.mjs'), server);
  await person.paste('notes', { command: process.execPath, args: [server, file], env: { NOTES_TOKEN: 'ghp_0123456789abcdefghijklmnop' } });
  await person.consent();
  await person.button(/^Review \d+ definitions?/).waitFor();
  machine.put({ locks: ['review-servers', 'secrets'] });
});
afterAll(async () => {
  await running.close();
  machine.remove();
  rmSync(folder, { recursive: true, force: true });
});

describe('a person whose organisation keeps reviews and secrets to itself', () => {
  it('sees on the server that its secrets are locked, and who to ask', async () => {
    await page.getByText('Replace a secret').click();
    const locked = page.getByRole('region', { name: 'Secrets are set by your organisation:' });
    await locked.getByText('NOTES_TOKEN').waitFor();
    await locked.getByText('Locked by your organisation.').waitFor();
    await locked.getByText('IT service desk, Town of Example, it@example.org').waitFor();
    expect(await page.locator('input[type=password]').count()).toBe(0);
    await expectAccessible(page);
    const place = (): Promise<void> => page.locator('.secrets').last().scrollIntoViewIfNeeded();
    await place();
    await picture(page, 'locked-secrets');
    await inGerman('locked-secrets', place);
  });

  it('cannot accept in a review, sees why, can still block, and can hand it to IT', async () => {
    await person.button(/^Review \d+ definitions?/).click();
    await page.getByText('Locked by your organisation.').waitFor();
    const accept = page.getByRole('radio', { name: 'Accept' });
    await accept.first().waitFor();
    expect(await accept.first().isDisabled()).toBe(true);
    expect(await person.button(/^Accept all/).isDisabled()).toBe(true);
    expect(await person.button('Finish, blocking only').isDisabled()).toBe(true);
    expect(await person.button('Ask IT to review').isEnabled()).toBe(true);
    await expectAccessible(page);
    await picture(page, 'locked-review');
    await inGerman('locked-review');
    // By keyboard alone.
    await page.getByRole('radio', { name: 'Block' }).first().focus();
    await page.keyboard.press('Space');
    await person.button('Finish, blocking only').focus();
    await page.keyboard.press('Enter');
    await page.getByText(/0 reviewed, 0 new/).waitFor();
    expect(running.errors).toEqual([]);
  });
});
