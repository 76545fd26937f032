/** JSON as the demo CMS keeps and sends it. */
export type Value = null | boolean | number | string | readonly Value[] | { readonly [key: string]: Value };

/** One record. Every record has an id and a project; the other fields are those of its kind. */
export interface Row {
  readonly id: string;
  readonly project: string;
  readonly [field: string]: Value;
}

export type Fields = Readonly<Record<string, Value>>;

/** An answer of "no" that the person should read; becomes the text of an `isError` result. */
export class Refusal extends Error {}
