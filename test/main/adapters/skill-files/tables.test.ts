import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readTable } from '../../../../main/adapters/skill-files/read-table.ts';
import type { TableOptions } from '../../../../main/core/skills/files.ts';
import type { Table } from '../../../../main/core/skills/plan/table.ts';
import { plan, planned } from '../../core/skills/plan/agenda.ts';

const FOLDER = 'test/data/tables';

const read = (file: string, options: TableOptions = {}) => readTable(readFileSync(join(FOLDER, file)), file, options);

async function tableIn(file: string, options: TableOptions = {}): Promise<Table> {
  const found = await read(file, options);
  if (!found.ok) throw new Error(`${file}: ${JSON.stringify(found.problems)}`);
  return found.table;
}

/** The agenda that every one of these files holds. */
const SESSIONS = [
  ['Begrüßung & Auftakt', '2027-03-16', '09:00', '09:30', 'Großer Saal'], ['Keynote: „Öffentliche Räume“', '2027-03-16', '09:30', '10:30', 'Großer Saal'],
  ['Kaffeepause', '2027-03-16', '10:30', '11:00', 'Foyer'], ['Ça va? Señor Łukasz, naïve café', '2027-03-17', '11:00', '12:00', 'Saal Süd'],
  ['Abschluss', '2027-03-17', '16:30', '17:15', 'Großer Saal'],
];
/** A page of 256 letters has no Ł; the program that wrote the file put a question mark there. */
const LATIN = SESSIONS.map((row) => row.map((cell) => cell.replace('Ł', '?')));

async function rowsPlanned(file: string, options: TableOptions = {}): Promise<readonly (readonly unknown[])[]> {
  return planned(await tableIn(file, options)).items.filter(({ out }) => !out).map(({ args }) => ['title', 'day', 'start', 'end', 'room'].map((name) => args[name]));
}

describe('a file as a real program wrote it is planned exactly', () => {
  const whole = [
    'german.xlsx', 'english.xlsx', 'titled.xlsx', 'merged.xlsx', 'formulas.xlsx', 'sheets.xlsx', 'offset.xlsx', 'numbers.xlsx', 'textdates.xlsx', 'german.ods', 'merged.ods',
    'german-comma-utf8.csv', 'german-semicolon-quoted.csv', 'german-utf16.csv', 'german-tab.csv', 'english-us-days.csv', 'german-decimals.csv', 'titled.csv', 'german-bom-excel.csv',
  ];
  test.each(whole)('%s', async (file) => {
    expect(await rowsPlanned(file)).toEqual(SESSIONS);
  });

  test.each(['german-windows-1252.csv', 'textdates-windows-1252.csv'])('%s', async (file) => {
    expect(await rowsPlanned(file)).toEqual(LATIN);
  });

  test('and nothing is left over: every file here is named in a test', () => {
    const named = [...whole, 'german-windows-1252.csv', 'textdates-windows-1252.csv', 'errors.xlsx', 'stamps.xlsx', 'empty.xlsx', 'german-old.xls', 'README.md'];
    expect(readdirSync(FOLDER).toSorted()).toEqual(named.toSorted());
    expect(named.length).toBeGreaterThan(20);
  });
});

describe('what cannot be imported right', () => {
  test('is left out row by row where a cell has no value', async () => {
    const found = planned(await tableIn('errors.xlsx'));
    expect(found.counts).toMatchObject({ create: 2, leftOut: 1 });
    expect(found.leftOut.map(({ at, marks }) => [at, marks.map(({ code, column, value }) => [code, column, value])])).toEqual([[3, [['bad-cell', 'day', 'formula-error']]]]);
  });

  test('is refused whole where a column is missing, until somebody says which one it is', async () => {
    const table = await tableIn('stamps.xlsx');
    expect(plan(table)).toMatchObject({ kind: 'refused', because: { code: 'no-column', columns: ['day'] } });
    const mapped = planned(table, { tables: { file: { table, mapping: { title: 0, day: 1, start: 1, end: 2, room: 3 } } } });
    expect(mapped.items.map(({ args }) => [args['title'], args['day'], args['start'], args['end'], args['room']])).toEqual(SESSIONS);
  });

  test.each([['empty.xlsx', 'empty'], ['german-old.xls', 'old-format']])('is refused with its reason: %s', async (file, code) => {
    expect(await read(file)).toMatchObject({ ok: false, problems: [{ code, row: null, column: null, text: '' }] });
  });
});

describe('a text with values', () => {
  const csv = (text: string, options: TableOptions = {}) => readTable(Buffer.from(text), 'a.csv', options);

  test.each([
    ['with a quote that is never closed', 'a,b\n1,"2\n3,4\n', 'unclosed-quote', 2, null],
    ['with a value too many', 'a,b\n1,2\n3,4,5\n', 'too-many-cells', 3, '3'],
    ['with bytes that are no text', 'a,b\n1,\u0001\n', 'binary', 2, null],
  ])('%s is refused with its row', async (_, text, code, row, column) => {
    expect(await csv(text)).toMatchObject({ ok: false, problems: [{ code, row, column }] });
  });

  test('keeps line breaks and delimiters inside quotes, and numbers rows as a spreadsheet does', async () => {
    expect(await csv('Titel;Text\nA;"eins; zwei\ndrei"\n\nB;"sagt ""ja"""\n')).toMatchObject({
      ok: true, found: { delimiter: ';', headerRow: 1 }, table: { rows: [{ at: 2, cells: ['A', 'eins; zwei\ndrei'] }, { at: 4, cells: ['B', 'sagt "ja"'] }] },
    });
  });

  test('is read as the person says, where the guess was wrong', async () => {
    expect(await csv('x|y\na,b|c,d\n', { delimiter: '|' })).toMatchObject({ ok: true, table: { header: ['x', 'y'], rows: [{ cells: ['a,b', 'c,d'] }] } });
    expect(await csv('Stand heute,gestern\nTitel,Tag\nA,1\n', { headerRow: 2 })).toMatchObject({ ok: true, table: { header: ['Titel', 'Tag'], rows: [{ at: 3 }] } });
  });
});

describe('a list of objects', () => {
  const json = (value: unknown) => readTable(Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)), 'a.json', {});

  test('is a table, also inside one member', async () => {
    expect(await json({ items: [{ title: 'A', place: { room: 'X' }, speakers: ['a', 'b'] }, { title: 'B', more: 1 }] })).toMatchObject({
      ok: true, table: { header: ['title', 'place.room', 'speakers', 'more'], rows: [{ at: 1, cells: ['A', 'X', ['a', 'b']] }, { at: 2, cells: ['B', null, null, 1] }] },
    });
  });

  test.each([
    ['{"a": 1', 'not-json'], ['{"a":1}', 'not-a-list'], ['[1]', 'not-an-object'], ['[{"a":[{"b":1}]}]', 'too-deep'], ['[]', 'empty'], [`${'['.repeat(50_000)}`, 'not-json'],
  ])('is refused where it is none: %.30s', async (text, code) => {
    expect(await json(text)).toMatchObject({ ok: false, problems: [{ code }] });
  });
});
