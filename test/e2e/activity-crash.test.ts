import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addReviewed } from './added-server.ts';
import { expectAccessible, freshHome, launchApp, picture, root, type RunningApp } from './harness.ts';
import { personAt, type Person } from './person.ts';

const home = freshHome();
let running: RunningApp;
let page: Page;
let person: Person;

const logged = (): string => readdirSync(join(home, 'audit')).filter((name) => name.endsWith('.jsonl')).map((name) => readFileSync(join(home, 'audit', name), 'utf8')).join('');
const intents = (): number => logged().split('\n').filter((line) => line.includes('"type":"intent"') && line.includes('"name":"slow"')).length;
const banner = () => page.getByRole('alert').filter({ has: page.getByRole('link') });

async function start(language: 'en' | 'de'): Promise<void> {
  running = await launchApp({ home, language, size: { width: 900, height: 600 } });
  page = running.page;
  person = personAt(page);
}

/** The whole app dies in one moment, as in a crash: nothing is closed, nothing is written any more. */
async function kill(): Promise<void> {
  const gone = new Promise((resolve) => { running.app.process().once('exit', resolve); });
  running.app.process().kill('SIGKILL');
  await gone;
}

/** Sends a call to a server that never answers, and waits until it is out. */
async function callOut(serverId: string): Promise<void> {
  const before = intents();
  await page.evaluate(async (call) => { await window.countersign.calls.plan(call); }, { serverId, tool: 'slow', args: {} });
  await person.room('Approvals');
  await page.locator('.button[data-armed]').waitFor();
  await person.approve();
  await expect.poll(intents).toBe(before + 1);
}

let serverId: string;
beforeAll(async () => {
  await start('en');
  serverId = await addReviewed(page, { kind: 'local', name: 'silent', command: process.execPath, args: [join(root, 'test/servers/evil.mjs')], env: [], cwd: home, class: 'local', environment: 'test' });
}, 60_000);
afterAll(async () => {
  await running.close();
  rmSync(home, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
});

describe('the app is killed while a call is out', () => {
  it('says at the next start which call has an unknown end and what to do, in every room', async () => {
    await callOut(serverId);
    await kill();
    await start('en');
    await banner().getByText('Countersign ended while a call was out. Whether it was carried out is not known: look in the system itself before you plan it again.').waitFor();
    await banner().getByRole('link', { name: 'silent · slow' }).waitFor();
    for (const room of ['Servers', 'Settings', 'Approvals']) {
      await person.room(room);
      await banner().waitFor();
    }
    await expectAccessible(page);
    await picture(page, 'crash-notice');
  }, 90_000);

  it('leads by keyboard to the call, whose entry says the same', async () => {
    await banner().getByRole('link').focus();
    await page.keyboard.press('Enter');
    await page.locator('main h1').getByText('slow').waitFor();
    await page.locator('main .facts').getByText('Unknown', { exact: true }).waitFor();
    await page.locator('main').getByText('The call was sent, its outcome is not known. Look in the system itself before you try again.').waitFor();
    await expectAccessible(page);
    await picture(page, 'crash-entry');
  });

  it('keeps saying it, over a second crash and in German, with every call by name', async () => {
    await callOut(serverId);
    await kill();
    await start('de');
    await banner().getByText('Countersign endete, während 2 Aufrufe unterwegs waren. Ob sie ausgeführt wurden, ist nicht bekannt: Sehen Sie in den Systemen selbst nach, bevor Sie sie erneut planen.').waitFor();
    expect(await banner().getByRole('link').count()).toBe(2);
    await person.room('Verlauf');
    await page.locator('main').getByText(/Der Ausgang von 2 Aufrufen ist unbekannt/).waitFor();
    await expectAccessible(page);
    await picture(page, 'crash-notice-german');
  }, 90_000);

  it('until somebody says that they looked, by keyboard; then never again, and that is on record', async () => {
    await banner().getByRole('button', { name: 'Ich habe nachgesehen' }).focus();
    await page.keyboard.press('Enter');
    await banner().waitFor({ state: 'detached' });
    expect(await page.evaluate(() => document.activeElement?.tagName)).not.toBe('BODY');
    await expect.poll(() => logged().split('"what":"alarm-looked-at"').length - 1).toBe(2);
    await running.close();
    await start('en');
    await person.room('Activity');
    await page.getByRole('heading', { name: 'Today' }).waitFor();
    expect(await banner().count()).toBe(0);
    await person.button('Verify the log').click();
    await page.getByText(/The chain is whole/).waitFor();
    expect(running.errors).toEqual([]);
  }, 60_000);
});
