import { Validator, type Schema } from '@cfworker/json-schema';
import { isWellFormed } from '../canonical/canonical.ts';
import { isJsonObject, type Json, type JsonObject } from '../words/index.ts';

/** One place where arguments do not fit; `pointer` into the arguments, `keyword` of the schema. */
export interface ArgumentProblem {
  readonly pointer: string;
  readonly keyword: string;
}

/**
 * Where arguments do not fit a tool's input schema (JSON Schema 2020-12, no code generation, no network).
 * A tool without a schema takes any object. A schema that cannot be used fits nothing: unknown never allows.
 */
export function argumentProblems(inputSchema: Json | undefined, args: JsonObject): ArgumentProblem[] {
  // A lone surrogate cannot be sent as UTF-8: what arrived would not be what was approved.
  if (!isWellFormed(args)) return [{ pointer: '', keyword: 'encoding' }];
  if (inputSchema === undefined || inputSchema === null || inputSchema === true) return [];
  if (!isJsonObject(inputSchema)) return [{ pointer: '', keyword: 'schema' }];
  try {
    const { errors } = validatorOf(inputSchema).validate(args);
    const leaves = errors.filter((error) => !['properties', 'items', '$ref', 'allOf'].includes(error.keyword));
    return (leaves.length > 0 ? leaves : errors).map((error) => ({
      pointer: error.instanceLocation.replace(/^#/, ''), keyword: error.keyword,
    }));
  } catch {
    return [{ pointer: '', keyword: 'schema' }];
  }
}

const validators = new WeakMap<JsonObject, Validator>();

/** A schema is prepared once: it is the same object for as long as the tool's definition stands. */
function validatorOf(schema: JsonObject): Validator {
  const known = validators.get(schema);
  if (known !== undefined) return known;
  // A copy, for preparing it writes into it, and the definition must stay as received.
  const validator = new Validator(structuredClone(schema) as Schema, '2020-12', false);
  validators.set(schema, validator);
  return validator;
}
