import { isJsonObject, type Json, type JsonObject } from '../words/index.ts';
import { differingFields, labelBySchema } from './fields.ts';
import type { Change } from './preview.ts';
import { READ_KEYS } from './reads.ts';

/** How the key of a file begins that an argument names. */
export const NAMED_FILE = 'file ';

/**
 * What moved under a question: the changes from the state an earlier painting rested on to the state this one rests
 * on. In: both bases as previews bind them, and the tool's definition for the titles of fields. Empty where the
 * states are the same: then something else moved, such as the definition. Each bears the name its object has among
 * `changes`, those of the preview now. Total: what has no readable form is left out.
 */
export function movedSince(then: Json, now: Json, definition: JsonObject, changes: readonly Change[]): readonly Change[] {
  const before = statesOf(then);
  const after = statesOf(now);
  return [...new Set([...before.keys(), ...after.keys()])].flatMap((key) => changeOf(nameOf(key, after.get(key), changes), before.get(key), after.get(key), definition));
}

/** What a person calls the object of a read; the read's own key where the preview has no name for it. */
function nameOf(key: string, state: JsonObject | undefined, changes: readonly Change[]): string {
  const only = changes.length === 1 ? changes[0] : undefined;
  if (only?.kind === 'move' && (key === READ_KEYS.from || key === READ_KEYS.to)) return only[key];
  if (key === READ_KEYS.before && (only?.kind === 'text' || only?.kind === 'fields')) return only.target;
  const path = recordOf(state)['path'] ?? state?.['path'];
  return key.startsWith(NAMED_FILE) && typeof path === 'string' ? path : key;
}

function statesOf(base: Json): ReadonlyMap<string, JsonObject> {
  const states: readonly Json[] = Array.isArray(base) ? base : [];
  return new Map(states.flatMap((state) => (isJsonObject(state) && typeof state['key'] === 'string' ? [[state['key'], state]] : [])));
}

function changeOf(target: string, then: JsonObject | undefined, now: JsonObject | undefined, definition: JsonObject): readonly Change[] {
  const before = textOf(then);
  const after = textOf(now);
  if (before !== null || after !== null) return before === after ? [] : [{ kind: 'text', target, before, after }];
  const fields = differingFields(recordOf(then), recordOf(now), [], labelBySchema(definition));
  if (fields.length === 0) return [];
  const verb = isGone(then) ? 'create' : isGone(now) ? 'delete' : 'update';
  return [{ kind: 'fields', target, verb, fields }];
}

function textOf(state: JsonObject | undefined): string | null {
  const text = state?.['text'];
  return typeof text === 'string' ? text : null;
}

function recordOf(state: JsonObject | undefined): JsonObject {
  const value = state?.['value'];
  return value !== undefined && isJsonObject(value) ? value : {};
}

function isGone(state: JsonObject | undefined): boolean {
  return state === undefined || state['state'] === 'absent';
}
