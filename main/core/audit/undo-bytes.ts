import { hexDigit } from './undo-escapes.ts';
import { isCopied, ViewWriter, type View } from './view.ts';

/** A run with fewer digits cannot hold a secret of the length that is looked for. */
const SHORTEST = { base64: 11, hex: 16 };
/** Stands between what two runs say: no secret reaches over it. */
const BETWEEN = 0xffff;
const EQUALS = 0x3d;
/** Blanks, colons, commas and the like between two bytes in hexadecimal; more of them end the run. */
const MOST_BETWEEN = 3;

const BASE64 = new Int8Array(128).fill(-1);
for (const [value, letter] of Array.from('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/').entries()) BASE64[letter.charCodeAt(0)] = value;
BASE64['-'.charCodeAt(0)] = 62;
BASE64['_'.charCodeAt(0)] = 63;

/** The digits of every run in a view that may stand for bytes; `breaks` says behind which digit each run ends. */
interface Digits {
  readonly values: Uint8Array;
  readonly starts: Uint32Array;
  readonly ends: Uint32Array;
  readonly breaks: readonly number[];
}

/**
 * What the runs of base64 in a view say, in both alphabets and wrapped at any column. A run may begin with letters that are none of it
 * (`path/to/Zm9v…`), so it is read from each of its first four digits.
 */
export function* undoBase64(view: View): Generator<View> {
  const digits = digitsOf(view, base64Run, SHORTEST.base64);
  if (digits !== null) for (let skip = 0; skip < 4; skip += 1) yield bytesOf(view, digits, skip, 6);
}

/** What the runs of hexadecimal bytes in a view say, in either case, with blanks, colons, commas, `0x` or nothing between them. */
export function* undoHex(view: View): Generator<View> {
  const digits = digitsOf(view, hexRun, SHORTEST.hex);
  if (digits !== null) for (let skip = 0; skip < 2; skip += 1) yield bytesOf(view, digits, skip, 4);
}

/** Writes the digits of the run that begins at a letter, and gives the place behind it and how many there were. */
type ReadRun = (letters: Uint16Array, at: number, into: RunWriter) => number;

class RunWriter {
  readonly values: Uint8Array;
  readonly starts: Uint32Array;
  readonly ends: Uint32Array;
  length = 0;

  constructor(most: number) {
    this.values = new Uint8Array(most);
    this.starts = new Uint32Array(most);
    this.ends = new Uint32Array(most);
  }

  put(value: number, start: number): void {
    this.values[this.length] = value;
    this.starts[this.length] = start;
    this.ends[this.length] = start + 1;
    this.length += 1;
  }
}

/** Null: there is no run that was not looked at in the layer above. */
function digitsOf(view: View, read: ReadRun, shortest: number): Digits | null {
  const { letters } = view;
  if (letters.length < shortest) return null;
  const into = new RunWriter(letters.length);
  const breaks: number[] = [];
  for (let at = 0; at < letters.length;) {
    const before = into.length;
    const end = read(letters, at, into);
    if (into.length - before < shortest || isCopied(view, at, end)) into.length = before;
    else breaks.push(into.length);
    at = Math.max(end, at + 1);
  }
  return breaks.length === 0 ? null : { ...into, values: into.values, starts: into.starts, ends: into.ends, breaks };
}

function base64Run(letters: Uint16Array, from: number, into: RunWriter): number {
  let end = from;
  for (let at = from; at < letters.length;) {
    const value = base64Digit(letters[at] ?? 0);
    if (value >= 0) {
      into.put(value, at);
      at += 1;
      end = at;
    } else {
      const next = end === from ? at : behindLineEnd(letters, at);
      if (next === at) break;
      at = next;
    }
  }
  if (end > from) while (letters[end] === EQUALS) into.ends[into.length - 1] = ++end;
  return end;
}

function base64Digit(letter: number): number {
  return letter < 128 ? BASE64[letter] ?? -1 : -1;
}

/** Behind a line end and the blanks around it, or behind a character that nobody sees. */
function behindLineEnd(letters: Uint16Array, from: number): number {
  let at = from;
  let ended = false;
  for (; at < letters.length; at += 1) {
    const letter = letters[at] ?? 0;
    if (isUnseen(letter)) ended = true;
    else if (letter !== 0x20 && letter !== 9) break;
  }
  return ended ? at : from;
}

function isUnseen(letter: number): boolean {
  return letter < 0x20 ? letter !== 9 : letter === 0xad || (letter >= 0x200b && letter <= 0x200f) || (letter >= 0x2028 && letter <= 0x202e) || (letter >= 0x2060 && letter <= 0x206f) || letter === 0xfeff;
}

function hexRun(letters: Uint16Array, from: number, into: RunWriter): number {
  let end = from;
  const first = into.length;
  for (let at = from; at < letters.length && at - end <= MOST_BETWEEN; at += 1) {
    const letter = letters[at] ?? 0;
    const value = hexDigit(letter);
    if (value >= 0) {
      into.put(value, at);
      end = at + 1;
    } else if (end === from) return from;
    // `0x` before a byte is no part of it.
    else if ((letter | 0x20) === 0x78 && into.length > first && into.values[into.length - 1] === 0 && end === at) into.length -= 1;
    else if (!isBetween(letter)) break;
  }
  return end;
}

/** Blank, `,`, `-`, `.`, `:`, `;`, `_`, `\`, or what nobody sees. */
function isBetween(letter: number): boolean {
  return letter <= 0x20 || letter === 0x2c || letter === 0x2d || letter === 0x2e || letter === 0x3a || letter === 0x3b || letter === 0x5f || letter === 0x5c || isUnseen(letter);
}

/** In fewer letters no further layer holds a secret. */
const SHORTEST_READABLE = 8;

/**
 * Of a view of bytes only what reads as ASCII or UTF-8, which every further layer does; any other view as it is. Pictures and keys are most of what
 * stands in base64: what is no text is looked through once and not undone further.
 */
export function readableOf(view: View): View {
  if (view.made === null || view.bytes !== true) return view;
  const { letters, made: { of, starts, ends } } = view;
  const out = new ViewWriter(of, letters.length + 1);
  for (let at = 0; at < letters.length;) {
    const from = at;
    for (let size = readableAt(letters, at); size > 0; size = readableAt(letters, at)) at += size;
    if (at - from >= SHORTEST_READABLE) {
      for (let n = from; n < at; n += 1) out.put(letters[n] ?? 0, starts[n] ?? 0, ends[n] ?? 0);
      if (at < letters.length) out.put(BETWEEN, starts[at] ?? 0, ends[at] ?? 0);
    }
    at += 1;
  }
  return out.view();
}

/** How many bytes a character in UTF-8 has that begins here; 0 where none does. */
function readableAt(letters: Uint16Array, at: number): number {
  const byte = letters[at] ?? BETWEEN;
  if (byte < 0x80) return byte >= 0x20 ? (byte === 0x7f ? 0 : 1) : byte === 0 || (byte >= 9 && byte <= 13) ? 1 : 0;
  const size = byte >= 0xc2 && byte <= 0xdf ? 2 : byte >= 0xe0 && byte <= 0xef ? 3 : byte >= 0xf0 && byte <= 0xf4 ? 4 : 0;
  for (let n = 1; n < size; n += 1) if (((letters[at + n] ?? 0) & 0xffc0) !== 0x80) return 0;
  return size;
}

/** The bytes that digits of some bits make, without the first few digits of each run. */
function bytesOf(view: View, { values, starts, ends, breaks }: Digits, skip: number, bitsOfDigit: number): View {
  const out = new ViewWriter(view, Math.floor(((breaks.at(-1) ?? 0) * bitsOfDigit) / 8) + breaks.length);
  let digit = 0;
  for (const last of breaks) {
    let [held, bits] = [0, 0];
    for (digit += skip; digit < last; digit += 1) {
      held = ((held << bitsOfDigit) | (values[digit] ?? 0)) & 0xffff;
      bits += bitsOfDigit;
      if (bits < 8) continue;
      bits -= 8;
      // A byte lies in this digit and the one before it.
      out.put((held >> bits) & 255, starts[digit - 1] ?? 0, ends[digit] ?? 0);
    }
    digit = last;
    out.put(BETWEEN, starts[last - 1] ?? 0, ends[last - 1] ?? 0);
  }
  return { ...out.view(), bytes: true };
}
