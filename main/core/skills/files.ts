import type { Decimal } from '../words/index.ts';
import type { Table } from './plan/table.ts';

/** What a file was taken for, shown to the person and open to correction. */
export const TABLE_FORMATS = ['csv', 'xlsx', 'ics', 'json'] as const;
export type TableFormat = (typeof TABLE_FORMATS)[number];

/** Why a file or a place in it cannot be read. Closed; each has a sentence under `file-problem`. */
export const FILE_PROBLEMS = [
  'no-file', 'not-a-file', 'link', 'too-large', 'empty', 'unknown-format', 'format-not-taken', 'old-format', 'encoding-unknown', 'binary', 'unclosed-quote', 'stray-quote',
  'too-many-cells', 'too-many-rows', 'too-many-columns', 'no-header', 'not-an-archive', 'archive-bomb', 'encrypted', 'no-sheet', 'sheet-unknown', 'formula-error',
  'formula-without-value', 'hidden-row', 'bad-date', 'not-json', 'not-a-list', 'not-an-object', 'too-deep', 'not-a-calendar', 'no-events', 'no-start', 'unknown-zone', 'zone-needed', 'bad-rule', 'ends-before-start', 'given-twice', 'change-unmatched', 'endless', 'too-many-dates',
  'cancelled', 'bad-event', 'too-slow', 'media-type', 'media-too-large', 'media-active', 'too-many-files', 'name-not-usable',
] as const;
export type FileProblemCode = (typeof FILE_PROBLEMS)[number];

/** One problem and its place: row and column as the file's program shows them; null for the whole. */
export interface FileProblem {
  readonly code: FileProblemCode;
  readonly row: number | null;
  readonly column: string | null;
  /** Text of the file, shortened; hostile. */
  readonly text: string;
}

/** How a file is to be read, where the person says so; what is absent is guessed. */
export interface TableOptions {
  readonly formats?: readonly TableFormat[];
  readonly delimiter?: string;
  readonly encoding?: string;
  /** The sign before fractions; used when the rows are typed. */
  readonly decimal?: Decimal;
  readonly sheet?: string;
  /** The row that holds the headers, as the file numbers it. */
  readonly headerRow?: number;
  /** The zone calendars are turned into. */
  readonly zone?: string;
  /** The last day to which rules without an end are followed. */
  readonly until?: string;
}

/** What was guessed or taken, as the person sees and may correct it. */
export interface TableFound {
  readonly format: TableFormat;
  readonly encoding: string | null;
  readonly delimiter: string | null;
  readonly decimal: Decimal | null;
  readonly sheet: string | null;
  readonly sheets: readonly string[];
  readonly headerRow: number | null;
  /** The zone the times are in; null where they are as written. */
  readonly zone: string | null;
  /** Parts of a calendar that are no events. */
  readonly ignored: number;
}

/**
 * A file read whole, or refused whole with every reason that was found (bounded) and what it was taken for, as that may be the
 * mistake. Rows with a problem of their own stay in the table and name it.
 */
export type TableRead =
  | { readonly ok: true; readonly table: Table; readonly found: TableFound }
  | { readonly ok: false; readonly problems: readonly FileProblem[]; readonly found?: TableFound };

/** Files beyond these are refused before they are opened. */
export const FILE_LIMITS = { bytes: 16 * 1024 * 1024, unpackedBytes: 160 * 1024 * 1024, entries: 2_000, rows: 20_000, columns: 200, cell: 100_000, dates: 5_000 } as const;

export function fileProblem(code: FileProblemCode, row: number | null = null, column: string | null = null, text = ''): FileProblem {
  return { code, row, column, text: text.slice(0, 120) };
}
