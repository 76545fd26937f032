import type { DayOrder, Decimal, JsonObject, Json } from '../../words/index.ts';
import type { Column } from '../playbook.ts';
import { clockChanges, readDay, readNumber, readTime } from './days.ts';
import type { Cell, CellProblem, Mapping, RowMark, RowMarkCode, Table } from './table.ts';

/** A row with the playbook's columns as typed values; what cannot be read is null and marked. */
export interface TypedRow {
  readonly at: number;
  readonly value: JsonObject;
  readonly marks: RowMark[];
}

/** How the texts of a file are to be read. */
export interface Reading {
  readonly dayOrder: DayOrder;
  readonly decimal: Decimal;
  /** The zone of the local times, where the playbook asks for one. */
  readonly zone: string | null;
}

/** Types every row of a table. Pure; nothing is dropped: what is wrong is a mark on its row. */
export function typeRows(columns: Readonly<Record<string, Column>>, table: Table, mapping: Mapping, reading: Reading): readonly TypedRow[] {
  const all = Object.entries(columns).map(([name, column]) => ({ name, column, at: mapping[name] ?? null, options: optionsOf(column) }));
  const dayColumn = all.find(({ column }) => column.type === 'day')?.name;
  const changes = reading.zone === null ? null : clockChanges(reading.zone);
  const problems = new Map<number, CellProblem[]>();
  for (const problem of table.problems ?? []) problems.set(problem.at, [...(problems.get(problem.at) ?? []), problem]);
  return table.rows.map((row) => {
    const marks: RowMark[] = [];
    const value: Record<string, Json> = {};
    for (const { name, column, at, options } of all) {
      const cell = at === null ? null : row.cells[at] ?? null;
      const typed = isEmpty(cell) ? column.default ?? null : read(cell, column, options, reading);
      const problem = problems.get(row.at)?.find((one) => one.column !== null && one.column === at);
      if (problem !== undefined) marks.push({ code: 'bad-cell', column: name, value: problem.code });
      else if (typeof typed === 'object' && typed !== null && 'wrong' in typed) marks.push({ code: typed.wrong, column: name, value: cell });
      else if (typed === null && column.required) marks.push({ code: 'missing', column: name, value: null });
      else if (column.max !== undefined && typeof typed === 'string' && typed.length > column.max) marks.push({ code: 'too-long', column: name, value: typed.length });
      value[name] = typeof typed === 'object' && typed !== null && 'wrong' in typed ? null : typed;
    }
    const whole = problems.get(row.at)?.find((one) => one.column === null);
    if (whole !== undefined) marks.push({ code: 'bad-cell', column: '', value: whole.code });
    const day = dayColumn === undefined ? null : value[dayColumn];
    if (changes !== null && typeof day === 'string') {
      for (const { name, column } of all) {
        const time = value[name];
        if (column.type === 'time' && typeof time === 'string' && changes(day, time)) marks.push({ code: 'clock-change', column: name, value: time });
      }
    }
    return { at: row.at, value, marks };
  });
}

type Wrong = { readonly wrong: RowMarkCode };

function isEmpty(cell: Cell): boolean {
  return cell === null || (typeof cell === 'string' ? cell.trim() === '' : Array.isArray(cell) && cell.length === 0);
}

function read(cell: Cell, column: Column, options: ReadonlyMap<string, string>, reading: Reading): Cell | Wrong {
  const text = typeof cell === 'string' ? cell : Array.isArray(cell) ? cell.join('; ') : String(cell);
  switch (column.type) {
    case 'text': return text.trim();
    case 'day': return readDay(text, reading.dayOrder) ?? { wrong: 'bad-day' };
    case 'time': return readTime(text) ?? { wrong: 'bad-time' };
    case 'number': return (typeof cell === 'number' ? cell : readNumber(text, reading.decimal)) ?? { wrong: 'bad-number' };
    case 'integer': {
      const number = typeof cell === 'number' ? cell : readNumber(text, reading.decimal);
      return number !== null && Number.isSafeInteger(number) ? number : { wrong: 'bad-number' };
    }
    case 'boolean': return typeof cell === 'boolean' ? cell : yesOrNo(text) ?? { wrong: 'bad-choice' };
    case 'choice': return options.get(text.trim().toLowerCase()) ?? { wrong: 'bad-choice' };
    case 'list': return Array.isArray(cell) ? cell : text.split(/[;\n|]/).flatMap((part) => (part.trim() === '' ? [] : [part.trim()]));
  }
}

function optionsOf(column: Column): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const [value, words] of Object.entries(column.options ?? {})) {
    for (const word of [value, ...words]) found.set(word.trim().toLowerCase(), value);
  }
  return found;
}

const YES = new Set(['yes', 'ja', 'true', 'wahr', 'x', '1', 'y', 'j']);
const NO = new Set(['no', 'nein', 'false', 'falsch', '0', 'n', '-']);

function yesOrNo(text: string): boolean | null {
  const word = text.trim().toLowerCase();
  return YES.has(word) ? true : NO.has(word) ? false : null;
}

/** The decimal sign the numbers of a table use: the one that stands last in them; a point where none tells. */
export function decimalOf(table: Table, columns: readonly number[]): Decimal {
  for (const row of table.rows) {
    for (const at of columns) {
      const cell = row.cells[at];
      const sign = typeof cell === 'string' ? /^[+-]?[\d.,'\s]*?([.,])\d{1,2}$/.exec(cell.trim())?.[1] : undefined;
      if (sign === ',' || sign === '.') return sign;
    }
  }
  return '.';
}
