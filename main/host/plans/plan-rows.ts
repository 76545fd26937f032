import { leavesOut, type Mark } from '../../core/bulk/mark.ts';
import { valueAt, withValueAt } from '../../core/canonical/pointer.ts';
import { isJsonObject, type Json, type JsonObject } from '../../core/words/index.ts';
import type { PlanInput, PlanItemInput } from './plan-input.ts';

/** One row of a set: an item, or one entry of the list in an item's arguments. */
export interface PlanRow {
  readonly id: string;
  readonly item: number;
  /** Place in the item's list; null where the row is the whole item. */
  readonly entry: number | null;
  values: JsonObject;
  marks: readonly Mark[];
  leftOut: boolean;
}

/** The rows of a set in the order of its items. A row with a grave mark starts left out. */
export function rowsOf(plan: PlanInput): PlanRow[] {
  return plan.items.flatMap((item, at) => {
    const entries = entriesOf(item);
    if (entries === null) {
      const row = rowOf(String(at), at, null, item.args, item.marks ?? []);
      return [{ ...row, leftOut: item.leftOut ?? row.leftOut }];
    }
    return entries.map((entry, place) => rowOf(`${at}.${place}`, at, place, entry, item.rowMarks?.[place] ?? []));
  });
}

function rowOf(id: string, item: number, entry: number | null, values: JsonObject, marks: readonly Mark[]): PlanRow {
  return { id, item, entry, values, marks, leftOut: leavesOut(marks) };
}

/** The entries of an item's list as rows; null where it has none, then the item is one row. */
function entriesOf(item: PlanItemInput): readonly JsonObject[] | null {
  if (item.rows === undefined) return null;
  const list = valueAt(item.args, item.rows);
  if (!Array.isArray(list)) return null;
  return list.map((entry: Json) => (isJsonObject(entry) ? entry : { '': entry }));
}

/** The arguments of an item as its rows now stand: the list without those left out. Null where nothing is left. */
export function argumentsOf(item: PlanItemInput, rows: readonly PlanRow[]): JsonObject | null {
  const kept = rows.filter((row) => !row.leftOut);
  if (kept.length === 0) return null;
  const [only] = kept;
  if (only !== undefined && only.entry === null) return only.values;
  const list = kept.map((row): Json => (Object.keys(row.values).join() === '' && '' in row.values ? row.values[''] ?? null : row.values));
  const rebuilt = withValueAt(item.args, item.rows ?? '', list);
  return isJsonObject(rebuilt ?? undefined) ? rebuilt as JsonObject : null;
}
