import { characterEntities } from 'character-entities';
import { ViewWriter, type View } from './view.ts';

const [BACKSLASH, PERCENT, AMPERSAND, EQUALS, HASH, SEMICOLON] = [0x5c, 0x25, 0x26, 0x3d, 0x23, 0x3b];
const ZERO = 0x30;
const [CAPITAL_U, SMALL_U, SMALL_X, OPEN, CLOSE] = [0x55, 0x75, 0x78, 0x7b, 0x7d];
/** What a backslash makes of a letter; of any other it makes that letter. */
const CONTROLS = new Map(Object.entries({ n: 10, r: 13, t: 9, b: 8, f: 12, v: 11 }).map(([letter, code]) => [letter.charCodeAt(0), code]));
/** The longest name of a character in HTML is shorter; so many digits has a number of one at most, behind so many zeros. */
const LONGEST_NAME = 32;
const LONGEST_NUMBER = 9;
const MOST_ZEROS = 56;

/**
 * A view with one layer of escapes undone: those of JSON and programs (`\"`, `\u00e4`, `\u{e4}`, `\x5a`, `\303`), of URLs (`%5A`, `%u00e4`) and of HTML
 * (`&amp;`, `&#90;`, `&#x5a;`). Bytes above 127 stay bytes. Null: there was none.
 */
export function undoEscapes(view: View): View | null {
  const { letters } = view;
  // Most texts hold none: to look for one letter costs next to nothing, to look at each of them does not.
  if (![BACKSLASH, PERCENT, AMPERSAND].some((letter) => letters.includes(letter))) return null;
  let out: ViewWriter | null = null;
  let undone = false;
  for (let at = 0; at < letters.length;) {
    const letter = letters[at] ?? 0;
    if (!mayEscape(letter)) { at += 1; continue; }
    out ??= new ViewWriter(view);
    const next = (letter === BACKSLASH ? backslash : letter === PERCENT ? percent : entity)(letters, at, out);
    undone ||= next > at;
    at = Math.max(next, at + 1);
  }
  return undone && out !== null ? out.view() : null;
}

function mayEscape(letter: number): boolean {
  return letter === BACKSLASH || letter === PERCENT || letter === AMPERSAND;
}

/** A view with quoted-printable undone (RFC 2045: `=5A` in capitals, and line ends that are none). Null: there was none. */
export function undoQuotedPrintable(view: View): View | null {
  const { letters } = view;
  let out: ViewWriter | null = null;
  for (let at = letters.indexOf(EQUALS); at >= 0; at = letters.indexOf(EQUALS, at)) {
    const end = softEnd(letters, at + 1);
    const byte = end < 0 ? numberAt(letters, at + 1, 2, true) : 0;
    if (end < 0 && byte < 0) { at += 1; continue; }
    out ??= new ViewWriter(view);
    if (end < 0) out.put(byte, at, at + 3);
    else out.omit(at, end);
    at = end < 0 ? at + 3 : end;
  }
  return out?.view() ?? null;
}

/** Behind a line end that stands there, or -1. */
function softEnd(letters: Uint16Array, at: number): number {
  const line = letters[at] === 13 ? at + 1 : at;
  return letters[line] === 10 ? line + 1 : -1;
}

// Each of these writes what an escape stands for and gives the place behind it; the same place where none begins there.

function backslash(letters: Uint16Array, at: number, out: ViewWriter): number {
  const kind = letters[at + 1];
  if (kind === undefined) return at;
  if (kind === SMALL_U && letters[at + 2] === OPEN) return braced(letters, at, out);
  const digits = kind === SMALL_U ? 4 : kind === SMALL_X ? 2 : kind === CAPITAL_U ? 8 : 0;
  const code = digits === 0 ? -1 : numberAt(letters, at + 2, digits);
  if (code >= 0) return written(out, code, at, at + 2 + digits);
  const octal = octalAt(letters, at + 1);
  if (octal >= 0) return written(out, octal, at, at + 4);
  return written(out, CONTROLS.get(kind) ?? kind, at, at + 2);
}

function braced(letters: Uint16Array, at: number, out: ViewWriter): number {
  const first = behindZeros(letters, at + 3);
  let end = first;
  while (end < first + 7 && hexDigit(letters[end] ?? 0) >= 0) end += 1;
  const code = letters[end] === CLOSE && end > at + 3 ? numberAt(letters, first, end - first) : -1;
  return code < 0 ? at : written(out, code, at, end + 1);
}

function percent(letters: Uint16Array, at: number, out: ViewWriter): number {
  const byte = numberAt(letters, at + 1, 2);
  if (byte >= 0) return written(out, byte, at, at + 3);
  const code = letters[at + 1] === SMALL_U ? numberAt(letters, at + 2, 4) : -1;
  return code < 0 ? at : written(out, code, at, at + 6);
}

function entity(letters: Uint16Array, at: number, out: ViewWriter): number {
  if (letters[at + 1] === HASH) return numbered(letters, at, out);
  let end = at + 1;
  while (end - at <= LONGEST_NAME && isNamed(letters[end] ?? 0)) end += 1;
  if (end === at + 1 || letters[end] !== SEMICOLON) return at;
  const name = String.fromCharCode(...letters.subarray(at + 1, end));
  const text = Object.hasOwn(characterEntities, name) ? characterEntities[name] ?? '' : '';
  for (let n = 0; n < text.length; n += 1) out.put(text.charCodeAt(n), at, end + 1);
  return text === '' ? at : end + 1;
}

/** The number of a character, also without its semicolon where nothing follows that it could go on with: browsers take it. */
function numbered(letters: Uint16Array, at: number, out: ViewWriter): number {
  const hexadecimal = ((letters[at + 2] ?? 0) | 0x20) === SMALL_X;
  const begin = at + (hexadecimal ? 3 : 2);
  const first = behindZeros(letters, begin);
  let [code, end] = [0, first];
  for (; end - first < LONGEST_NUMBER; end += 1) {
    const digit = hexDigit(letters[end] ?? 0);
    if (digit < 0 || (digit > 9 && !hexadecimal)) break;
    code = code * (hexadecimal ? 16 : 10) + digit;
  }
  if (end === begin || isNamed(letters[end] ?? 0)) return at;
  return written(out, code, at, letters[end] === SEMICOLON ? end + 1 : end);
}

function behindZeros(letters: Uint16Array, at: number): number {
  let first = at;
  while (first < at + MOST_ZEROS && letters[first] === ZERO) first += 1;
  return first;
}

function isNamed(letter: number): boolean {
  return (letter >= 0x30 && letter <= 0x39) || (letter >= 0x41 && letter <= 0x5a) || (letter >= 0x61 && letter <= 0x7a);
}

function written(out: ViewWriter, code: number, at: number, end: number): number {
  if (code > 0x10ffff) return at;
  for (const unit of code > MOST_IN_ONE ? halves(code) : [code]) out.put(unit, at, end);
  return end;
}

const MOST_IN_ONE = 0xffff;
function halves(code: number): readonly [number, number] {
  return [0xd800 + ((code - 0x10000) >> 10), 0xdc00 + ((code - 0x10000) & 0x3ff)];
}

/** The number that some hexadecimal digits make, or -1. */
function numberAt(letters: Uint16Array, at: number, digits: number, capitals = false): number {
  let number = 0;
  for (let n = at; n < at + digits; n += 1) {
    const letter = letters[n] ?? 0;
    const digit = capitals && letter > 0x60 ? -1 : hexDigit(letter);
    if (digit < 0) return -1;
    number = number * 16 + digit;
  }
  return number;
}

function octalAt(letters: Uint16Array, at: number): number {
  let number = 0;
  for (let n = at; n < at + 3; n += 1) {
    const digit = (letters[n] ?? 0) - 0x30;
    if (digit < 0 || digit > (n === at ? 3 : 7)) return -1;
    number = number * 8 + digit;
  }
  return number;
}

/** The value of a hexadecimal digit, in either case, or -1. */
export function hexDigit(letter: number): number {
  if (letter >= 0x30 && letter <= 0x39) return letter - 0x30;
  const small = letter | 0x20;
  return small >= 0x61 && small <= 0x66 ? small - 0x57 : -1;
}
