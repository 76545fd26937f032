import type { Json, JsonObject } from '../words/index.ts';

/** Text that stands in JSON as it is: no quote, no backslash, no control character, no half of a character. */
const PLAIN = /^[ !#-[\]-\ud7ff\ue000-\uffff]*$/;

/** What becomes of half a character, which has no canonical form: the whole value is refused, or the mark for it stands in its place. */
export type HalfCharacters = 'refused' | 'replaced';

/** So deep a value may nest: a record around it has 1,000 levels (docs/audit-format.md). No honest one comes near; whoever reads it back must have stack left. */
export const MOST_LEVELS = 999;

/**
 * The spelling of RFC 8785, in one pass: the log spells every record before a call may go out. Members that are undefined
 * are left out, as in JSON. Throws on what is no JSON: numbers that are not finite, functions, values that hold themselves; and on what
 * nests deeper than {@link MOST_LEVELS}.
 */
export function spell(value: unknown, halves: HalfCharacters): string {
  const quick = isInOrder(value, MOST_LEVELS) ? JSON.stringify(value) : HALF;
  return quick.includes(HALF) ? spellAny(value, halves, MOST_LEVELS) : quick;
}

/** How JSON.stringify begins half a character, and nothing else that is not text with a backslash of its own. */
const HALF = '\\ud';

/**
 * Whether JSON.stringify, which is several times as fast, gives the canonical spelling of a value: plain objects whose names come
 * sorted, finite numbers. So comes whatever was read from a canonical line, and what the gate puts on record. Whether its texts are
 * whole is seen by what comes of it, in one look.
 */
function isInOrder(value: unknown, levels: number): boolean {
  switch (typeof value) {
    case 'string':
    case 'boolean': return true;
    case 'number': return Number.isFinite(value);
    case 'object': return value === null || (levels > 0 && (Array.isArray(value) ? value.every((item) => isInOrder(item, levels - 1)) : areInOrder(value, levels - 1)));
    default: return false;
  }
}

function areInOrder(object: object, levels: number): boolean {
  const kind: unknown = Object.getPrototypeOf(object);
  // SECURITY: anything else might spell itself (a date does), and its names might be somebody else's.
  if (kind !== Object.prototype && kind !== null) return false;
  const members = object as Readonly<Record<string, unknown>>;
  let before = '';
  for (const name in members) {
    const member = members[name];
    // Most members are texts, which need no further look.
    if (name < before || (typeof member !== 'string' && member !== undefined && !isInOrder(member, levels))) return false;
    before = name;
  }
  return true;
}

function spellAny(value: unknown, halves: HalfCharacters, levels: number): string {
  switch (typeof value) {
    case 'string': return spellText(value, halves);
    case 'number': return spellNumber(value);
    case 'boolean': return value ? 'true' : 'false';
    case 'object':
      if (value === null) return 'null';
      if (levels === 0) throw new TypeError('value is nested too deeply');
      return Array.isArray(value) ? spellList(value, halves, levels - 1) : spellMembers(value, halves, levels - 1);
    default: throw new TypeError('value has no canonical form');
  }
}

/**
 * The same spelling in pieces, for values of megabytes that are spelled in slices: joined they are what {@link spell}
 * gives. What lies deeper than `levels` comes in one piece.
 */
export function* spellInPieces(value: Json, levels: number): Generator<string> {
  if (levels === 0 || typeof value !== 'object' || value === null) yield spell(value, 'refused');
  else if (Array.isArray(value)) {
    for (const [at, item] of (value as readonly Json[]).entries()) {
      yield at === 0 ? '[' : ',';
      yield* spellInPieces(item, levels - 1);
    }
    yield value.length === 0 ? '[]' : ']';
  } else {
    const members = value as JsonObject;
    const names = sortedNames(members);
    for (const [at, name] of names.entries()) {
      yield `${at === 0 ? '{' : ','}${spellName(name, 'refused')}`;
      yield* spellInPieces(members[name] ?? null, levels - 1);
    }
    yield names.length === 0 ? '{}' : '}';
  }
}

/** Names of members, spelled: the same few come with every record. What is hostile cannot make it grow without end. */
const NAMES = new Map<string, string>();
const MOST_NAMES = 2_000;

function spellName(name: string, halves: HalfCharacters): string {
  const spelled = `${spellText(name, halves)}:`;
  if (NAMES.size < MOST_NAMES && name.length < 40 && name.isWellFormed()) NAMES.set(name, spelled);
  return spelled;
}

function spellText(text: string, halves: HalfCharacters): string {
  if (PLAIN.test(text)) return `"${text}"`;
  if (halves === 'refused' && !text.isWellFormed()) throw new TypeError('value has no canonical form');
  // What is well formed JSON.stringify escapes exactly as RFC 8785 does.
  return JSON.stringify(text.toWellFormed());
}

function spellNumber(value: number): string {
  if (!Number.isFinite(value)) throw new TypeError('value has no canonical form');
  return String(value);
}

function spellList(items: readonly unknown[], halves: HalfCharacters, levels: number): string {
  let text = '[';
  for (let at = 0; at < items.length; at += 1) {
    if (at > 0) text += ',';
    const item = items[at];
    text += item === undefined ? 'null' : spellAny(item, halves, levels);
  }
  return `${text}]`;
}

function spellMembers(object: object, halves: HalfCharacters, levels: number): string {
  const members = object as Readonly<Record<string, unknown>>;
  let text = '{';
  const names = sortedNames(members);
  for (const name of names) {
    const value = members[name];
    if (value === undefined) continue;
    const known = NAMES.get(name);
    if (known === undefined && halves === 'replaced' && !name.isWellFormed()) return spellMembers(mended(members), halves, levels);
    if (text.length > 1) text += ',';
    text += (known ?? spellName(name, halves)) + spellAny(value, halves, levels);
  }
  return `${text}}`;
}

/** Names that become one by the mark are one member: the last of them stays. */
function mended(members: Readonly<Record<string, unknown>>): object {
  return Object.fromEntries(Object.entries(members).map(([name, value]) => [name.toWellFormed(), value]));
}

/** By UTF-16 units, which is how texts compare. Most objects come sorted, for they were read from a canonical line. */
function sortedNames(members: Readonly<Record<string, unknown>>): string[] {
  const names = Object.keys(members);
  for (let at = 1; at < names.length; at += 1) {
    if ((names[at - 1] ?? '') > (names[at] ?? '')) return names.sort();
  }
  return names;
}
