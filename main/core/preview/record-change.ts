import { valueAt } from '../canonical/pointer.ts';
import type { ChangeRecipe } from '../recipes/recipe.ts';
import { isJsonObject, type Json, type JsonObject } from '../words/index.ts';
import { differingFields, labelBySchema } from './fields.ts';
import type { Change, StateRead } from './preview.ts';

export type RecordRecipe = Extract<ChangeRecipe, { how: 'record' }>;

/** A record's change and the project it is in; null where the arguments or the record do not have that shape. */
export interface RecordChange {
  readonly change: Extract<Change, { kind: 'fields' }>;
  readonly project: string | null;
}

/** Before and after of one record. `state`: the record as read, or for a create the place it comes into. */
export function changedRecord(
  recipe: RecordRecipe, args: JsonObject, definition: JsonObject, state: StateRead | null,
): RecordChange | null {
  const read = state?.state === 'read' && isJsonObject(state.value) ? state.value : null;
  const label = labelBySchema(definition);
  if (recipe.verb === 'create') {
    const after = created(recipe, args);
    return after === null ? null : {
      change: { kind: 'fields', target: recipe.noun, verb: 'create', fields: differingFields({}, after, [], label) },
      project: projectOf(recipe, args, read),
    };
  }
  const target = valueAt(args, recipe.id);
  if (read === null || typeof target !== 'string') return null;
  const after = recipe.verb === 'delete' ? {} : merged(recipe, args, read);
  if (after === null) return null;
  const ignore = recipe.verb === 'delete' ? [] : recipe.serverSets;
  return {
    change: { kind: 'fields', target, verb: recipe.verb, fields: differingFields(read, after, ignore, label) },
    project: projectOf(recipe, read, read),
  };
}

function created(recipe: RecordRecipe, args: JsonObject): JsonObject | null {
  const patch = valueAt(args, recipe.patch);
  if (!isJsonObject(patch)) return null;
  const filled = Object.entries(recipe.defaults ?? {}).filter(([name]) => !Object.hasOwn(patch, name));
  return { ...patch, ...Object.fromEntries(filled), ...recipe.sets };
}

function merged(recipe: RecordRecipe, args: JsonObject, record: JsonObject): JsonObject | null {
  const patch = valueAt(args, recipe.patch);
  if (!isJsonObject(patch)) return null;
  const ids = recipe.patch === '' ? [recipe.id, ...Object.values(recipe.read?.args ?? {})] : [];
  const changes = Object.entries(patch).filter(([name]) => !ids.includes(`/${name}`));
  return { ...record, ...Object.fromEntries(changes), ...recipe.sets };
}

/** The project's name as read, else its id: of the record, or for a create of the arguments. */
function projectOf(recipe: RecordRecipe, holder: JsonObject, read: JsonObject | null): string | null {
  const name = recipe.projectName === undefined || read === null ? undefined : valueAt(read, recipe.projectName);
  const id: Json | undefined = valueAt(holder, recipe.project);
  if (typeof name === 'string' && name !== '') return name;
  return typeof id === 'string' ? id : null;
}
