import { checkRows } from '../../core/bulk/check-rows.ts';
import { pointerOf, pointerParts, valueAt } from '../../core/canonical/pointer.ts';
import { isJsonObject, type Json, type JsonObject } from '../../core/words/index.ts';
import type { PlanInput } from './plan-input.ts';

/** The same tool for many objects, as a person hands it in. */
export interface Many {
  readonly title: string;
  readonly serverId: string;
  readonly tool: string;
  /** Arguments, one set for each object; for a tool that takes a list, one set that holds it. */
  readonly args: readonly JsonObject[];
  /** Pointer to the list whose entries are the objects, for a tool that takes many at once; null otherwise. */
  readonly list: string | null;
}

/** A set out of many objects for one tool: every row is checked against the tool's schema, and again after each edit. */
export function manyToPlan(many: Many, inputSchema: Json, by: Pick<PlanInput, 'planner' | 'client'>): PlanInput {
  const { title, serverId, tool, args, list } = many;
  if (list === null) {
    const recheck = (rows: readonly JsonObject[]) => checkRows(rows, inputSchema);
    const marks = recheck(args);
    return { ...by, title, recheck, items: args.map((one, at) => ({ key: String(at), serverId, tool, args: one, marks: marks[at] ?? [] })) };
  }
  const entrySchema = schemaOfEntry(inputSchema, list);
  const recheck = (rows: readonly JsonObject[]) => checkRows(rows, entrySchema);
  return {
    ...by, title, recheck,
    items: args.map((one, at) => {
      const entries = valueAt(one, list);
      const rows = Array.isArray(entries) ? entries.map((entry: Json) => (isJsonObject(entry) ? entry : {})) : [];
      return { key: String(at), serverId, tool, args: one, rows: list, rowMarks: recheck(rows) };
    }),
  };
}

/** The schema of one entry of the list at a pointer into the arguments; null where the schema does not say. */
function schemaOfEntry(inputSchema: Json, list: string): Json {
  const parts = pointerParts(list) ?? [];
  const steps = parts.flatMap((part) => ['properties', part]);
  return valueAt(inputSchema, pointerOf([...steps, 'items'])) ?? null;
}
