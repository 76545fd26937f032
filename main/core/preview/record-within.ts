import type { ChangeRecipe } from '../recipes/recipe.ts';
import { isJsonObject, type Json, type JsonObject } from '../words/index.ts';

type Seek = Extract<ChangeRecipe, { how: 'record' }>['seek'];

/** So deep, and among so many values, a record is looked for. */
const DEEPEST = 4;
const MOST = 20_000;

/**
 * The record in what was read. Where the recipe does not seek, it is the whole; else the object that has most of the
 * fields the call sets, or the one of a list that bears the call's id. Null where there is none, or more than one.
 */
export function recordIn(seek: Seek, id: Json | undefined, names: readonly string[], value: Json): JsonObject | null {
  if (seek === undefined) return isJsonObject(value) ? value : null;
  const objects = objectsIn(value);
  if (seek === 'list') {
    const named = objects.filter((object) => id !== undefined && Object.values(object).some((member) => member === id || (typeof id !== 'object' && String(member) === String(id))));
    return named.length === 1 ? (named[0] ?? null) : null;
  }
  const held = (object: JsonObject): number => names.filter((name) => Object.hasOwn(object, name)).length;
  const most = Math.max(0, ...objects.map(held));
  return objects.find((object) => held(object) === most) ?? null;
}

function objectsIn(value: Json): JsonObject[] {
  const found: JsonObject[] = [];
  let level: readonly Json[] = [value];
  for (let depth = 0; depth <= DEEPEST && level.length > 0 && level.length < MOST; depth += 1) {
    found.push(...level.filter((one) => isJsonObject(one)));
    level = level.flatMap((one): readonly Json[] => (Array.isArray(one) ? one : isJsonObject(one) ? Object.values(one).filter((member) => typeof member === 'object' && member !== null) : []));
  }
  return found.slice(0, MOST);
}
