import { canonical } from '../canonical/canonical.ts';
import { pointerOf, pointerParts } from '../canonical/pointer.ts';
import { isJsonObject, type Json, type JsonObject } from '../words/index.ts';
import type { FieldChange } from './preview.ts';

/**
 * The fields that differ between two records, in the order of the first, then of the second. Objects and lists of
 * objects are entered, so that a moved menu entry does not show the whole tree; a side that lacks a member has no
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
    if (sameJson(before, after)) return;
    if (isJsonObject(before) && isJsonObject(after)) return compareMembers(fields, parts, before, after, label);
    if (isObjectList(before) && isObjectList(after)) {
      return compareMembers(fields, parts, Object.fromEntries(before.entries()), Object.fromEntries(after.entries()), label);
    }
  }
  const pointer = pointerOf(parts);
  fields.push({
    pointer, label: label(pointer),
    ...(before === undefined ? {} : { before }),
    ...(after === undefined ? {} : { after }),
  });
}

/** What has no canonical form equals nothing: it is then shown as a difference. */
function sameJson(before: Json, after: Json): boolean {
  try {
    return canonical(before) === canonical(after);
  } catch {
    return false;
  }
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
