import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expectAccessible, root, type RunningApp } from './harness.ts';
import { personInWindow, type Person } from './person.ts';

/** Skills in the real window: what they plan is seen whole, approved, and there afterwards. */
describe('skills', () => {
  let running: RunningApp;
  let page: Page;
  let person: Person;

  beforeAll(async () => {
    ({ running, page, person } = await personInWindow());
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
    expect(await page.locator('.skills-list a:not(.skills-install)').count()).toBe(7);
    await expectAccessible(page);
  });

  it('is offered where nothing waits yet: one click leads to what is to be approved, and nothing runs without the yes', async () => {
    await person.room('Approvals');
    await person.button('Try it with the demo CMS').click();
    await page.getByRole('button', { name: /^Approve \d/ }).waitFor({ timeout: 60_000 });
    await page.getByText('Nordlicht', { exact: false }).first().waitFor();
    // The way back leads to where the click was made, and not into another run.
    await page.goBack();
    await page.getByRole('button', { name: /^Deny/ }).first().waitFor();
    await page.goForward();
    await person.deny();
    await page.getByRole('region', { name: 'Receipt of the run' }).getByText(/^\d+ calls planned\. \d+ not begun\.$/).waitFor();
    expect(running.errors).toEqual([]);
  }, 120_000);

  it('fills a demo project with one approval, and the app shows it', async () => {
    await start('Fill a demo project');
    await page.getByLabel('Kind of event').selectOption('open-day');
    await page.getByRole('button', { name: 'Check', exact: true }).click();
    await page.locator('.sentence', { hasText: /^Creates \d+ demo objects, plans 1 call\.$/ }).waitFor();
    await expectAccessible(page);
    await person.button('Preview').click();
    await page.getByRole('button', { name: /^Approve \d/ }).waitFor({ timeout: 60_000 });
    await expectAccessible(page);
    const over = page.getByRole('region', { name: 'Receipt of the run' }).getByText('Look at the project under “App preview”.');
    await page.locator('button[data-armed="true"]').waitFor();
    await person.approve();
    await over.waitFor({ timeout: 120_000 });
    expect(await page.getByRole('region', { name: 'Receipt of the run' }).innerText()).toMatch(/calls planned: (?!.*(failed|outcome))/);
    await expectAccessible(page);
    await person.room('App preview');
    await page.getByLabel('Project').selectOption('open-day');
    await page.frameLocator('iframe').first().getByRole('heading').first().waitFor();
    expect(running.errors).toEqual([]);
  }, 180_000);

  it('reads an agenda, says what is wrong with five rows, and imports the rest', async () => {
    await running.choose(join(root, 'skills', 'import-agenda', 'sample', 'agenda-48.csv'));
    await start('Import an agenda');
    await page.getByRole('combobox', { name: 'Project' }).selectOption('trade-fair');
    await person.button('Choose a file').click();
    await page.getByText('agenda-48.csv').waitFor();
    await page.getByRole('button', { name: 'Check', exact: true }).click();
    await page.locator('.sentence', { hasText: 'Creates 43 agenda items, leaves out 5' }).waitFor();
    const rows = page.getByRole('region', { name: 'Rows' });
    expect(await rows.getByText('a value is missing').count()).toBe(3);
    expect(await rows.getByText('the same row comes again').count()).toBe(2);
    expect(await rows.getByText('it overlaps another row').count()).toBe(2);
    await expectAccessible(page);
    await page.getByText('agenda-48.csv').click();
    await page.getByRole('row', { name: /Title/ }).first().waitFor();
    await person.button('Preview').click();
    await page.getByText(/Creates 43 agenda items/).waitFor({ timeout: 60_000 });
    await person.approve();
    const receipt = page.getByRole('region', { name: 'Receipt of the run' });
    await receipt.getByText(/43 created\. 5 left out\./).waitFor({ timeout: 90_000 });
    await expectAccessible(page);
    expect(running.errors).toEqual([]);
  }, 180_000);

  it('asks whether a session that was renamed in the second delivery is the one that is there', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'countersign-e2e-second-'));
    const path = join(folder, 'agenda-48.csv');
    const [head = '', first = '', ...rest] = readFileSync(join(root, 'skills', 'import-agenda', 'sample', 'agenda-48.csv'), 'utf8').split('\n');
    const [title = '', ...cells] = first.split(/(?=[;,])/);
    writeFileSync(path, [head, [`${title} (neu)`, ...cells].join(''), ...rest].join('\n'));
    await running.choose(path);
    await person.button('Start again').click();
    await page.getByRole('combobox', { name: 'Project' }).selectOption('trade-fair');
    await person.button(/^Choose a file/).click();
    await page.getByText('agenda-48.csv').waitFor();
    await page.getByRole('button', { name: 'Check', exact: true }).click();
    await page.locator('.sentence', { hasText: 'Creates 1 agenda item, 1 of them is probably there under another name, leaves 42 unchanged, leaves out 5' }).waitFor();
    const asked = page.getByRole('group', { name: `“${title} (neu)”, is probably “${title}”` });
    expect(await asked.getByLabel('Another one: create it').isChecked()).toBe(true);
    await expectAccessible(page);
    await asked.getByLabel('The same: change it').check();
    await person.button('Check again').click();
    await page.locator('.sentence', { hasText: /^Changes 1, leaves 42 unchanged/ }).waitFor();
    rmSync(folder, { recursive: true, force: true });
    expect(running.errors).toEqual([]);
  }, 90_000);
});
