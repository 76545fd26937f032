import { FILE_LIMITS, fileProblem, type FileProblem, type TableFound, type TableOptions, type TableRead } from '../../core/skills/files.ts';
import type { Cell, TableRow } from '../../core/skills/plan/table.ts';
import { isJsonObject, type Json, type JsonObject } from '../../core/words/index.ts';
import { decodeText } from './decode.ts';

const DEEPEST = 4;

/** Reads a list of objects, or an object with one list in it. Members of members become columns named with points; a list of texts is a list. */
export function readJson(bytes: Uint8Array, file: string, options: TableOptions): TableRead {
  const decoded = decodeText(bytes, options.encoding);
  const found: TableFound = { format: 'json', encoding: decoded.encoding, delimiter: null, decimal: '.', sheet: null, sheets: [], headerRow: null, zone: null, ignored: 0 };
  const refused = (problem: FileProblem): TableRead => ({ ok: false, problems: [problem], found });
  if (!decoded.ok) return refused(decoded.problem);
  let value: Json;
  try {
    value = JSON.parse(decoded.text);
  } catch (error) {
    const position = /position (\d+)/.exec(error instanceof Error ? error.message : '')?.[1];
    return refused(fileProblem(error instanceof RangeError ? 'too-deep' : 'not-json', position === undefined ? null : decoded.text.slice(0, Number(position)).split('\n').length));
  }
  const list = listIn(value);
  if (list === null) return refused(fileProblem('not-a-list'));
  if (list.length === 0) return refused(fileProblem('empty'));
  if (list.length > FILE_LIMITS.rows) return refused(fileProblem('too-many-rows', null, null, String(list.length)));
  const header: string[] = [];
  const known = new Map<string, number>();
  const problems: FileProblem[] = [];
  const rows = list.map((item, index): TableRow => {
    const cells: Cell[] = [];
    if (!isJsonObject(item)) problems.push(fileProblem('not-an-object', index + 1));
    else problems.push(...flatten(item, '', 0, index + 1, (name, cell) => { cells[columnOf(name, known, header)] = cell; }));
    return { at: index + 1, cells: Array.from({ length: cells.length }, (_, at) => cells[at] ?? null) };
  });
  if (header.length > FILE_LIMITS.columns) return refused(fileProblem('too-many-columns', null, null, String(header.length)));
  if (problems.length > 0) return { ok: false, problems: problems.slice(0, 50), found };
  return { ok: true, table: { file, sheet: null, header, rows }, found };
}

function listIn(value: Json): readonly Json[] | null {
  if (Array.isArray(value)) return value as readonly Json[];
  if (!isJsonObject(value)) return null;
  const lists = Object.values(value).filter((member): member is readonly Json[] => Array.isArray(member));
  return lists.length === 1 ? lists[0] ?? null : null;
}

function columnOf(name: string, known: Map<string, number>, header: string[]): number {
  const there = known.get(name);
  if (there !== undefined) return there;
  header.push(name);
  known.set(name, header.length - 1);
  return header.length - 1;
}

function flatten(object: JsonObject, above: string, depth: number, row: number, put: (name: string, cell: Cell) => void): readonly FileProblem[] {
  if (depth > DEEPEST) return [fileProblem('too-deep', row, above)];
  return Object.entries(object).flatMap(([key, value]): readonly FileProblem[] => {
    const name = (above === '' ? key : `${above}.${key}`).slice(0, 120);
    if (isJsonObject(value)) return flatten(value, name, depth + 1, row, put);
    if (!Array.isArray(value)) {
      if (typeof value === 'string' && value.length > FILE_LIMITS.cell) return [fileProblem('too-large', row, name)];
      put(name, value as Cell);
      return [];
    }
    const list = value as readonly Json[];
    if (!list.every((item) => typeof item === 'string' || typeof item === 'number')) return [fileProblem('too-deep', row, name)];
    put(name, list.map(String));
    return [];
  });
}
