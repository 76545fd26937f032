import { checkingRows, checkRows, type RowMarks } from '../../core/bulk/check-rows.ts';
import { pointerOf, pointerParts, valueAt } from '../../core/canonical/pointer.ts';
import type { Pause } from '../../core/turns/pause.ts';
import { inTurns } from '../../core/turns/in-turns.ts';
import { isJsonObject, type Json, type JsonObject } from '../../core/words/index.ts';
import type { PlanInput, PlanItemInput } from './plan-input.ts';

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

/**
 * A set out of many objects for one tool: every row is checked against the tool's schema, and again after each edit.
 * Ten thousand rows take a while, in which others have their turn: `pause` is asked between the steps.
 */
export async function manyToPlan(many: Many, inputSchema: Json, by: Pick<PlanInput, 'planner' | 'client'>, pause: Pause): Promise<PlanInput> {
  const { title, serverId, tool, args, list } = many;
  const checked = (rows: readonly JsonObject[], schema: Json): Promise<RowMarks> => inTurns(checkingRows(rows, schema), pause);
  if (list === null) {
    const marks = await checked(args, inputSchema);
    const items = args.map((one, at): PlanItemInput => ({ key: String(at), serverId, tool, args: one, marks: marks[at] ?? [] }));
    return { ...by, title, recheck: (rows) => checkRows(rows, inputSchema), items };
  }
  const entrySchema = schemaOfEntry(inputSchema, list);
  const items: PlanItemInput[] = [];
  for (const [at, one] of args.entries()) {
    const entries = valueAt(one, list);
    const rows = Array.isArray(entries) ? entries.map((entry: Json) => (isJsonObject(entry) ? entry : {})) : [];
    items.push({ key: String(at), serverId, tool, args: one, rows: list, rowMarks: await checked(rows, entrySchema) });
  }
  return { ...by, title, recheck: (rows) => checkRows(rows, entrySchema), items };
}

/** The schema of one entry of the list at a pointer into the arguments; null where the schema does not say. */
function schemaOfEntry(inputSchema: Json, list: string): Json {
  const parts = pointerParts(list) ?? [];
  const steps = parts.flatMap((part) => ['properties', part]);
  return valueAt(inputSchema, pointerOf([...steps, 'items'])) ?? null;
}
