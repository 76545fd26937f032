import { readdirSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { rowsIn } from './rows-in.ts';

const FOLDER = 'test/data/further-tables';
const AGENDA = ['Begrüßung · 2027-03-16 09:00–09:30 · Saal 1', 'Öffentliche Räume · 2027-03-16 09:30–10:30 · Saal 1', 'Kaffee & Kuchen · 2027-03-17 10:30–11:00 · Foyer'] as const;
const [first, second, third] = AGENDA;
const titled = (title: string): readonly string[] => [first.replace('Begrüßung', title), second, third];
const everyRow = (why: string): readonly string[] => [2, 3, 4].map((row) => `out: row ${row}, ${why}`);
const ALONE = 'missing day, missing start, missing end, missing room';

const EXPECTED: Readonly<Record<string, readonly string[]>> = {
  // Everything is right.
  ...Object.fromEntries([
    'all-text.xlsx', 'array-formulas.xlsx', 'calc-merged-headers.ods', 'calc-merged-headers.xlsx', 'calc-percent.csv', 'calc-percent.ods', 'calc-percent.xlsx', 'decimal-comma.csv', 'dollar-sep.csv', 'empty-tail.csv',
    'excel-month-names.csv', 'formatted-tail.xlsx', 'group-header.csv', 'header-breaks.csv', 'hidden-columns.xlsx', 'locale-formats.xlsx', 'mixed-line-ends.csv', 'old-mac.csv', 'strict.xlsx', 'time-beyond-a-day.xlsx',
    'us-words.csv', 'utf16le-no-mark.txt',
  ].map((file) => [file, AGENDA])),
  'escaped-returns.xlsx': [first, second.replace(' Räume', '\nRäume'), third],
  'formula-texts.csv': titled('=HYPERLINK("http://x.example";"Begrüßung")'), 'old-mac-quotes.csv': titled('Begrüßung\nmit Musik'), 'typographic-1252.csv': titled('Begrüßung – „Willkommen“ für 5 €'),
  // Spaces that hold words together are the text's own.
  'nbsp.csv': [first.replace('Saal 1', 'Saal\u00A01'), second.replace('Öffentliche Räume', 'Öffentliche\u00A0Räume').replace('Saal 1', 'Saal\u00A01'), third.replace('Kaffee & Kuchen', 'Kaffee\u00A0&\u00A0Kuchen')],
  'koi8.csv': ['Открытие выставки · 2027-03-16 09:00–09:30 · Saal 1', 'Перерыв на обед · 2027-03-16 09:30–10:30 · Saal 1'],
  // A row that is not right says so, and the others are.
  'before-1900.xlsx': ['out: row 2, bad-day day', 'out: row 3, bad-day day', third], 'both-orders.csv': ['out: row 2, bad-day day', second, third],
  'calc-errors.csv': ['out: row 2, bad-time end', second, third], 'calc-errors.ods': ['out: row 2, bad-cell end formula-error', second, third], 'calc-errors.xlsx': ['out: row 2, bad-cell end formula-error', second, third],
  'day-sections.csv': [`out: row 2, ${ALONE}`, first, second, `out: row 5, ${ALONE}`, third], 'errors.xlsx': ['out: row 2, bad-cell end formula-error', 'out: row 3, bad-cell day formula-error', third],
  'footnote.csv': [...AGENDA, `out: row 5, ${ALONE}`], 'header-again.csv': [first, 'out: row 3, bad-day day, bad-time start, bad-time end', second, third], 'midnight-24.csv': [first, second, 'out: row 4, bad-time end'],
  // Of two days or two times neither is the one that is meant.
  'ranges-of-days.csv': ['out: row 2, bad-day day', second, third], 'ranges-of-iso-days.csv': ['out: row 2, bad-day day', second, third], 'ranges-in-start.csv': everyRow('bad-time start'),
  'title-two-headers-total.xlsx': [...AGENDA, 'out: row 8, missing day, missing start, missing end'], 'utc-moments.csv': ['out: row 2, bad-time start', 'out: row 3, bad-time start', third],
  'apostrophes.csv': everyRow('bad-day day'), 'no-year.csv': everyRow('bad-day day'), 'four-digit-times.csv': everyRow('bad-time start, bad-time end'),
  // Refused whole.
  'backslash-quotes.csv': ['refused: stray-quote in row 2', 'refused: stray-quote in row 2'], 'unquoted-decimals.csv': [2, 3, 4].map((row) => `refused: too-many-cells in row ${row}`), 'table.html.xls': ['refused: unknown-format'],
  'calc-merged-headers.csv': ['refused: no-column day, start, end'], 'cover-sheet.xlsx': ['refused: no-column title, day, start, end, room'], 'duration-column.csv': ['refused: no-column end'],
  'moment-columns.csv': ['refused: no-column day'], 'one-column.csv': ['refused: no-column day, start, end, room'],
};

describe('a further table as another program wrote it', () => {
  test('is named here, each one', () => {
    expect(readdirSync(FOLDER).filter((file) => /\.(csv|txt|xls|xlsx|ods)$/.test(file)).toSorted()).toEqual(Object.keys(EXPECTED).toSorted());
    expect(Object.keys(EXPECTED).length).toBeGreaterThan(50);
  });

  test.each(Object.entries(EXPECTED))('is right or says what is not: %s', async (file, expected) => {
    expect(await rowsIn(FOLDER, file)).toEqual(expected);
  });

  test('is taken from another sheet when somebody says so', async () => {
    expect(await rowsIn(FOLDER, 'cover-sheet.xlsx', { sheet: 'Programm' })).toEqual(AGENDA);
  });
});
