import { BETWEEN, ViewWriter, type View } from './view.ts';

/** In fewer letters no further layer holds a secret. */
const SHORTEST_READABLE = 8;
/** How many bytes a character of UTF-8 has that begins with a byte; 0 where none does that is written in a text. */
const sizes = new Uint8Array(256);
for (const [size, from, to] of [[1, 0, 0], [1, 9, 13], [1, 0x20, 0x7e], [2, 0xc2, 0xdf], [3, 0xe0, 0xef], [4, 0xf0, 0xf4]] as const) sizes.fill(size, from, to + 1);

/**
 * Of a view of bytes only what reads as ASCII or UTF-8, which every further layer does; any other view as it is. Null: nothing does. Pictures and
 * keys are most of what stands in base64: what is no text is looked through once and not undone further.
 */
export function readableOf(view: View): View | null {
  if (view.made === null || view.bytes !== true) return view;
  const { letters, made } = view;
  let out: ViewWriter | null = null;
  let left = 0;
  for (let at = maybeReadable(letters, 0); at < letters.length; at = maybeReadable(letters, at + 1)) {
    const from = at;
    at = readableUpTo(letters, from);
    if (at - from < SHORTEST_READABLE) continue;
    out ??= new ViewWriter(view);
    if (from > left) { out.omit(left, from - 1); out.put(BETWEEN, from - 1, from); }
    // UTF-16 has a NUL beside each letter: without them escapes read as they were written.
    for (let nul = from; nul < at; nul += 1) if (letters[nul] === 0) out.omit(nul, nul + 1);
    left = at;
  }
  if (out === null) return null;
  out.omit(left, letters.length);
  const kept = out.view();
  // What is copied here was not undone in the view of bytes: the layer above is the one the bytes were made of.
  return { letters: kept.letters, made: { of: made.of, placeOf: (start, end) => made.placeOf(...(kept.made?.placeOf(start, end) ?? [start, end])) } };
}

/**
 * What a byte is: no part of a text, a letter of ASCII, one that goes on in UTF-8, one that begins a character there, NUL, or one that is a letter beside NUL
 * alone; and which of them may follow which.
 */
const roles = new Uint8Array(0x10000);
roles.fill(5, 0xc0, 0x100);
roles.fill(2, 0x80, 0xc0);
for (const [byte, size] of sizes.entries()) if (size > 0) roles[byte] = byte === 0 ? 4 : size === 1 ? 1 : 3;
const FOLLOWS = Uint8Array.from([
  0, 0, 0, 0, 0, 0, 0, 0,
  0, 1, 0, 1, 1, 0, 0, 0,
  0, 1, 1, 1, 1, 0, 0, 0,
  0, 0, 1, 0, 1, 0, 0, 0,
  0, 1, 1, 1, 1, 1, 0, 0,
  0, 0, 0, 0, 1, 0, 0, 0,
]);

/** A place, not before another, at which readable bytes may begin, enough of them; the number of bytes where there is none. */
function maybeReadable(letters: Uint16Array, from: number): number {
  let [role, pairs] = [0, 0];
  for (let at = from; at < letters.length; at += 1) {
    const next = roles[letters[at] ?? 0] ?? 0;
    pairs = (pairs + 1) & -(FOLLOWS[(role << 3) | next] ?? 0);
    if (pairs >= SHORTEST_READABLE - 1) return at - pairs;
    role = next;
  }
  return letters.length;
}

/** Behind the characters in UTF-8 that stand there one after the other. */
function readableUpTo(letters: Uint16Array, from: number): number {
  let at = from;
  while (at < letters.length) {
    const byte = letters[at] ?? BETWEEN;
    const size = byte < 256 ? sizes[byte] ?? 0 : 0;
    if (size > 0 && goesOn(letters, at, size)) at += size;
    // A letter of Latin-1 in UTF-16.
    else if (byte >= 0xa0 && byte < 256 && (letters[at + 1] === 0 || letters[at - 1] === 0)) at += 1;
    else return at;
  }
  return at;
}

/** Whether all bytes of a character in UTF-8 are there. */
function goesOn(letters: Uint16Array, at: number, size: number): boolean {
  if (at + size > letters.length) return false;
  for (let n = 1; n < size; n += 1) if (((letters[at + n] ?? 0) & 0xffc0) !== 0x80) return false;
  return true;
}
