import { canonical } from '../canonical/canonical.ts';
import { isJsonObject, type ChangeKind, type Json } from '../words/index.ts';

/** The keyword of a schema under which a difference lies: its own place, and whether that is a parameter by itself. */
export interface KeywordPlace {
  readonly parts: readonly string[];
  readonly keyword: string;
}

/** Keywords whose members are named by the server: below them stands a name, then a schema again. */
const NAMED = new Set(['properties', 'patternProperties', '$defs', 'definitions', 'dependentSchemas']);
/** Keywords that hold a list of schemas. */
const LISTED = new Set(['anyOf', 'oneOf', 'allOf', 'prefixItems']);
/** Keywords that hold one schema. */
const NESTED = new Set(['items', 'additionalProperties', 'unevaluatedProperties', 'unevaluatedItems', 'additionalItems', 'contains', 'propertyNames', 'not', 'if', 'then', 'else']);

/**
 * Follows a pointer through a schema to the keyword that changed. A name below `properties` is no keyword, so a
 * parameter called `required` is not taken for one.
 */
export function keywordPlace(parts: readonly string[]): KeywordPlace {
  let at = 1;
  for (;;) {
    const keyword = parts[at];
    if (keyword === undefined) return { parts: parts.slice(0, at), keyword: at === 1 ? '' : 'schema' };
    if (NAMED.has(keyword)) {
      if (parts.length <= at + 2) return { parts, keyword };
      at += 2;
    } else if (LISTED.has(keyword)) {
      if (parts.length <= at + 2) return { parts, keyword };
      at += 2;
    } else if (NESTED.has(keyword) && parts.length > at + 1) {
      at += 1;
    } else return { parts: parts.slice(0, at + 1), keyword };
  }
}

const LOWER_IS_LOOSER = new Set(['minimum', 'exclusiveMinimum', 'minLength', 'minItems', 'minProperties', 'minContains']);
const UPPER_IS_LOOSER = new Set(['maximum', 'exclusiveMaximum', 'maxLength', 'maxItems', 'maxProperties', 'maxContains']);
const LIMITING = new Set(['pattern', 'format', 'multipleOf', 'uniqueItems', 'const', 'contentEncoding', 'contentMediaType', 'not', 'propertyNames', 'items']);
const EXAMPLES = new Set(['default', 'examples', 'example']);

/** What a change of one keyword means for the arguments a call may carry. */
export function keywordChange({ keyword, parts }: KeywordPlace, was: Json | undefined, is: Json | undefined): ChangeKind[] {
  if (keyword === '$schema') return ['schema-dialect'];
  if (keyword === 'description' || keyword === '$comment') return ['description-changed'];
  if (keyword === 'title') return ['title-changed'];
  if (EXAMPLES.has(keyword)) return ['default-changed'];
  if (keyword === 'required') return listChange(was, is, 'required-added', 'required-removed');
  if (keyword === 'enum') return listChange(was, is, 'enum-widened', 'enum-narrowed');
  if (keyword === 'type') return listChange(was, is, 'parameter-widened', 'parameter-narrowed');
  if (/^\$(ref|id|dynamicRef|recursiveRef|anchor|dynamicAnchor)$/.test(keyword)) return [leadsAway(is) ? 'reference-changed' : 'parameter-changed'];
  if (keyword === 'properties' || keyword === 'patternProperties') return parameterChange(parts, was, is);
  if (keyword === 'additionalProperties' || keyword === 'unevaluatedProperties') return [opening(was, is)];
  if (keyword === 'anyOf' || keyword === 'oneOf') return [alternativeChange(parts, was, is)];
  return [limitChange(keyword, was, is)];
}

/** One more alternative lets more through; the list itself is a bound while it stands. */
function alternativeChange(parts: readonly string[], was: Json | undefined, is: Json | undefined): ChangeKind {
  const whole = !/^\d+$/.test(parts.at(-1) ?? '');
  if (was === undefined) return whole ? 'parameter-narrowed' : 'parameter-widened';
  if (is === undefined) return whole ? 'parameter-widened' : 'parameter-narrowed';
  return 'parameter-changed';
}

function limitChange(keyword: string, was: Json | undefined, is: Json | undefined): ChangeKind {
  const known = keyword === '' || LOWER_IS_LOOSER.has(keyword) || UPPER_IS_LOOSER.has(keyword) || LIMITING.has(keyword);
  if (!known) return 'parameter-changed';
  if (is === undefined) return 'parameter-widened';
  if (was === undefined) return 'parameter-narrowed';
  if (typeof was !== 'number' || typeof is !== 'number' || LIMITING.has(keyword)) return 'parameter-changed';
  return (is < was) === LOWER_IS_LOOSER.has(keyword) ? 'parameter-widened' : 'parameter-narrowed';
}

/** Whole lists are compared as sets, for their order says nothing. */
function listChange(was: Json | undefined, is: Json | undefined, more: ChangeKind, fewer: ChangeKind): ChangeKind[] {
  // No list at all sets no bound: an enum or a type that goes away allows everything.
  if (more !== 'required-added' && (was === undefined || is === undefined)) return [is === undefined ? more : fewer];
  const before = new Set(entries(was));
  const after = new Set(entries(is));
  const added = [...after].some((one) => !before.has(one));
  const removed = [...before].some((one) => !after.has(one));
  if (!added && !removed) return ['order-changed'];
  return [...(added ? [more] : []), ...(removed ? [fewer] : [])];
}

function entries(value: Json | undefined): string[] {
  if (value === undefined) return [];
  return (Array.isArray(value) ? (value as readonly Json[]) : [value]).map(canonical);
}

function parameterChange(parts: readonly string[], was: Json | undefined, is: Json | undefined): ChangeKind[] {
  if (was === undefined) return ['parameter-added'];
  if (is === undefined) return ['parameter-removed'];
  return parts.length > 0 && isJsonObject(was) === isJsonObject(is) ? ['parameter-changed'] : ['parameter-widened'];
}

/** What is not said is open: only `false` closes. */
function opening(was: Json | undefined, is: Json | undefined): ChangeKind {
  if (was === false) return 'parameter-widened';
  return is === false ? 'parameter-narrowed' : 'parameter-changed';
}

function leadsAway(reference: Json | undefined): boolean {
  return typeof reference === 'string' && !reference.startsWith('#');
}
