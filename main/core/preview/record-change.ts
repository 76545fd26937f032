import { valueAt } from '../canonical/pointer.ts';
import type { ChangeRecipe } from '../recipes/recipe.ts';
import { isJsonObject, type Json, type JsonObject } from '../words/index.ts';
import { differingFields, labelBySchema } from './fields.ts';
import { recordIn } from './record-within.ts';
import type { Change, StateRead } from './preview.ts';

export type RecordRecipe = Extract<ChangeRecipe, { how: 'record' }>;

/** A record's change, the record on both sides, and the project it is in. */
export interface RecordChange {
  readonly change: Extract<Change, { kind: 'fields' }>;
  /** Null: there is no record on that side. */
  readonly before: JsonObject | null;
  readonly after: JsonObject | null;
  readonly project: string | null;
}

/**
 * Before and after of one record; null where the arguments or the record do not have that shape, `open` where nobody
 * tried what such a call does. `state`: the record as read, or for a create the place it comes into.
 */
export function changedRecord(
  recipe: RecordRecipe, args: JsonObject, definition: JsonObject, state: StateRead | null,
): RecordChange | 'open' | null {
  const read = state?.state === 'read' ? recordIn(recipe.seek, valueAt(args, recipe.id), patchNames(recipe, args), state.value) : null;
  const makes = recipe.verb === 'create' || (recipe.verb === 'put' && state?.state === 'absent');
  const before = makes ? null : read;
  const target = makes && recipe.verb === 'create' ? recipe.noun : valueAt(args, recipe.id);
  if ((!makes && before === null) || (typeof target !== 'string' && typeof target !== 'number')) return null;
  const after = recipe.verb === 'delete' ? null : before === null ? created(recipe, args) : merged(recipe, args, before);
  if (recipe.verb !== 'delete' && after === null) return null;
  if (recipe.untested === true && before !== null && after !== null && !plainChange(before, after)) return 'open';
  const ignore = before === null || after === null ? [] : recipe.serverSets;
  const fields = differingFields(before ?? {}, after ?? {}, ignore, labelBySchema(definition));
  const verb = before === null ? 'create' : after === null ? 'delete' : 'update';
  return { change: { kind: 'fields', target: String(target), verb, fields }, before, after, project: projectOf(recipe, before ?? args, read) };
}

function patchNames(recipe: RecordRecipe, args: JsonObject): readonly string[] {
  const patch = valueAt(args, recipe.patch);
  return isJsonObject(patch) ? Object.keys(patch) : [];
}

/** Fields that were there, each with a plain value before and after: what becomes of anything else was never tried. */
function plainChange(before: JsonObject, after: JsonObject): boolean {
  const isPlain = (value: Json | undefined): boolean => value !== undefined && typeof value !== 'object';
  return Object.entries(after).every(([name, value]) => {
    const old = Object.hasOwn(before, name) ? before[name] : undefined;
    return old === value || (old !== undefined && isPlain(value) && (old === null || typeof old === typeof value));
  });
}

function created(recipe: RecordRecipe, args: JsonObject): JsonObject | null {
  const patch = valueAt(args, recipe.patch);
  if (!isJsonObject(patch)) return null;
  const filled = Object.entries(recipe.defaults ?? {}).filter(([name]) => !Object.hasOwn(patch, name));
  return { ...renamed(recipe, Object.entries(patch)), ...Object.fromEntries(filled), ...recipe.sets };
}

function merged(recipe: RecordRecipe, args: JsonObject, record: JsonObject): JsonObject | null {
  const patch = valueAt(args, recipe.patch);
  if (!isJsonObject(patch)) return null;
  const ids = recipe.patch === '' ? [recipe.id, ...Object.values(recipe.read?.args ?? {})].map((pointer) => `/${pointer.split('/')[1] ?? ''}`) : [];
  const changes = Object.entries(patch).filter(([name]) => !ids.includes(`/${name}`));
  const kept = Object.entries(record).filter(([name]) => !(recipe.removes ?? []).includes(name));
  return { ...Object.fromEntries(kept), ...renamed(recipe, changes), ...recipe.sets };
}

function renamed(recipe: RecordRecipe, fields: readonly [string, Json][]): JsonObject {
  const names = new Map(Object.entries(recipe.renames ?? {}));
  return Object.fromEntries(fields.map(([name, value]) => [names.get(name) ?? name, value]));
}

/** The project's name as read, else its id: of the record, or for a create of the arguments. */
function projectOf(recipe: RecordRecipe, holder: JsonObject, read: JsonObject | null): string | null {
  const name = recipe.projectName === undefined || read === null ? undefined : valueAt(read, recipe.projectName);
  const id: Json | undefined = valueAt(holder, recipe.project);
  if (typeof name === 'string' && name !== '') return name;
  return typeof id === 'string' ? id : null;
}
