import { execFileSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expectAccessible, freshHome, screenshot, type RunningApp } from './harness.ts';
import { personInWindow, type Person } from './person.ts';

const home = freshHome();
let running: RunningApp;
let page: Page;
let person: Person;

/** Locks every collection of this session's Secret Service, as a system does when it locks itself. False where none can be locked. */
function lockKeychain(): boolean {
  const service = (path: string, method: string, ...more: readonly string[]): string =>
    execFileSync('dbus-send', ['--session', '--print-reply', '--dest=org.freedesktop.secrets', path, method, ...more], { encoding: 'utf8', stdio: 'pipe' });
  try {
    const said = service('/org/freedesktop/secrets', 'org.freedesktop.DBus.Properties.Get', 'string:org.freedesktop.Secret.Service', 'string:Collections');
    const collections = [...said.matchAll(/"(\/org\/freedesktop\/secrets\/collection\/[^"]+)"/g)].map(([, path]) => path);
    service('/org/freedesktop/secrets', 'org.freedesktop.Secret.Service.Lock', `array:objpath:${collections.join(',')}`);
    return true;
  } catch (error) {
    process.stdout.write(`SKIPPED: the window is not shown over a locked keychain, for none can be locked here (${String(error).split('\n')[0]}).\n`);
    return false;
  }
}

/** Opens it again with the password that the session of these tests was begun with. */
function unlockKeychain(): void {
  execFileSync('gnome-keyring-daemon', ['--unlock'], { input: 'test', stdio: ['pipe', 'ignore', 'ignore'], timeout: 10_000 });
}

async function everyone(name: string): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await expectAccessible(page);
    if (process.env['COUNTERSIGN_PICTURES'] === '1') await screenshot(page, `${name}-${colorScheme}`);
  }
}

let locked = false;
beforeAll(async () => {
  ({ running, page, person } = await personInWindow({ home }));
  await person.plan('list_projects', {});
  await page.getByRole('heading', { name: 'Executed' }).waitFor();
  await running.close();
  locked = lockKeychain();
  ({ running, page, person } = await personInWindow({ home, size: { width: 900, height: 600 } }));
}, 120_000);
afterAll(async () => {
  await running.close();
  if (locked) unlockKeychain();
  rmSync(home, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
}, 60_000);

describe('a home whose keychain is locked', () => {
  it('says over every room that nothing is trusted until it is unlocked, and what to do', async ({ skip }) => {
    if (!locked) skip();
    for (const room of ['Servers', 'Activity']) {
      await person.room(room);
      await page.getByText('The keychain does not answer, so the seals on trust, reviews and grants cannot be checked.', { exact: false }).waitFor({ timeout: 60_000 });
    }
    await page.getByText('Nothing of them holds until it does: unlock the keychain and start Countersign again.', { exact: false }).waitFor();
    await everyone('keychain-locked');
  }, 90_000);

  it('shows in Activity that what was kept of a call cannot be read, and that it still is on record; in German too', async ({ skip }) => {
    if (!locked) skip();
    await page.locator('.activity-list').getByText('list_projects').first().click();
    await page.getByText('The content cannot be read: the keychain does not answer or holds another key.').waitFor({ timeout: 60_000 });
    await everyone('keychain-locked-entry');
    await page.evaluate(async () => { await window.countersign.settings.change({ language: 'de' }); });
    await page.getByText('Der Inhalt ist nicht lesbar: Der Schlüsselbund antwortet nicht oder hält einen anderen Schlüssel.').waitFor();
    await everyone('keychain-locked-entry-german');
    expect(running.errors).toEqual([]);
  }, 90_000);
});
