import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expectAccessible, launchApp, type RunningApp } from './harness.ts';
import { personAt, type Person } from './person.ts';

/** Skills in the real window: what they plan is seen whole, approved, and there afterwards. */
describe('skills', () => {
  let running: RunningApp;
  let page: Page;
  let person: Person;

  beforeAll(async () => {
    running = await launchApp();
    page = running.page;
    person = personAt(page);
  });
  afterAll(() => running.close());

  const start = async (title: string): Promise<void> => {
    await person.room('Skills');
    await page.locator('.skills-list').getByRole('link', { name: title }).click();
    await page.getByRole('heading', { name: title, level: 1 }).waitFor();
  };

  it('says of each skill what it does and what it may touch', async () => {
    await start('Fill a demo project');
    await page.getByText('Publishes nothing, deletes nothing, touches no other project.').waitFor();
    await page.getByText('create_agenda_item').waitFor();
    expect(await page.locator('.skills-list a').count()).toBe(7);
    await expectAccessible(page);
  });

  it('fills a demo project after one approval, and the app shows it', async () => {
    await page.getByLabel('Kind of event').selectOption('open-day');
    await page.getByRole('button', { name: 'Check', exact: true }).click();
    await page.locator('.sentence', { hasText: /^Creates \d+ demo objects, plans 1 call\.$/ }).waitFor();
    await expectAccessible(page);
    await person.button('Preview').click();
    await page.getByText(/Creates \d+ agenda items/).waitFor({ timeout: 60_000 });
    await expectAccessible(page);
    await person.approve();
    await page.getByRole('region', { name: 'Receipt of the run' }).getByText('Look at the project under “App preview”.').waitFor({ timeout: 90_000 });
    expect(await page.getByRole('region', { name: 'Receipt of the run' }).innerText()).toMatch(/ 0 failed, 0 with an unknown end/);
    await expectAccessible(page);
    await person.room('App preview');
    await page.getByLabel('Project').selectOption('open-day');
    await page.frameLocator('iframe').first().getByRole('heading').first().waitFor();
    expect(running.errors).toEqual([]);
  }, 180_000);
});
