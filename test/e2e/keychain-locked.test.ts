import { rmSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expectAccessible, freshHome, picture, type RunningApp } from './harness.ts';
import { ownKeyring, type OwnKeyring } from './own-keyring.ts';
import { personInWindow, type Person } from './person.ts';

const home = freshHome();
let running: RunningApp;
let page: Page;
let person: Person;

async function everyone(name: string): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await expectAccessible(page);
  }
  await picture(page, name);
}

let keyring: OwnKeyring | null = null;
beforeAll(async () => {
  keyring = await ownKeyring();
  if (keyring === null) return;
  const { env } = keyring;
  ({ running, page, person } = await personInWindow({ home, env }));
  await person.plan('list_projects', {});
  await page.getByRole('heading', { name: 'Executed' }).waitFor();
  await running.close();
  keyring.lock();
  ({ running, page, person } = await personInWindow({ home, env, size: { width: 900, height: 600 } }));
}, 120_000);
afterAll(async () => {
  if (keyring !== null) await running.close();
  keyring?.close();
  rmSync(home, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
}, 60_000);

describe('a home whose keychain is locked', () => {
  it('says over every room that nothing is trusted until it is unlocked, and what to do', async ({ skip }) => {
    if (keyring === null) skip();
    for (const room of ['Servers', 'Activity']) {
      await person.room(room);
      await page.getByText('The keychain does not answer, so the seals on trust, reviews and standing permissions cannot be checked.', { exact: false }).waitFor({ timeout: 60_000 });
    }
    await page.getByText('Nothing of them holds until it does: unlock the keychain and start Countersign again.', { exact: false }).waitFor();
    await everyone('keychain-locked');
  }, 90_000);

  it('shows in Activity that what was kept of a call cannot be read, and that it still is on record; in German too', async ({ skip }) => {
    if (keyring === null) skip();
    await page.locator('.activity-list').getByText('list_projects').first().click();
    await page.getByText('The content cannot be read: the keychain does not answer or holds another key.').waitFor({ timeout: 60_000 });
    await everyone('keychain-locked-entry');
    await page.evaluate(async () => { await window.countersign.settings.change({ language: 'de' }); });
    await page.getByText('Der Inhalt ist nicht lesbar: Der Schlüsselbund antwortet nicht oder hält einen anderen Schlüssel.').waitFor();
    await everyone('keychain-locked-entry-german');
    expect(running.errors).toEqual([]);
  }, 90_000);
});
