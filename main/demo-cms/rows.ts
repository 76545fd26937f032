/** JSON as the demo CMS keeps and sends it. */
export type Value = null | boolean | number | string | readonly Value[] | { readonly [key: string]: Value };

/** One record. Every record has an id and a project; the other fields are those of its kind. */
export interface Row {
  readonly id: string;
  readonly project: string;
  readonly [field: string]: Value;
}

export type Fields = Readonly<Record<string, Value>>;

/** A value's own members; none where it is no object. */
export function fieldsOf(value: Value | undefined): Fields {
  return isFields(value) ? value : {};
}

/** A value's items; none where it is no list. */
export function listOf(value: Value | undefined): readonly Value[] {
  return Array.isArray(value) ? value : [];
}

function isFields(value: Value | undefined): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** An answer of "no" that the person should read; becomes the text of an `isError` result. */
export class Refusal extends Error {}
