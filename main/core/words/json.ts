/** Any JSON value, as RFC 8259 has it. What crosses a wall in core is always one of these. */
export type Json = null | boolean | number | string | readonly Json[] | JsonObject;

/** A JSON object. Arguments of a tool and definitions of tools are of this shape. */
export interface JsonObject {
  readonly [key: string]: Json;
}

/** Tells an object from the other JSON values; arrays are no objects here. */
export function isJsonObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
