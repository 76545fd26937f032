import { isObject, ownAt, textAt, type Json } from '../json.ts';
import { textRows } from '../text-rows.ts';

/** What a value is, in words a person knows; each has a word in the catalogue. */
export const VALUE_TYPES = ['text', 'date', 'number', 'boolean', 'list', 'object', 'nothing'] as const;
export type ValueType = (typeof VALUE_TYPES)[number];

/** One line of a value laid out for reading. A long text becomes a head and one row for each of its lines. */
export type ValueRow =
  | { readonly kind: 'value'; readonly depth: number; readonly name: string; readonly title: string | null; readonly type: ValueType; readonly value: Json | undefined; readonly count: number | null }
  | { readonly kind: 'line'; readonly depth: number; readonly text: string; readonly number: number | null };

/** Texts up to this length with no line break stand beside their name. */
const SHORT = 400;

/** Lays a value out, whole, one thing a row, with the titles and types its schema gives. */
export function valueRows(value: Json, schema: Json | undefined): ValueRow[] {
  const rows: ValueRow[] = [];
  if (isObject(value)) addMembers(rows, value, schema, 0);
  else addValue(rows, '', value, schema, 0);
  return rows;
}

function addMembers(rows: ValueRow[], value: Json, schema: Json | undefined, depth: number): void {
  if (Array.isArray(value)) {
    value.forEach((item, at) => addValue(rows, String(at + 1), item, ownAt(schema, 'items'), depth));
  } else if (isObject(value)) {
    const properties = ownAt(schema, 'properties');
    for (const [name, member] of Object.entries(value)) addValue(rows, name, member, ownAt(properties, name), depth);
  }
}

function addValue(rows: ValueRow[], name: string, value: Json, schema: Json | undefined, depth: number): void {
  const head = { kind: 'value', depth, name, title: textAt(schema, 'title'), type: typeOf(value, schema) } as const;
  if (Array.isArray(value) || isObject(value)) {
    rows.push({ ...head, value: undefined, count: Array.isArray(value) ? value.length : Object.keys(value).length });
    addMembers(rows, value, schema, depth + 1);
  } else if (typeof value === 'string' && (value.length > SHORT || /[\n\r]/.test(value))) {
    rows.push({ ...head, value: undefined, count: value.length });
    for (const row of textRows(value)) rows.push({ kind: 'line', depth: depth + 1, ...row });
  } else {
    rows.push({ ...head, value, count: null });
  }
}

/** The type to name: the schema's finer word where the value bears it out, else the value's own. */
function typeOf(value: Json, schema: Json | undefined): ValueType {
  if (value === null) return 'nothing';
  if (Array.isArray(value)) return 'list';
  switch (typeof value) {
    case 'string': return /^date(-time)?$/.test(textAt(schema, 'format') ?? '') ? 'date' : 'text';
    case 'number': return 'number';
    case 'boolean': return 'boolean';
    default: return 'object';
  }
}
