import { isObject, ownAt, textAt, type Json, type JsonObject } from '../json.ts';

/** How one value is entered. Whatever a schema says that is not listed here becomes a JSON field. */
export type Control =
  | { readonly kind: 'text'; readonly format: 'plain' | 'date' | 'date-time' | 'time' | 'email' | 'uri'; readonly long: boolean; readonly minLength: number | null; readonly maxLength: number | null }
  | { readonly kind: 'number'; readonly integer: boolean; readonly min: number | null; readonly max: number | null }
  | { readonly kind: 'boolean' }
  | { readonly kind: 'choice'; readonly options: readonly (string | number | boolean | null)[] }
  | { readonly kind: 'list'; readonly item: Control }
  | { readonly kind: 'group'; readonly fields: readonly FormField[] }
  | { readonly kind: 'json' };

/** One named value of an object; title and description are hostile text. */
export interface FormField {
  readonly name: string;
  readonly title: string | null;
  readonly description: string | null;
  readonly required: boolean;
  readonly control: Control;
}

/** Groups nested deeper than this are entered as JSON. */
const DEEPEST = 5;
const FORMATS = ['date', 'date-time', 'time', 'email', 'uri'] as const;

/**
 * The form for a tool's input schema, or null where there is no object schema to make one from: then the
 * arguments are entered as JSON. Total for any schema; it never evaluates a server's regular expressions.
 */
export function formModel(schema: Json | undefined): readonly FormField[] | null {
  if (!isObject(schema) || !isObject(ownAt(schema, 'properties'))) return null;
  if (['anyOf', 'oneOf', 'allOf', '$ref', 'if'].some((word) => Object.hasOwn(schema, word))) return null;
  return fieldsOf(schema, 0);
}

function fieldsOf(schema: JsonObject, depth: number): FormField[] {
  const required = ownAt(schema, 'required');
  const properties = ownAt(schema, 'properties');
  return Object.entries(isObject(properties) ? properties : {}).map(([name, member]) => ({
    name,
    title: textAt(member, 'title'),
    description: textAt(member, 'description'),
    required: Array.isArray(required) && required.includes(name),
    control: controlOf(member, depth),
  }));
}

function controlOf(schema: Json | undefined, depth: number): Control {
  if (!isObject(schema)) return { kind: 'json' };
  const options = ownAt(schema, 'enum');
  if (Array.isArray(options) && options.length > 0 && options.every(isPlain)) return { kind: 'choice', options };
  const only = ownAt(schema, 'const');
  if (only !== undefined && isPlain(only)) return { kind: 'choice', options: [only] };
  switch (ownAt(schema, 'type')) {
    case 'string': return textControl(schema);
    case 'integer':
    case 'number': return { kind: 'number', integer: schema['type'] === 'integer', min: numberAt(schema, 'minimum'), max: numberAt(schema, 'maximum') };
    case 'boolean': return { kind: 'boolean' };
    case 'array': return listControl(schema, depth);
    case 'object': return groupControl(schema, depth);
    default: return { kind: 'json' };
  }
}

function textControl(schema: JsonObject): Control {
  const format = FORMATS.find((known) => known === textAt(schema, 'format')) ?? 'plain';
  const maxLength = numberAt(schema, 'maxLength');
  const long = format === 'plain' && (maxLength === null || maxLength > 120);
  return { kind: 'text', format, long, minLength: numberAt(schema, 'minLength'), maxLength };
}

function listControl(schema: JsonObject, depth: number): Control {
  const item = controlOf(ownAt(schema, 'items'), depth + 1);
  const scalar = item.kind === 'text' || item.kind === 'number' || item.kind === 'boolean' || item.kind === 'choice';
  return scalar ? { kind: 'list', item } : { kind: 'json' };
}

function groupControl(schema: JsonObject, depth: number): Control {
  const open = !isObject(ownAt(schema, 'properties')) || ['anyOf', 'oneOf', 'allOf', '$ref'].some((word) => Object.hasOwn(schema, word));
  return open || depth >= DEEPEST ? { kind: 'json' } : { kind: 'group', fields: fieldsOf(schema, depth + 1) };
}

function isPlain(value: Json): value is string | number | boolean | null {
  return value === null || typeof value !== 'object';
}

function numberAt(schema: JsonObject, key: string): number | null {
  const found = ownAt(schema, key);
  return typeof found === 'number' ? found : null;
}
