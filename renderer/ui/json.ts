import type { PlannedCallView } from '../../preload/contract/views.ts';

/** Any JSON value as it crosses the border. */
export type Json = PlannedCallView['inputSchema'];
export type JsonObject = PlannedCallView['args'];

/** Tells an object from the other JSON values. */
export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** JSON as people read it: two spaces, one thing a line. Never minified. */
export function prettyJson(value: Json): string {
  return JSON.stringify(value, null, 2);
}

/** The text of an own property, or null: schemas come from servers, so a name may be anything. */
export function textAt(value: Json | undefined, key: string): string | null {
  const found = isObject(value) && Object.hasOwn(value, key) ? value[key] : undefined;
  return typeof found === 'string' ? found : null;
}

/** An own property, or undefined; never one of the prototype. */
export function ownAt(value: Json | undefined, key: string): Json | undefined {
  return isObject(value) && Object.hasOwn(value, key) ? value[key] : undefined;
}
