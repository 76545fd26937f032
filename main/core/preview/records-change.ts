import { valueAt } from '../canonical/pointer.ts';
import type { ChangeRecipe } from '../recipes/recipe.ts';
import { isJsonObject, type Json, type JsonObject } from '../words/index.ts';
import { differingFields, labelBySchema } from './fields.ts';
import type { Change, RowChange, StateRead } from './preview.ts';

export type RecordsRecipe = Extract<ChangeRecipe, { how: 'records' }>;

/** The change of several records and the project they are in. */
export interface RecordsChange {
  readonly change: Extract<Change, { kind: 'rows' }>;
  readonly project: string | null;
  /** The ids of all projects they are in. */
  readonly projects: readonly Json[];
}

/**
 * Before and after of several records, a row for each of the call. Null where the arguments do not have that shape,
 * where a record is not there, or where two rows name the same one: what then comes out is the server's affair.
 */
export function changedRecords(
  recipe: RecordsRecipe, args: JsonObject, definition: JsonObject, state: StateRead | null,
): RecordsChange | null {
  const rows = valueAt(args, recipe.rows);
  if (!Array.isArray(rows)) return null;
  const records = recipe.verb === 'create' ? new Map<string, JsonObject>() : recordsById(recipe, state);
  if (records === null) return null;
  const changes = (rows as readonly Json[]).map((row, at) => rowChange(recipe, args, row, at, records, labelBySchema(definition, `${recipe.rows}/${at}`)));
  const known = changes.filter((change) => change !== null);
  const named = new Set(known.map(({ target }) => target));
  if (known.length !== rows.length || named.size !== rows.length) return null;
  return { change: { kind: 'rows', at: recipe.rows, noun: recipe.noun, rows: known }, project: projectOf(recipe, args, state, records), projects: projectIds(recipe, args, records) };
}

/** What is read, by what names each; null where it does not have that shape. */
export function recordsById(recipe: RecordsRecipe, state: StateRead | null): Map<string, JsonObject> | null {
  const items = state?.state === 'read' ? valueAt(state.value, recipe.list) : undefined;
  if (!Array.isArray(items)) return null;
  return new Map((items as readonly Json[]).flatMap((item) => {
    const id = valueAt(item, recipe.key);
    return isJsonObject(item) && typeof id === 'string' ? [[id, item]] : [];
  }));
}

function rowChange(
  recipe: RecordsRecipe, args: JsonObject, row: Json, at: number, records: ReadonlyMap<string, JsonObject>, label: (pointer: string) => string,
): RowChange | null {
  if (recipe.verb === 'create') {
    if (!isJsonObject(row)) return null;
    return { verb: 'create', target: String(at + 1), fields: differingFields({}, createdRow(recipe, args, row), [], label) };
  }
  const target = valueAt(row, recipe.id);
  const before = typeof target === 'string' ? records.get(target) : undefined;
  if (typeof target !== 'string' || before === undefined) return null;
  if (recipe.verb === 'delete') return { verb: 'delete', target, fields: differingFields(before, {}, [], label) };
  if (!isJsonObject(row)) return null;
  return { verb: 'update', target, fields: differingFields(before, patchedRow(recipe, row, before), recipe.serverSets, label) };
}

function createdRow(recipe: RecordsRecipe, args: JsonObject, row: JsonObject): JsonObject {
  const shared = Object.entries(args).filter(([name]) => (recipe.shares ?? []).includes(name));
  return { ...recipe.defaults, ...row, ...Object.fromEntries(shared) };
}

function patchedRow(recipe: RecordsRecipe, row: JsonObject, before: JsonObject): JsonObject {
  return { ...before, ...Object.fromEntries(Object.entries(row).filter(([name]) => `/${name}` !== recipe.id)) };
}

/** A row's record as it would be; null where it names one that is not among those read. */
export function mergedRow(recipe: RecordsRecipe, args: JsonObject, row: JsonObject, records: ReadonlyMap<string, JsonObject>): JsonObject | null {
  if (recipe.verb === 'create') return createdRow(recipe, args, row);
  const target = valueAt(row, recipe.id);
  const before = typeof target === 'string' ? records.get(target) : undefined;
  return before === undefined ? null : patchedRow(recipe, row, before);
}

/** One project for all of them, or none: what lies in several is named by none. */
function projectOf(recipe: RecordsRecipe, args: JsonObject, state: StateRead | null, records: ReadonlyMap<string, JsonObject>): string | null {
  const place = state?.state === 'read' ? state.value : null;
  const holders: readonly Json[] = recipe.verb === 'create' ? [place] : [...records.values()];
  const name = (holder: Json): Json | undefined => (recipe.projectName === undefined ? undefined : valueAt(holder, recipe.projectName));
  const ids = projectIds(recipe, args, records);
  const found = new Set(holders.map((holder, at) => name(holder) ?? ids[at]));
  const only = found.size === 1 ? [...found][0] : undefined;
  return typeof only === 'string' && only !== '' ? only : null;
}

function projectIds(recipe: RecordsRecipe, args: JsonObject, records: ReadonlyMap<string, JsonObject>): readonly Json[] {
  return (recipe.verb === 'create' ? [args] : [...records.values()]).map((holder) => valueAt(holder, recipe.project) ?? null);
}
