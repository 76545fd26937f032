import { isJsonObject, type DayOrder, type Decimal, type Json, type JsonObject } from '../../words/index.ts';
import { FOLDER_COLUMNS } from '../references.ts';
import type { Playbook } from '../playbook.ts';
import { orderOf, type FoundOrder } from './days.ts';
import { decimalOf, typeRows, type TypedRow } from './rows.ts';
import type { RunInput } from './run-plan.ts';
import { placeOf, type Mapping, type RowMark, type Table } from './table.ts';

/** The rows of one source with where their values come from. */
export interface RowSet {
  readonly file: string;
  readonly rows: readonly TypedRow[];
  /** The labels of a column of a row; '' for the whole row. */
  labels(at: number, column: string): readonly string[];
}

/** What the days of a table need: found by themselves, or to be asked. */
export function dayOrderIn(playbook: Playbook, run: RunInput, name: string): { readonly order: FoundOrder; readonly examples: readonly string[] } {
  const input = playbook.inputs[name];
  const given = run.tables[name];
  if (input?.type !== 'table' || given === undefined) return { order: 'not-needed', examples: [] };
  const columns = Object.entries(input.columns).flatMap(([column, { type }]) => (type === 'day' ? [given.mapping[column] ?? -1] : []));
  const texts = given.table.rows.flatMap(({ cells }) => columns.flatMap((at) => (typeof cells[at] === 'string' ? [cells[at]] : [])));
  return { order: orderOf(texts), examples: [...new Set(texts)].filter((text) => orderOf([text]) === 'asked').slice(0, 3) };
}

/** The decimal sign of a table's numbers: as a person said, else as it looks; null where none of its columns is a number. */
export function decimalIn(playbook: Playbook, run: RunInput, name: string): Decimal | null {
  const input = playbook.inputs[name];
  const given = run.tables[name];
  if (input?.type !== 'table' || given === undefined) return null;
  const numbers = Object.entries(input.columns).flatMap(([column, { type }]) => (type === 'number' || type === 'integer' ? [given.mapping[column] ?? -1] : [])).filter((at) => at >= 0);
  return numbers.length === 0 ? null : given.decimal ?? decimalOf(given.table, numbers);
}

/** Opens every source the playbook goes through. `dayOrders`: by table. */
export function rowSets(playbook: Playbook, run: RunInput, dayOrders: Readonly<Record<string, DayOrder>>): ReadonlyMap<string, RowSet> {
  const sets = new Map<string, RowSet>();
  const zoneInput = Object.entries(playbook.inputs).find(([, { type }]) => type === 'zone')?.[0];
  const zone = zoneInput === undefined ? null : run.inputs[zoneInput] ?? null;
  for (const each of new Set([...playbook.steps.map((step) => step.each), ...playbook.checks.map((check) => check.each)])) {
    if (each === undefined) continue;
    const input = playbook.inputs[each];
    const given = run.tables[each];
    if (input?.type === 'table' && given !== undefined) {
      const reading = { dayOrder: dayOrders[each] ?? 'day-first', decimal: decimalIn(playbook, run, each) ?? '.', zone: typeof zone === 'string' ? zone : null } as const;
      sets.set(each, tableSet(typeRows(input.columns, given.table, given.mapping, reading), given.table, given.mapping));
    } else if (input?.type === 'folder' && given !== undefined) {
      const mapping = Object.fromEntries(FOLDER_COLUMNS.map((name, at) => [name, at]));
      const rows = given.table.rows.map(({ at, cells }): TypedRow => ({ at, marks: badFile(given.table, at), value: Object.fromEntries(FOLDER_COLUMNS.map((name, column) => [name, cells[column] ?? null])) }));
      sets.set(each, tableSet(rows, given.table, mapping));
    } else if (each.includes('.')) {
      sets.set(each, listSet(each, listAt(run, each)));
    }
  }
  return sets;
}

function badFile(table: Table, at: number): RowMark[] {
  const problem = table.problems?.find((one) => one.at === at);
  return problem === undefined ? [] : [{ code: 'bad-cell', column: '', value: problem.code }];
}

function tableSet(rows: readonly TypedRow[], table: Table, mapping: Mapping): RowSet {
  const columns = Object.values(mapping).filter((at) => at !== null);
  return {
    file: table.file, rows,
    labels(at, column) {
      const position = mapping[column];
      if (column !== '' && (position === null || position === undefined)) return [];
      return column === '' ? columns.map((one) => placeOf(table, at, one)) : [placeOf(table, at, position ?? 0)];
    },
  };
}

function listSet(each: string, items: readonly Json[]): RowSet {
  const source = each.split('.').slice(0, 2).join('.');
  const rows = items.map((item, at): TypedRow => ({ at: at + 1, value: rowOf(item), marks: [] }));
  return { file: source, rows, labels: (at) => [`${source}:${at}`] };
}

function rowOf(item: Json): JsonObject {
  return isJsonObject(item) ? item : { value: item };
}

function listAt(run: RunInput, each: string): readonly Json[] {
  const found = each.split('.').reduce<Json | undefined>(
    (value, name) => (isJsonObject(value) && Object.hasOwn(value, name) ? value[name] : undefined), { data: run.data, state: run.state },
  );
  return Array.isArray(found) ? found : [];
}

/**
 * Marks rows that are the same in every column: of identical rows all are left out until the person chooses. Gives how many
 * rows have a twin.
 */
export function markIdentical(rows: readonly TypedRow[], answer: string): number {
  const groups = new Map<string, TypedRow[]>();
  for (const row of rows) {
    const key = JSON.stringify(row.value);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [row]);
    else group.push(row);
  }
  let twins = 0;
  for (const group of groups.values()) {
    const [first] = group;
    if (group.length < 2 || first === undefined) continue;
    twins += group.length;
    if (answer === 'keep-all') continue;
    for (const row of group) if (answer !== 'keep-first' || row !== first) row.marks.push(identical(group, row));
  }
  return twins;
}

function identical(group: readonly TypedRow[], row: TypedRow): RowMark {
  return { code: 'identical', column: '', value: group.find((other) => other !== row)?.at ?? row.at };
}
