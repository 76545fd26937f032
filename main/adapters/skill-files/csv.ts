import Papa from 'papaparse';
import { FILE_LIMITS, fileProblem, type FileProblem, type TableFound, type TableOptions, type TableRead } from '../../core/skills/files.ts';
import { DELIMITERS } from '../../core/words/index.ts';
import { decimalOf } from '../../core/skills/plan/rows.ts';
import type { Cell, Table, TableRow } from '../../core/skills/plan/table.ts';
import { decodeText } from './decode.ts';
import { findHeader, headerNames, isBlank } from './header.ts';

/** Reads a text with a value between each two delimiters. A file with one row that does not fit is refused whole, and the row is named. */
export function readCsv(bytes: Uint8Array, file: string, options: TableOptions): TableRead {
  const decoded = decodeText(bytes, options.encoding);
  if (!decoded.ok) return { ok: false, problems: [decoded.problem], found: foundOf({ encoding: decoded.encoding, delimiter: options.delimiter ?? null }) };
  // Spreadsheets may say the delimiter in a first line of its own.
  const said = /^\uFEFF?sep=(.)\r?\n/i.exec(decoded.text);
  // Files put together of others have several kinds of line ends; inside quotes the kind means nothing.
  const text = (said === null ? decoded.text : decoded.text.slice(said[0].length)).replace(/\r\n?/g, '\n');
  const skipped = said === null ? 0 : 1;
  const delimiter = options.delimiter ?? said?.[1] ?? guessDelimiter(text);
  const parsed = Papa.parse<string[]>(text, { delimiter, newline: '\n', skipEmptyLines: false });
  const broken = parsed.errors.filter(({ type }) => type === 'Quotes').slice(0, 20).map((error): FileProblem =>
    fileProblem(error.code === 'MissingQuotes' ? 'unclosed-quote' : 'stray-quote', (error.row ?? 0) + 1 + skipped));
  if (broken.length > 0) return { ok: false, problems: broken, found: foundOf({ encoding: decoded.encoding, delimiter }) };
  return tableFrom(parsed.data, { file, skipped, delimiter, encoding: decoded.encoding, headerRow: options.headerRow });
}

/** What a text was taken for, as far as it was read. */
function foundOf(known: Partial<TableFound>): TableFound {
  return { format: 'csv', encoding: null, delimiter: null, decimal: null, sheet: null, sheets: [], headerRow: null, zone: null, ignored: 0, ...known };
}

interface Raw {
  readonly file: string;
  readonly skipped: number;
  readonly delimiter: string;
  readonly encoding: string;
  readonly headerRow: number | undefined;
}

function tableFrom(data: readonly (readonly string[])[], raw: Raw): TableRead {
  const rows = data.map((cells) => cells.map((cell): Cell => (cell.trim() === '' ? null : cell)));
  const chosen = raw.headerRow === undefined ? findHeader(rows) : raw.headerRow - 1 - raw.skipped;
  const head = rows[chosen];
  const taken = { encoding: raw.encoding, delimiter: raw.delimiter, headerRow: chosen < 0 ? null : chosen + 1 + raw.skipped };
  if (head === undefined || lastFilled(head) === -1) return { ok: false, problems: [fileProblem(rows.some((row) => !row.every(isBlank)) ? 'no-header' : 'empty')], found: foundOf(taken) };
  const width = lastFilled(head) + 1;
  const problems: FileProblem[] = [];
  const kept: TableRow[] = [];
  for (const [index, cells] of rows.entries()) {
    if (index <= chosen || cells.every(isBlank)) continue;
    const at = index + 1 + raw.skipped;
    // A value beyond the last header is a delimiter too many, and then nothing after it is where it belongs.
    const extra = cells.findIndex((cell, column) => column >= width && !isBlank(cell));
    if (extra !== -1) problems.push(fileProblem('too-many-cells', at, String(extra + 1), String(cells[extra])));
    const long = cells.findIndex((cell) => typeof cell === 'string' && cell.length > FILE_LIMITS.cell);
    if (long !== -1) problems.push(fileProblem('too-large', at, String(long + 1)));
    kept.push({ at, cells: cells.slice(0, width) });
  }
  if (kept.length > FILE_LIMITS.rows) problems.push(fileProblem('too-many-rows', null, null, String(kept.length)));
  if (width > FILE_LIMITS.columns) problems.push(fileProblem('too-many-columns', null, null, String(width)));
  if (problems.length > 0) return { ok: false, problems: problems.slice(0, 50), found: foundOf(taken) };
  const table: Table = { file: raw.file, sheet: null, header: headerNames(head, width), rows: kept };
  const decimal = decimalOf(table, table.header.map((_, at) => at));
  return { ok: true, table, found: foundOf({ ...taken, decimal }) };
}

/** The delimiter whose rows are most alike, and widest where two are. */
function guessDelimiter(text: string): string {
  const sample = text.slice(0, 200_000);
  const judged = DELIMITERS.map((delimiter) => {
    const rows = Papa.parse<string[]>(sample, { delimiter, preview: 200, skipEmptyLines: 'greedy' }).data;
    const widths = rows.map((cells) => cells.length);
    const usual = mode(widths);
    return { delimiter, score: usual < 2 ? 0 : (widths.filter((width) => width === usual).length / Math.max(1, widths.length)) * 100 + Math.min(usual, 50) };
  });
  return judged.reduce((best, one) => (one.score > best.score ? one : best)).delimiter;
}

function mode(numbers: readonly number[]): number {
  const counts = new Map<number, number>();
  for (const number of numbers) counts.set(number, (counts.get(number) ?? 0) + 1);
  return [...counts].reduce<readonly [number, number]>((best, [value, count]) => (count > best[1] ? [value, count] : best), [0, 0])[0];
}

function lastFilled(cells: readonly Cell[]): number {
  return cells.findLastIndex((cell) => !isBlank(cell));
}
