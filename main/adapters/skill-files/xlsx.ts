import { read, SSF, utils, type CellObject, type DenseWorkSheet, type Range, type WorkBook } from '@e965/xlsx';
import { FILE_LIMITS, fileProblem, type FileProblem, type TableFound, type TableOptions, type TableRead } from '../../core/skills/files.ts';
import { decimalOf } from '../../core/skills/plan/rows.ts';
import type { Cell, CellProblem, Table, TableRow } from '../../core/skills/plan/table.ts';
import { findHeader, headerNames, isBlank } from './header.ts';
import { flatten } from './unpack.ts';

/**
 * Reads a sheet of a spreadsheet: the values that formulas had when it was saved, numbers under a date's format as days and
 * times, cells merged downwards in each of their rows. A cell without a usable value is a problem of its row.
 */
export async function readXlsx(bytes: Uint8Array, file: string, options: TableOptions): Promise<TableRead> {
  const flat = await flatten(bytes);
  if (!flat.ok) return { ok: false, problems: [flat.problem] };
  let book: WorkBook;
  try {
    book = read(flat.bytes, { type: 'array', dense: true, cellNF: true, cellText: false, cellHTML: false, cellFormula: true, cellDates: false, sheetStubs: true, cellStyles: true });
  } catch {
    return { ok: false, problems: [fileProblem('not-an-archive')] };
  }
  const hidden = new Set((book.Workbook?.Sheets ?? []).flatMap(({ name, Hidden }) => (Hidden === undefined || Hidden === 0 || name === undefined ? [] : [name])));
  const sheets = book.SheetNames.filter((name) => !hidden.has(name));
  if (options.sheet !== undefined && !sheets.includes(options.sheet)) return { ok: false, problems: [fileProblem('sheet-unknown', null, null, options.sheet)], found: foundOf({ sheets }) };
  const sheet = options.sheet ?? sheets.find((name) => gridOf(book, name).some((row) => row.some((cell) => cell !== undefined && cell.t !== 'z'))) ?? sheets[0];
  return sheet === undefined ? { ok: false, problems: [fileProblem('no-sheet')] } : tableOf(book, sheet, sheets, file, options);
}

function foundOf(known: Partial<TableFound>): TableFound {
  return { format: 'xlsx', encoding: null, delimiter: null, decimal: null, sheet: null, sheets: [], headerRow: null, zone: null, ignored: 0, ...known };
}

type Grid = readonly (readonly (CellObject | undefined)[])[];

function gridOf(book: WorkBook, name: string): Grid {
  const sheet = book.Sheets[name] as DenseWorkSheet | undefined;
  const data: Grid | undefined = sheet?.['!data'];
  // Rows that are not there are holes, not empty rows.
  return Array.from(data ?? [], (row) => Array.from(row ?? []));
}

function tableOf(book: WorkBook, sheet: string, sheets: readonly string[], file: string, options: TableOptions): TableRead {
  const grid = gridOf(book, sheet);
  const from1904 = book.Workbook?.WBProps?.date1904 === true;
  const origin = utils.decode_range((book.Sheets[sheet]?.['!ref']) ?? 'A1').s;
  const problems: CellProblem[] = [];
  const cells = grid.map((row, r) => row.map((cell, c): Cell => {
    const read = cell === undefined ? null : valueOf(cell, from1904);
    if (typeof read !== 'object' || read === null) return read;
    problems.push({ at: r + 1, column: c, code: read.code, text: String(cell?.w ?? cell?.v ?? '').slice(0, 120) });
    return null;
  }));
  const merges = book.Sheets[sheet]?.['!merges'] ?? [];
  fillMerged(cells, merges);
  // Somebody filtered them out: whether they are meant is theirs to say.
  for (const [r, row] of Array.from(book.Sheets[sheet]?.['!rows'] ?? []).entries()) if (row?.hidden === true) problems.push({ at: r + 1, column: null, code: 'hidden-row', text: '' });
  const chosen = options.headerRow === undefined ? findHeader(cells, new Set(merges.flatMap(({ s, e }) => (e.c > s.c ? [s.r] : [])))) : options.headerRow - 1;
  const head = cells[chosen];
  const taken = { sheet, sheets, headerRow: chosen < 0 ? null : chosen + 1 };
  const refused = (problem: FileProblem): TableRead => ({ ok: false, problems: [problem], found: foundOf(taken) });
  if (head === undefined || head.every(isBlank)) return refused(fileProblem(cells.some((row) => !row.every(isBlank)) ? 'no-header' : 'empty'));
  const first = Math.max(origin.c, head.findIndex((cell) => !isBlank(cell)));
  const last = head.findLastIndex((cell) => !isBlank(cell));
  const rows = cells.flatMap((row, r): TableRow[] => {
    const own = row.slice(first, last + 1);
    const wrong = problems.some(({ at, column }) => at === r + 1 && column !== null && column >= first && column <= last);
    return r <= chosen || (own.every(isBlank) && !wrong) ? [] : [{ at: r + 1, cells: own }];
  });
  if (rows.length > FILE_LIMITS.rows) return refused(fileProblem('too-many-rows', null, null, String(rows.length)));
  if (last - first + 1 > FILE_LIMITS.columns) return refused(fileProblem('too-many-columns', null, null, String(last - first + 1)));
  const known = new Set(rows.map(({ at }) => at));
  const kept = problems.filter(({ at, column }) => known.has(at) && (column === null || (column >= first && column <= last))).map((one) => ({ ...one, column: one.column === null ? null : one.column - first }));
  const table: Table = { file, sheet: sheets.length > 1 ? sheet : null, header: headerNames(head.slice(first), last - first + 1), rows, problems: kept };
  return { ok: true, table, found: foundOf({ ...taken, decimal: decimalOf(table, table.header.map((_, at) => at)) }) };
}

/** What a cell holds. A problem for an error, or a formula that was saved without its value. */
function valueOf(cell: CellObject, from1904: boolean): string | number | boolean | null | { readonly code: 'formula-error' | 'formula-without-value' | 'bad-date' | 'too-large' } {
  if (cell.t === 'e') return { code: 'formula-error' };
  if (cell.v === undefined || cell.t === 'z') return cell.f === undefined ? null : { code: 'formula-without-value' };
  if (typeof cell.v === 'boolean') return cell.v;
  if (typeof cell.v === 'number') return typeof cell.z === 'string' && SSF.is_date(cell.z) ? dateOf(cell.v, cell.z, from1904) : cell.v;
  const text = cell.v instanceof Date ? cell.v.toISOString() : cell.v;
  return text.length > FILE_LIMITS.cell ? { code: 'too-large' } : text;
}

/** A number under a date's format: a day, a time of day, or both, as ISO 8601. */
function dateOf(value: number, format: string, from1904: boolean): string | { readonly code: 'bad-date' } {
  const part = (number: number): string => String(number).padStart(2, '0');
  // Elapsed hours go beyond a day; they are no time of day.
  if (/\[(h+|m+|s+)\]/i.test(format) && value >= 1) return `${Math.floor(value * 24)}:${part(Math.round(value * 1_440) % 60)}`;
  const code: { y: number; m: number; d: number; H: number; M: number; S: number } | null = SSF.parse_date_code(roundedToSeconds(value), { date1904: from1904 }) as { y: number; m: number; d: number; H: number; M: number; S: number } | null;
  if (code === null || value < 0) return { code: 'bad-date' };
  const time = `${part(code.H)}:${part(code.M)}${code.S === 0 ? '' : `:${part(code.S)}`}`;
  if (value < 1) return time;
  const day = `${String(code.y).padStart(4, '0')}-${part(code.m)}-${part(code.d)}`;
  const showsTime = /[hs]/i.test(format.replace(/"[^"]*"|\\.|\[[^[\]]*\]/g, ''));
  return Number.isInteger(value) && !showsTime ? day : `${day}T${time}`;
}

/** Fractions of a day are inexact: 09:30 is stored as 0.39583333333333331. */
function roundedToSeconds(value: number): number {
  return Math.round(value * 86_400) / 86_400;
}

/** A cell merged over rows stands for each of them; over columns it stands in the first alone. */
function fillMerged(cells: Cell[][], merges: readonly Range[]): void {
  for (const { s, e } of merges) {
    const value = cells[s.r]?.[s.c] ?? null;
    for (let r = s.r + 1; r <= Math.min(e.r, cells.length - 1); r += 1) {
      const row = cells[r];
      if (row === undefined) continue;
      while (row.length <= s.c) row.push(null);
      row[s.c] = value;
    }
  }
}
