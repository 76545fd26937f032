import { readdirSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { TableOptions } from '../../../../main/core/skills/files.ts';
import { rowsIn } from './rows-in.ts';

const FOLDER = 'test/data/other-tables';
const rowsOf = (file: string, options: TableOptions = {}): Promise<readonly string[]> => rowsIn(FOLDER, file, options);
const AGENDA = ['Begrüßung · 2027-03-16 09:00–09:30 · Saal 1', 'Öffentliche Räume · 2027-03-16 09:30–10:30 · Saal 1', 'Kaffee & Kuchen · 2027-03-17 10:30–11:00 · Foyer'] as const;
const [first, second, third] = AGENDA;

const TOTALS = 'missing day, missing start, missing end';
const EXPECTED: Readonly<Record<string, readonly string[]>> = {
  // Everything is right.
  ...Object.fromEntries([
    'epoch-1904.xlsx', 'epoch-1904-writer.xlsx', 'epoch-1904.ods', 'calc-epoch-1904.xlsx', 'calc-epoch-1904.csv', 'hidden-sheet.xlsx', 'leading-empty.xlsx', 'rich.xlsx', 'rich.ods', 'calc-rich.xlsx', 'calc-rich.csv',
    'moments.xlsx', 'calc-moments.xlsx', 'calc-moments.csv', 'two-headers.xlsx', 'two-headers.ods', 'calc-two-headers.xlsx', 'twice-header.xlsx', 'inline-strings.xlsx', 'utf8-bom.csv', 'utf16le-tab.csv', 'utf16be.csv', 'latin1.csv', 'mac.csv',
    'all-quoted.csv', 'pipe.csv', 'trailing-delimiter.csv', 'titled.csv', 'us-days.csv', 'two-digit-years.csv', 'uhr.csv',
  ].map((file) => [file, AGENDA])),
  'quoted-newline.csv': ['Begrüßung\nmit „Musik“; und mehr · 2027-03-16 09:00–09:30 · Saal 1', second, third],
  'win1250.csv': ['Žluťoučký kůň · 2027-03-16 09:00–10:00 · Síň Dvořákova', 'Řečník Šťastný · 2027-03-16 10:00–11:00 · Sál'],
  // A row that is not right says so, and the others are.
  'totals.xlsx': [...AGENDA, `out: row 6, ${TOTALS}`], 'totals.csv': [...AGENDA, `out: row 6, ${TOTALS}`],
  'short-row.csv': [first, 'out: row 3, missing end, missing room', third],
  'day-once.xlsx': [first, 'out: row 3, missing day', third],
  'calc-two-headers.csv': [first, 'out: row 4, missing room', third],
  'formula-without-value.xlsx': ['out: row 2, bad-cell end formula-without-value', second, third],
  'hidden-row.xlsx': [first, 'out: row 3, bad-cell hidden-row', second, third],
  // This library does not say what Calc hides.
  'hidden-row.ods': [first, 'Versteckt · 2027-03-16 12:00–13:00 · Saal 1', second, third],
  ...Object.fromEntries(['over-midnight.xlsx', 'over-midnight.ods', 'calc-over-midnight.xlsx', 'calc-over-midnight.csv'].map((file) => [file, ['out: row 2, check end', 'out: row 3, bad-time end']])),
  'bare-serials.xlsx': [2, 3, 4].map((row) => `out: row ${row}, bad-day day, bad-time start, bad-time end`),
  'header-only.xlsx': [],
  // Refused whole.
  'english-text.xlsx': ['refused: no-column end, room'],
  'time-range.csv': ['refused: no-column start, end'], 'nul.csv': ['refused: binary in row 1'], 'cp850.csv': ['refused: encoding-unknown'],
};

describe('a table as another program wrote it', () => {
  test('is named here, each one', () => {
    expect(readdirSync(FOLDER).filter((file) => /\.(csv|xlsx|ods)$/.test(file)).toSorted()).toEqual(Object.keys(EXPECTED).toSorted());
    expect(Object.keys(EXPECTED).length).toBeGreaterThan(45);
  });

  test.each(Object.entries(EXPECTED))('is right or says what is not: %s', async (file, expected) => {
    expect(await rowsOf(file)).toEqual(expected);
  });

  test('in a page nobody could tell is refused even where somebody chose one that leaves signs without letters', async () => {
    expect(await rowsOf('cp850.csv', { encoding: 'utf-8' })).toEqual(['refused: encoding-unknown']);
  });
});
