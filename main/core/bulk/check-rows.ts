import { pointerOf } from '../canonical/pointer.ts';
import { canonical } from '../canonical/canonical.ts';
import { isJsonObject, type Json, type JsonObject } from '../words/index.ts';
import { momentOf } from './moment.ts';
import type { Mark } from './mark.ts';
import { atOnce, type Steps } from '../words/steps.ts';

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
export function checkRows(rows: readonly JsonObject[], schema: Json, known: Known = {}): RowMarks {
  return atOnce(checkingRows(rows, schema, known));
}

/** The marks of each row, in the order of the rows. */
export type RowMarks = readonly (readonly Mark[])[];

/** The same, a few rows at a time: whoever has ten thousand of them lets others have their turn between the steps. */
export function* checkingRows(rows: readonly JsonObject[], schema: Json, known: Known = {}): Steps<RowMarks> {
  const usual = usualFields(rows);
  const about: About = { fields: fieldsOf(schema), usual, known, pairsOf: createPairs(usual), moment: remembered(momentOf) };
  yield;
  const texts: string[] = [];
  const twins = new Map<string, number>();
  for (const [at, row] of rows.entries()) {
    const text = textOf(row);
    texts.push(text);
    twins.set(text, (twins.get(text) ?? 0) + 1);
    if (at % STEP === 0) yield;
  }
  const marks: (readonly Mark[])[] = [];
  for (const [at, row] of rows.entries()) {
    marks.push(marksOf(row, (twins.get(texts[at] ?? '') ?? 0) > 1, about));
    if (at % STEP === 0) yield;
  }
  return marks;
}

/** Rows of one step. */
const STEP = 50;

/** What is known of all rows together, and what was worked out for one and holds for the next: they are alike. */
interface About {
  readonly fields: readonly Field[];
  readonly usual: readonly string[];
  readonly known: Known;
  readonly pairsOf: (row: JsonObject) => Pairs;
  readonly moment: (value: Json | undefined) => ReturnType<typeof momentOf>;
}

function marksOf(row: JsonObject, twin: boolean, about: About): readonly Mark[] {
  const pairs = about.pairsOf(row);
  const absent = missing(row, about, pairs.usual);
  return [
    ...absent,
    ...(twin ? [mark('duplicate', '', null)] : []),
    ...badDates(row, about),
    ...spans(row, about, pairs.own),
    ...unknownReferences(row, about.known),
    ...unusual(row, about, absent),
  ];
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
function usualFields(rows: readonly JsonObject[]): readonly string[] {
  const counts = new Map<string, number>();
  for (const row of rows) for (const [name, value] of Object.entries(row)) if (!isEmpty(value)) counts.set(name, (counts.get(name) ?? 0) + 1);
  return [...counts].filter(([, count]) => count >= rows.length * USUAL).map(([name]) => name);
}

/** What must be there and is not: by the schema, or an end that the other rows have where this one has its beginning. */
function missing(row: JsonObject, { fields }: About, pairs: readonly Pair[]): readonly Mark[] {
  const required = fields.filter(({ name, required: must }) => must && isEmpty(own(row, name))).map(({ name }) => name);
  const ends = pairs.filter(([begin, end]) => !isEmpty(own(row, begin)) && isEmpty(own(row, end))).map(([, end]) => end);
  return [...new Set([...required, ...ends])].map((name) => mark('missing', name, null));
}

function badDates(row: JsonObject, { fields, moment }: About): readonly Mark[] {
  return fields.flatMap(({ name, isDate }) => {
    const value = own(row, name);
    return isDate && value !== undefined && !isEmpty(value) && moment(value) === null ? [mark('bad-date', name, value)] : [];
  });
}

function spans(row: JsonObject, { moment }: About, pairs: readonly Pair[]): readonly Mark[] {
  return pairs.flatMap(([begin, end]) => {
    const [from, to] = [moment(own(row, begin)), moment(own(row, end))];
    return from !== null && to !== null && from.kind === to.kind && to.at < from.at ? [mark('end-before-start', end, own(row, end) ?? null)] : [];
  });
}

/** A field that begins something and the one that ends it. */
type Pair = readonly [begin: string, end: string];

/** The pairs in a row: those whose end most rows have, and those it has both of itself. */
interface Pairs {
  readonly usual: readonly Pair[];
  readonly own: readonly Pair[];
}

/** Most rows have the same names in the same order, so the pairs of these are found once. */
function createPairs(usual: readonly string[]): (row: JsonObject) => Pairs {
  const known = new Map<string, Pairs>();
  return (row) => {
    const names = Object.keys(row);
    const key = JSON.stringify(names);
    const found = known.get(key) ?? { usual: pairsOf(names, usual), own: pairsOf(names, names) };
    if (known.size < REMEMBERED) known.set(key, found);
    return found;
  };
}

/** Pairs by their names: `start` and `end`, `startTime` and `endTime`. */
function pairsOf(names: readonly string[], others: readonly string[]): readonly Pair[] {
  return names.flatMap((name) => {
    const span = SPANS.find(([begin]) => begin.test(name));
    if (span === undefined) return [];
    const end = name.replace(span[0], span[1]).toLowerCase();
    const found = others.find((other) => other !== name && other.toLowerCase() === end);
    return found === undefined ? [] : [[name, found] as const];
  });
}

/** So many answers are kept at most: rows that are all different are worked out one by one. */
const REMEMBERED = 1000;

/** The same for the same text; others are no moments, and quickly seen to be none. */
function remembered<T>(of: (value: Json | undefined) => T): (value: Json | undefined) => T {
  const known = new Map<string, T>();
  return (value) => {
    if (typeof value !== 'string') return of(value);
    const before = known.get(value);
    if (before !== undefined) return before;
    const found = of(value);
    if (known.size < REMEMBERED) known.set(value, found);
    return found;
  };
}

function unknownReferences(row: JsonObject, known: Known): readonly Mark[] {
  return Object.entries(known).flatMap(([name, values]) => {
    const value = own(row, name);
    return value === undefined || isEmpty(value) || values.includes(value) ? [] : [mark('unknown-reference', name, value)];
  });
}

/** A field that nearly every other row fills and this one does not; not grave, for nothing says that it must. */
function unusual(row: JsonObject, { usual }: About, absent: readonly Mark[]): readonly Mark[] {
  const graver = new Set(absent.map(({ pointer }) => pointer));
  return usual.filter((name) => isEmpty(own(row, name)) && !graver.has(pointerOf([name]))).map((name) => mark('unusual', name, null));
}

function own(row: JsonObject, name: string): Json | undefined {
  return Object.hasOwn(row, name) ? row[name] : undefined;
}

function textOf(row: JsonObject): string {
  try {
    return canonical(row);
  } catch {
    return JSON.stringify(row); // no canonical form: still the same text for the same row
  }
}
