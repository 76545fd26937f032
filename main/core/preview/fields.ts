import { pointerOf, pointerParts } from '../canonical/pointer.ts';
import { isJsonObject, type Json, type JsonObject } from '../words/index.ts';
import type { FieldChange } from './preview.ts';

/**
 * The fields that differ between two records, in the order of the first, then of the second. Objects and lists of
 * objects are entered, so that a moved menu entry does not show the whole tree, except many plain records of which some come
 * or go: those are one field, a table. A side that lacks a member has no
 * `before` or `after`. Fields named in `ignore` (of the record's first level) are left out.
 */
export function differingFields(
  before: JsonObject, after: JsonObject, ignore: readonly string[], label: (pointer: string) => string,
): readonly FieldChange[] {
  const fields: FieldChange[] = [];
  const left = without(before, ignore);
  const right = without(after, ignore);
  compareMembers(fields, [], left, right, label);
  return fields;
}

function without(record: JsonObject, names: readonly string[]): JsonObject {
  return Object.fromEntries(Object.entries(record).filter(([name]) => !names.includes(name)));
}

type Parts = readonly (string | number)[];

function compareMembers(
  fields: FieldChange[], parts: Parts, before: JsonObject, after: JsonObject, label: (pointer: string) => string,
): void {
  for (const name of new Set([...Object.keys(before), ...Object.keys(after)])) {
    const left = Object.hasOwn(before, name) ? before[name] : undefined;
    const right = Object.hasOwn(after, name) ? after[name] : undefined;
    compareValues(fields, [...parts, name], left, right, label);
  }
}

function compareValues(
  fields: FieldChange[], parts: Parts, before: Json | undefined, after: Json | undefined, label: (pointer: string) => string,
): void {
  if (before !== undefined && after !== undefined) {
    if (isJsonObject(before) && isJsonObject(after)) return compareMembers(fields, parts, before, after, label);
    if (isObjectList(before) && isObjectList(after) && !becomesTable(before, after)) {
      return compareMembers(fields, parts, Object.fromEntries(before.entries()), Object.fromEntries(after.entries()), label);
    }
    if (sameJson(before, after)) return;
  }
  const pointer = pointerOf(parts);
  fields.push({
    pointer, label: label(pointer),
    ...(before === undefined ? {} : { before }),
    ...(after === undefined ? {} : { after }),
  });
}

/** Whether both have the same canonical form. What has none equals nothing: it is then shown as a difference. */
function sameJson(before: Json, after: Json): boolean {
  if (typeof before === 'string') return before === after && before.isWellFormed();
  if (Array.isArray(before)) {
    return Array.isArray(after) && before.length === after.length && before.every((item: Json, at) => sameJson(item, after[at] as Json));
  }
  if (!isJsonObject(before)) return before === after;
  const names = Object.keys(before);
  return isJsonObject(after) && names.length === Object.keys(after).length
    && names.every((name) => name.isWellFormed() && Object.hasOwn(after, name) && sameJson(before[name] as Json, after[name] as Json));
}

/** A list up to this long is read entry by entry even where some come or go. */
const SHORT_LIST = 20;

/** Many plain records of which some come or go are a table: by their places every later one would seem to have changed. */
function becomesTable(before: readonly JsonObject[], after: readonly JsonObject[]): boolean {
  const isPlain = (record: JsonObject): boolean => Object.values(record).every((value) => typeof value !== 'object' || value === null);
  return before.length !== after.length && Math.max(before.length, after.length) > SHORT_LIST && before.every(isPlain) && after.every(isPlain);
}

function isObjectList(value: Json): value is readonly JsonObject[] {
  return Array.isArray(value) && value.length > 0 && value.every((item: Json) => isJsonObject(item));
}

/**
 * Names fields as the tool's schemas title them, `Entries › 2 › Label` for a nested one; a part without a title
 * is named by its key, a list's part by its place counted from one. Titles are the server's words. Pointers may begin
 * below a place of the schema: `under`.
 */
export function labelBySchema(definition: JsonObject, under = ''): (pointer: string) => string {
  const schemas = [definition['inputSchema'], definition['outputSchema']].filter((schema) => isJsonObject(schema));
  return (pointer) => {
    const parts = pointerParts(under + pointer) ?? [];
    const best = schemas.find((schema) => memberSchema(schema, parts[0] ?? '') !== undefined);
    return labelParts(best, parts).slice(pointerParts(under)?.length ?? 0).join(' › ');
  };
}

function labelParts(schema: JsonObject | undefined, parts: readonly string[]): string[] {
  let here: JsonObject | undefined = schema;
  return parts.map((part) => {
    const items: Json | undefined = here?.['items'];
    if (here !== undefined && isJsonObject(items) && /^\d+$/.test(part)) {
      here = items;
      return String(Number(part) + 1);
    }
    here = here === undefined ? undefined : memberSchema(here, part);
    const title: Json | undefined = here?.['title'];
    return typeof title === 'string' && title.trim() !== '' ? title : part;
  });
}

function memberSchema(schema: JsonObject, name: string): JsonObject | undefined {
  const properties = schema['properties'];
  if (!isJsonObject(properties) || !Object.hasOwn(properties, name)) return undefined;
  const member = properties[name];
  return isJsonObject(member) ? member : undefined;
}
