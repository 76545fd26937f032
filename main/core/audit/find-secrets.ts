import type { Steps } from '../words/steps.ts';
import { folded, searchFor, seenOf, type Search } from './folded.ts';
import { pendingIn } from './pending.ts';
import { readableOf } from './readable.ts';
import { undoBase64, undoHex } from './undo-bytes.ts';
import { undoEscapes, undoQuotedPrintable } from './undo-escapes.ts';
import { spanOf, viewOf, type View } from './view.ts';

/** From where up to where something stands in a text. */
export type Span = readonly [start: number, end: number];

/** So many letters, once what takes no ink is left out, are nothing but this secret. */
const SHORTEST = 8;
/** Layers of encoding that are undone. */
const DEPTH = 4;
/** Letters read or compared for each letter of a text, over all layers; and so many for any. What people and systems write stays below half of it. */
const WORK = { each: 12, any: 200_000 };
/** A long text is looked through in pieces, so that memory does not grow with it, and what is read stays near the processor. */
const PIECE = 1 << 16;
/** A piece grows where what may begin in it goes on for half of it; beyond so many letters, or so many times the longest secret, it takes too much work. */
const MOST_PIECE = { any: 1 << 20, each: 16 };

/** Where secrets stand in a text, however they are encoded, piece by piece. Null: to find out takes too much work. */
export type SecretFinder = (text: string) => Steps<readonly Span[] | null>;

/** Whether a secret is long enough to be found in the midst of a text. */
export function isLong(secret: string): boolean {
  return seenOf(folded(secret)) >= SHORTEST;
}

/**
 * A finder for secrets of which each {@link isLong}; others are left out. It does not list spellings: it undoes encodings layer by layer (escapes of JSON,
 * URLs and HTML, quoted-printable, base64, hexadecimal) and compares what is then read. The places it gives are those of the text itself.
 * Work and memory are bounded by the text's length.
 */
export function secretFinder(secrets: readonly string[]): SecretFinder {
  const long = secrets.filter(isLong);
  const needles = unlike(long.flatMap(readingsOf).map(folded).filter((needle) => seenOf(needle) >= SHORTEST));
  const search = searchFor(needles);
  const most = needles.reduce((longest, { length }) => Math.max(longest, length), 0);
  const mostPiece = Math.max(MOST_PIECE.any, MOST_PIECE.each * most);
  return function* find(text) {
    const found: Span[] = [];
    if (long.length === 0 || text.length < SHORTEST / 2) return found;
    let room = new Uint16Array(Math.min(PIECE, text.length));
    for (let at = 0, size = PIECE; size <= mostPiece;) {
      const end = Math.min(at + size, text.length);
      if (room.length < end - at) room = new Uint16Array(end - at);
      const next = lookThrough(viewOf(text, at, end, room), { search, pending: end < text.length ? pendingIn(most) : null }, (from, to) => found.push([at + from, at + to]));
      if (next === null) return null;
      if (end === text.length) return found;
      // So at most half of a piece is read a second time.
      size = Math.max(PIECE, 2 * (end - at - next));
      at += next;
      yield;
    }
    return null;
  };
}

/** Looks through a piece and all layers below it. Gives the letter the next piece begins with, null where to look takes too much work. */
function lookThrough(piece: View, { search, pending }: { readonly search: Search; readonly pending: ((view: View) => number) | null }, onFound: (from: number, to: number) => void): number | null {
  let next = piece.letters.length;
  let left = WORK.any + WORK.each * piece.letters.length;
  const look = (here: View, depth: number): boolean => {
    left -= here.letters.length;
    if (left < 0) return false;
    left -= search(here.letters, (from, to) => onFound(...spanOf(here, from, to)), left);
    if (left < 0) return false;
    if (pending !== null) next = Math.min(next, pending(here));
    if (depth < DEPTH) for (const below of layersOf(here)) if (!look(below, depth + 1)) return false;
    return true;
  };
  return look(piece, 0) ? next : null;
}

/** What a login of HTTP says, `name:password` in base64, byte by byte. */
export function decodedLogin(login: string): string {
  // The digits are read behind a few that fill up the shortest run; they make three bytes for each four.
  const filled = `AAAAAAAAAAAA${login}`;
  const [first] = undoBase64(viewOf(filled, 0, filled.length));
  return first === undefined ? '' : textOf(first).slice(9, -1);
}

function* layersOf(above: View): Generator<View> {
  const view = readableOf(above);
  if (view === null) return;
  for (const undone of [undoEscapes(view), undoQuotedPrintable(view)]) if (undone !== null) yield undone;
  yield* undoBase64(view);
  yield* undoHex(view);
}

/**
 * How a secret reads once every layer is undone: as it is; where it holds escapes of its own, without them too; and, for bytes are read one by one,
 * as its bytes in UTF-8 and UTF-16.
 */
function readingsOf(secret: string): readonly string[] {
  const texts = new Set([secret, secret.normalize('NFC'), secret.normalize('NFD')]);
  for (const text of texts) {
    const undone = undoEscapes(viewOf(text, 0, text.length));
    if (undone !== null) texts.add(textOf(undone));
  }
  return [...new Set([...texts].flatMap((text) => [text, utf8(text), ...utf16(text)]))];
}

/** Each of some needles once: many readings fold to the same. */
function unlike(needles: readonly Uint16Array[]): readonly Uint16Array[] {
  return [...new Map(needles.map((needle) => [needle.join(), needle])).values()];
}

function utf8(text: string): string {
  return Array.from(new TextEncoder().encode(text), (byte) => String.fromCharCode(byte)).join('');
}

function utf16(text: string): readonly [string, string] {
  const pairs = Array.from({ length: text.length }, (_, at) => [String.fromCharCode(text.charCodeAt(at) & 255), String.fromCharCode(text.charCodeAt(at) >> 8)] as const);
  return [pairs.map(([low, high]) => low + high).join(''), pairs.map(([low, high]) => high + low).join('')];
}

function textOf({ letters }: View): string {
  return Array.from(letters, (letter) => String.fromCharCode(letter)).join('');
}
