import type { Kind } from './kinds.ts';
import { getRecord, newRow, removed, shown, updated, withRows, type Desk } from './records.ts';
import { fieldsOf, listOf, Refusal, type Fields, type Value } from './rows.ts';
import type { Data } from './store.ts';

/** Many records with one call: all of them or none. */
export function importRecords(desk: Desk, kind: Kind, args: Fields): Fields {
  const data = desk.store.read();
  const rows = rowsOf(args).map((row, at) => named(at, () => newRow(desk, data, kind, { ...row, project: args['project'] ?? '' }, at + 1)));
  desk.store.write(withRows(data, kind, rows));
  return { items: rows.map((row) => shown(data, row)) };
}

/** Changes the given fields of each; all of them or none. */
export function updateRecords(desk: Desk, kind: Kind, args: Fields): Fields {
  return together(desk, rowsOf(args), (data, row) => updated(desk, data, kind, row));
}

/** Removes all of them or none; answers with what went. */
export function deleteRecords(desk: Desk, kind: Kind, args: Fields): Fields {
  return together(desk, idsOf(args), (data, row) => removed(desk, data, kind, row));
}

/** Several whole records, in the order asked for; `missing` names those that are not there. */
export function getRecords(desk: Desk, kind: Kind, args: Fields): Fields {
  const items: Fields[] = [];
  const missing: Value[] = [];
  for (const row of idsOf(args)) {
    try {
      items.push(getRecord(desk, kind, row));
    } catch (error) {
      if (!(error instanceof Refusal) || !error.message.startsWith('Not found: ')) throw error;
      missing.push(row['id'] ?? null);
    }
  }
  return { items, missing };
}

type Step = (data: Data, row: Fields) => { readonly data: Data; readonly shown: Fields };

/** Nothing is written before each step was possible, and then once. A refusal names the row it is about. */
function together(desk: Desk, rows: readonly Fields[], step: Step): Fields {
  let data = desk.store.read();
  const items: Fields[] = [];
  rows.forEach((row, at) => {
    const next = named(at, () => step(data, row));
    data = next.data;
    items.push(next.shown);
  });
  desk.store.write(data);
  return { items };
}

/** What was refused for what a row says names the row; what is not there or not allowed says so first. */
function named<T>(at: number, step: () => T): T {
  try {
    return step();
  } catch (error) {
    if (!(error instanceof Refusal) || /^Not (allowed|found): /.test(error.message)) throw error;
    throw new Refusal(`Row ${at + 1}: ${error.message}`);
  }
}

function rowsOf(args: Fields): readonly Fields[] {
  return listOf(args['items']).map(fieldsOf);
}

function idsOf(args: Fields): readonly Fields[] {
  return listOf(args['ids']).map((id) => ({ id }));
}
