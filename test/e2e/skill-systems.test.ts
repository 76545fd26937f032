import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expectAccessible, root, type RunningApp } from './harness.ts';
import { personInWindow, type Person } from './person.ts';

/** A skill in the window on a system it was not made for, by a mapping file alone. */
describe('a skill on another system', () => {
  const folder = mkdtempSync(join(tmpdir(), 'countersign-e2e-systems-'));
  const state = join(folder, 'other-cms.json');
  const mapping = join(folder, 'our-cms.yaml');
  const agenda = join(folder, 'agenda.csv');
  const text = readFileSync(join(root, 'skills', 'import-agenda', 'mappings', 'generic-cms.yaml'), 'utf8');
  let running: RunningApp;
  let page: Page;
  let person: Person;

  beforeAll(async () => {
    ({ running, page, person } = await personInWindow());
    await person.paste('other', { command: process.execPath, args: [join(root, 'test', 'servers', 'other-cms.mjs'), state] });
    await person.consent();
    await person.reviewAll();
  });
  afterAll(async () => {
    await running.close();
    rmSync(folder, { recursive: true, force: true });
  });
  const open = async (title: string): Promise<void> => {
    await person.room('Skills');
    await page.locator('.skills-list').getByRole('link', { name: title }).click();
    await page.getByRole('heading', { name: title, level: 1 }).waitFor();
  };
  const check = () => page.getByRole('button', { name: 'Check', exact: true });
  const system = () => page.getByLabel('System', { exact: true });

  it('needs a mapping file first, and is told line by line what is wrong with one', async () => {
    await open('Import an agenda');
    await page.getByText('Use with another system').click();
    await system().selectOption({ label: 'other' });
    await page.getByText('This system needs a mapping file first.').waitFor();
    expect(await check().isDisabled()).toBe(true);
    writeFileSync(mapping, text.replace('session_drop', 'session_burn').replace(' present:', ' others:'));
    await running.choose(mapping);
    await person.button('Choose a mapping file').click();
    const wrong = page.getByRole('alert').filter({ hasText: 'none of it is used' });
    await wrong.getByText(/our-cms\.yaml, line \d+: The system has no tool “session_burn”\./).waitFor();
    await wrong.getByText('It does not say how “present” is called there.').waitFor();
    expect(await check().isDisabled()).toBe(true);
    await expectAccessible(page);
  });

  it('shows in names what is called what there, and imports an agenda by that', async () => {
    writeFileSync(mapping, text);
    await person.button('Choose a mapping file').click();
    await page.getByRole('row', { name: 'create_agenda_item session_put planned' }).waitFor();
    await page.getByRole('row', { name: 'present sessions_find read' }).waitFor();
    await expectAccessible(page);
    writeFileSync(agenda, 'Titel;Datum;Beginn;Ende;Raum\nAuftakt;20.05.2027;9:00;10:00;Foyer\nVortrag;20.05.2027;10:00;11:00;Saal\n');
    await page.getByRole('combobox', { name: 'Project' }).selectOption('fair');
    await running.choose(agenda);
    await person.button(/^Choose a file/).click();
    await page.getByText('agenda.csv').waitFor();
    await check().click();
    await page.locator('.sentence', { hasText: 'Creates 2 agenda items' }).waitFor();
    await person.button('Preview').click();
    await page.getByRole('button', { name: /^Approve 2/ }).waitFor({ timeout: 30_000 });
    await page.getByText('session_put').first().waitFor();
    await person.approve();
    await page.getByRole('region', { name: 'Receipt of the run' }).getByText(/^2 calls planned: 2 done\./).waitFor({ timeout: 60_000 });
    const { sessions } = JSON.parse(readFileSync(state, 'utf8')) as { sessions: readonly { site: string; body: Record<string, string> }[] };
    expect(sessions.map(({ site, body }) => `${site} ${body['headline']} ${body['starts']}`)).toEqual(['fair Auftakt 2027-05-20T09:00', 'fair Vortrag 2027-05-20T10:00']);
  }, 120_000);

  it('remembers the mapping for this skill and server, and forgets it when told to', async () => {
    await open('Tidy the menu');
    await page.getByText('Use with another system').click();
    await system().selectOption({ label: 'other' });
    // Another skill has other names.
    await page.getByText('This system needs a mapping file first.').waitFor();
    await open('Import an agenda');
    await page.getByText('Use with another system').click();
    await system().selectOption({ label: 'other' });
    await page.getByRole('row', { name: 'create_agenda_item session_put planned' }).waitFor();
    await person.button('Forget the mapping').click();
    await page.getByText('This system needs a mapping file first.').waitFor();
    await system().selectOption({ label: 'Demo CMS (the skill is made for it)' });
    await page.getByRole('combobox', { name: 'Project' }).selectOption('trade-fair');
    expect(running.errors).toEqual([]);
  });
});
