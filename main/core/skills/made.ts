import { isJsonObject, type Json, type JsonObject } from '../words/index.ts';

/**
 * A value that only comes to be when an earlier call of the plan was carried out: the id of what it makes. The plan names
 * the item it comes from and the pointer into its answer; who carries the plan out puts the value in.
 */
export function madeReference(key: string, pointer = '/id'): JsonObject {
  return { $from: key, pointer };
}

/** The items whose answers a value waits for. */
export function madeKeys(value: Json): readonly string[] {
  if (Array.isArray(value)) return (value as readonly Json[]).flatMap(madeKeys);
  if (!isJsonObject(value)) return [];
  if (typeof value['$from'] === 'string' && typeof value['pointer'] === 'string') return [value['$from']];
  return Object.values(value).flatMap(madeKeys);
}
