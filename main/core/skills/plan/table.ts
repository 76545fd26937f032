import type { Json } from '../../words/index.ts';

/** What a cell of a file can hold once its program's format is gone. Days and times are ISO texts. */
export type Cell = null | string | number | boolean | readonly string[];

/** One row as its file numbers it, so that a person finds it there. */
export interface TableRow {
  readonly at: number;
  readonly cells: readonly Cell[];
}

/** A cell that a file's program could not give: its row is left out with this reason. */
export interface CellProblem {
  readonly at: number;
  /** Position in the header; null for the row as a whole. */
  readonly column: number | null;
  readonly code: string;
  readonly text: string;
}

/** A table out of a file. Everything in it is somebody else's text. */
export interface Table {
  readonly file: string;
  /** Sheet, where the file has several. */
  readonly sheet: string | null;
  readonly header: readonly string[];
  readonly rows: readonly TableRow[];
  readonly problems?: readonly CellProblem[];
}

/** Which column of the file gives which column of the playbook: the position in the header, null for none. */
export type Mapping = Readonly<Record<string, number | null>>;

/** Where a value stands: file, row, column counted from 1. This is its label through every expression. */
export function placeOf(table: Table, row: number, column: number): string {
  const sheet = table.sheet === null ? '' : `#${table.sheet}`;
  return `${table.file}${sheet}:${row}:${column + 1}`;
}

/** Marks on a row. Closed; each has a sentence under `row-mark`. `true`: the row is left out until a person takes it in. */
export const ROW_MARKS = {
  missing: true, 'bad-cell': true, 'bad-day': true, 'bad-time': true, 'bad-number': true, 'bad-choice': true, 'too-long': true, check: true, identical: true, 'maybe-there': true,
  'unknown-reference': false, 'check-mark': false, clash: false, 'same-key': false, 'clock-change': false, 'odd-text': false, 'maybe-renamed': false,
} as const satisfies Record<string, boolean>;
export type RowMarkCode = keyof typeof ROW_MARKS;

/** One mark: what, in which column of the playbook ('' for the whole row), and the value or words it is about. */
export interface RowMark {
  readonly code: RowMarkCode;
  readonly column: string;
  readonly value: Json;
}
