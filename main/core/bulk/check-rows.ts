import { pointerOf, valueAt } from '../canonical/pointer.ts';
import { canonical } from '../canonical/canonical.ts';
import { isJsonObject, type Json, type JsonObject } from '../words/index.ts';
import { momentOf } from './moment.ts';
import type { Mark } from './mark.ts';

/** Values that exist, by the name of the field that refers to them, such as the ids of rooms. */
export type Known = Readonly<Record<string, readonly Json[]>>;

/** Names of fields that are a beginning and an end of the same thing. */
const SPANS: readonly (readonly [begin: RegExp, end: string])[] = [
  [/^start/i, 'end'], [/^begin/i, 'end'], [/^from/i, 'to'], [/^valid_?from/i, 'validTo'], [/^opens?/i, 'closes'], [/^von/i, 'bis'], [/^beginn/i, 'ende'],
];
/** A field that this share of rows has is one whose absence is worth a mark. */
const USUAL = 0.8;

/**
 * What is odd about each of many rows, in their order. In: the rows, the schema one row should fit, and values that
 * are known to exist. Certain marks only: what is required and missing, an end without its beginning or before it,
 * a date no calendar has, a reference to nothing, and rows that are identical: all of them are marked, for nobody
 * here knows which one is meant. Total and linear in the rows.
 */
export function checkRows(rows: readonly JsonObject[], schema: Json, known: Known = {}): readonly (readonly Mark[])[] {
  const fields = fieldsOf(schema);
  const usual = usualFields(rows);
  const twins = countTwins(rows);
  return rows.map((row) => [
    ...missing(row, fields, usual),
    ...((twins.get(textOf(row)) ?? 0) > 1 ? [mark('duplicate', '', null)] : []),
    ...badDates(row, fields),
    ...spans(row),
    ...unknownReferences(row, known),
    ...unusual(row, fields, usual),
  ]);
}

function mark(code: Mark['code'], name: string, value: Json): Mark {
  return { code, pointer: name === '' ? '' : pointerOf([name]), value };
}

interface Field {
  readonly name: string;
  readonly required: boolean;
  readonly isDate: boolean;
}

function fieldsOf(schema: Json): readonly Field[] {
  if (!isJsonObject(schema)) return [];
  const properties = schema['properties'];
  const required: readonly Json[] = Array.isArray(schema['required']) ? schema['required'] : [];
  if (properties === undefined || !isJsonObject(properties)) return [];
  return Object.entries(properties).map(([name, property]) => ({
    name, required: required.includes(name), isDate: isJsonObject(property) && /^date(-time)?$/.test(String(property['format'])),
  }));
}

function isEmpty(value: Json | undefined): boolean {
  return value === undefined || value === null || value === '';
}

/** Fields that most rows have. */
function usualFields(rows: readonly JsonObject[]): ReadonlySet<string> {
  const counts = new Map<string, number>();
  for (const row of rows) for (const [name, value] of Object.entries(row)) if (!isEmpty(value)) counts.set(name, (counts.get(name) ?? 0) + 1);
  return new Set([...counts].filter(([, count]) => count >= rows.length * USUAL).map(([name]) => name));
}

/** What must be there and is not: by the schema, or an end that the other rows have where this one has its beginning. */
function missing(row: JsonObject, fields: readonly Field[], usual: ReadonlySet<string>): readonly Mark[] {
  const required = fields.filter(({ name, required: must }) => must && isEmpty(valueAt(row, pointerOf([name])))).map(({ name }) => name);
  const ends = pairsOf(Object.keys(row), [...usual]).filter(([begin, end]) => !isEmpty(row[begin]) && isEmpty(row[end])).map(([, end]) => end);
  return [...new Set([...required, ...ends])].map((name) => mark('missing', name, null));
}

function badDates(row: JsonObject, fields: readonly Field[]): readonly Mark[] {
  return fields.flatMap(({ name, isDate }) => {
    const value = Object.hasOwn(row, name) ? row[name] : undefined;
    return isDate && value !== undefined && !isEmpty(value) && momentOf(value) === null ? [mark('bad-date', name, value)] : [];
  });
}

function spans(row: JsonObject): readonly Mark[] {
  return pairsOf(Object.keys(row), Object.keys(row)).flatMap(([begin, end]) => {
    const [from, to] = [momentOf(row[begin]), momentOf(row[end])];
    return from !== null && to !== null && from.kind === to.kind && to.at < from.at ? [mark('end-before-start', end, row[end] ?? null)] : [];
  });
}

/** Pairs of a field that begins something and the one that ends it, by their names: `start` and `end`, `startTime` and `endTime`. */
function pairsOf(names: readonly string[], others: readonly string[]): readonly (readonly [string, string])[] {
  return names.flatMap((name) => {
    const span = SPANS.find(([begin]) => begin.test(name));
    if (span === undefined) return [];
    const end = name.replace(span[0], span[1]).toLowerCase();
    const found = others.find((other) => other !== name && other.toLowerCase() === end);
    return found === undefined ? [] : [[name, found] as const];
  });
}

function unknownReferences(row: JsonObject, known: Known): readonly Mark[] {
  return Object.entries(known).flatMap(([name, values]) => {
    const value = Object.hasOwn(row, name) ? row[name] : undefined;
    return value === undefined || isEmpty(value) || values.includes(value) ? [] : [mark('unknown-reference', name, value)];
  });
}

/** A field that nearly every other row fills and this one does not; not grave, for nothing says that it must. */
function unusual(row: JsonObject, fields: readonly Field[], usual: ReadonlySet<string>): readonly Mark[] {
  const graver = new Set(missing(row, fields, usual).map(({ pointer }) => pointer));
  return [...usual].filter((name) => isEmpty(row[name]) && !graver.has(pointerOf([name]))).map((name) => mark('unusual', name, null));
}

function countTwins(rows: readonly JsonObject[]): ReadonlyMap<string, number> {
  const twins = new Map<string, number>();
  for (const row of rows) {
    const text = textOf(row);
    twins.set(text, (twins.get(text) ?? 0) + 1);
  }
  return twins;
}

function textOf(row: JsonObject): string {
  try {
    return canonical(row);
  } catch {
    return JSON.stringify(row); // no canonical form: still the same text for the same row
  }
}
