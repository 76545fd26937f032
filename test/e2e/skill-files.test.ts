import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { utils, write } from '@e965/xlsx';
import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expectAccessible, type RunningApp } from './harness.ts';
import { personInWindow, type Person } from './person.ts';

/** What is guessed about a file is shown, and a correction is followed at once by everything that rests on it. */
describe('a file of a skill', () => {
  const folder = mkdtempSync(join(tmpdir(), 'countersign-e2e-files-'));
  let running: RunningApp;
  let page: Page;
  let person: Person;

  beforeAll(async () => {
    ({ running, page, person } = await personInWindow());
  });
  afterAll(async () => {
    await running.close();
    rmSync(folder, { recursive: true, force: true });
  });

  /** Chooses a file for the agenda and checks it. */
  const check = async (name: string, content: string | Uint8Array): Promise<void> => {
    const path = join(folder, name);
    writeFileSync(path, content);
    await running.choose(path);
    await person.room('Skills');
    await page.locator('.skills-list').getByRole('link', { name: 'Import an agenda' }).click();
    if (await page.getByRole('button', { name: 'Change the input' }).count() > 0) await person.button('Change the input').click();
    await page.getByLabel('Project').selectOption('trade-fair');
    await person.button('Choose a file').click();
    await page.getByText(name).waitFor();
    await page.getByRole('button', { name: 'Check', exact: true }).click();
    await page.locator('details.skill-file').waitFor();
    if (await page.locator('details.skill-file[open]').count() === 0) await page.locator('details.skill-file summary').click();
  };
  const reading = (label: string): Locator => page.getByRole('group', { name: 'How the file was read' }).getByLabel(label);
  const sum = (words: string | RegExp): Promise<void> => page.locator('.sentence', { hasText: words }).waitFor();

  it('in an encoding that is guessed wrongly is read as the person says', async () => {
    // One word in the old Mac encoding: nothing in it tells it from another.
    await check('mac.csv', Buffer.concat([Buffer.from('Titel;Tag;Beginn;Ende;Raum\nCaf'), Buffer.from([0x8E]), Buffer.from(';2027-03-16;09:00;10:00;Saal\n')]));
    await reading('Encoding').selectOption('macintosh');
    await page.getByRole('region', { name: 'Rows' }).getByText('Café').waitFor();
    await expectAccessible(page);
  });

  it('with another delimiter than the one guessed, and headers further down', async () => {
    await check('bar.csv', 'Stand;heute;und;morgen;noch\nA;B;C;D;E\nF;G;H;I;J\nTitel|Tag|Beginn|Ende|Raum\nEins; und zwei|2027-03-16|09:00|10:00|Saal\n');
    await reading('Between values').selectOption('|');
    await reading('Row of the headers').fill('4');
    await reading('Row of the headers').press('Enter');
    await sum('Creates 1 agenda item');
    await page.getByRole('region', { name: 'Rows' }).getByText('Eins; und zwei').waitFor();
    // The correction is taken back as easily.
    await reading('Between values').selectOption('');
    await page.locator('.skill-check').getByRole('alert').waitFor();
    expect(running.errors).toEqual([]);
  });

  it('that was refused for a wrong guess is mended where it stands', async () => {
    await check('quotes.csv', 'Titel;Tag;Beginn;Ende;Raum\n"Offen;2027-03-16;09:00;10:00;Saal\n');
    await page.getByText('Nothing of it was planned.', { exact: false }).waitFor();
    await reading('Between values').waitFor();
    await expectAccessible(page);
  });

  it('whose dates can be read in two ways asks, and follows the answer either way', async () => {
    await check('days.csv', 'Title;Day;Start;End;Room\nOne;3/4/2027;09:00;10:00;Hall\nTwo;5/4/2027;09:00;10:00;Hall\n');
    await page.getByText(/can be read in two ways/).waitFor();
    await page.getByLabel('Day first').check();
    await person.button('Check again').click();
    await sum('Creates 2 agenda items');
    expect(await reading('In dates such as 3/4/2027').inputValue()).toBe('day-first');
    await reading('In dates such as 3/4/2027').selectOption('month-first');
    await page.waitForFunction(() => document.querySelector<HTMLSelectElement>('.skill-reading label:last-child select')?.value === 'month-first');
    await sum('Creates 2 agenda items');
  });

  it('with several sheets shows which one, and another is taken', async () => {
    const book = utils.book_new();
    utils.book_append_sheet(book, utils.aoa_to_sheet([['Titel', 'Tag', 'Beginn', 'Ende', 'Raum'], ['Entwurf', '2027-03-16', '09:00', '10:00', 'Saal']]), 'Entwurf');
    utils.book_append_sheet(book, utils.aoa_to_sheet([['Titel', 'Tag', 'Beginn', 'Ende', 'Raum'], ['Eins', '2027-03-16', '09:00', '10:00', 'Saal'], ['Zwei', '2027-03-16', '10:00', '11:00', 'Saal']]), 'Endgültig');
    await check('sheets.xlsx', write(book, { type: 'buffer', bookType: 'xlsx' }) as Uint8Array);
    await sum('Creates 1 agenda item');
    await reading('Sheet').selectOption('Endgültig');
    await sum('Creates 2 agenda items');
    await expectAccessible(page);
  });

  it('has its columns corrected once, and they are remembered for this shape of file', async () => {
    const shape = 'Was;Wann;Ab;Bis;Wo\nEins;2027-03-16;09:00;10:00;Saal\n';
    await check('shape.csv', shape);
    await page.getByText('The file has no column for what is required.').waitFor();
    for (const [column, from] of [['Title', 'Was'], ['Day', 'Wann'], ['Start', 'Ab'], ['End', 'Bis'], ['Room', 'Wo']] as const) await page.locator('.skill-columns').getByLabel(column, { exact: true }).selectOption({ label: from });
    await sum('Creates 1 agenda item');
    await check('shape-again.csv', shape.replace('Eins', 'Zwei'));
    await sum('Creates 1 agenda item');
    expect(running.errors).toEqual([]);
  });
});
