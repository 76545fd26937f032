import { hexDigit } from './undo-escapes.ts';
import { BETWEEN, isCopied, lastUpTo, type View } from './view.ts';

/** A run with fewer digits cannot hold a secret of the length that is looked for. */
const SHORTEST = { base64: 11, hex: 16 };
const EQUALS = 0x3d;
const [ZERO, SMALL_X] = [0x30, 0x78];
/** Blanks, colons, commas and the like between two bytes in hexadecimal; more of them end the run. */
const MOST_BETWEEN = 3;

/** What a letter is to a run of base64: nothing, a digit, unseen (a line end is) or a blank. */
const [OTHER, DIGIT, UNSEEN, BLANK] = [0, 1, 2, 3];
const wrapped = new Uint8Array(0x10000);
/** What a letter is to a run of hexadecimal: nothing, what may stand between two bytes, or a digit. */
const [BETWEEN_BYTES, HEX_DIGIT] = [1, 3];
const spaced = new Uint8Array(0x10000);
const base64 = new Uint8Array(128);
for (const [value, letter] of Array.from('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/-_').entries()) {
  wrapped[letter.charCodeAt(0)] = DIGIT;
  // The last two stand for 62 and 63 in addresses.
  base64[letter.charCodeAt(0)] = value < 64 ? value : value - 2;
}
for (const letter of ' \t') wrapped[letter.charCodeAt(0)] = BLANK;
for (const letter of ' \t,-.:;_\\xX') spaced[letter.charCodeAt(0)] = BETWEEN_BYTES;
for (const letter of '0123456789abcdefABCDEF') spaced[letter.charCodeAt(0)] = HEX_DIGIT;
for (const [from, to] of [[0, 8], [10, 0x1f], [0xad, 0xad], [0x200b, 0x200f], [0x2028, 0x202e], [0x2060, 0x206f], [0xfeff, 0xfeff]] as const) {
  wrapped.fill(UNSEEN, from, to + 1);
  spaced.fill(BETWEEN_BYTES, from, to + 1);
}

/**
 * What the runs of base64 in a view say, in both alphabets and wrapped at any column. A run may begin with letters that are none of it
 * (`path/to/Zm9v…`), so it is read from each of its first four digits.
 */
export function* undoBase64(view: View): Generator<View> {
  const digits = digitsOf(view, BASE64);
  if (digits !== null) for (let skip = 0; skip < 4; skip += 1) yield bytesOf(view, digits, skip, BASE64);
}

/** What the runs of hexadecimal bytes in a view say, in either case, with blanks, colons, commas, `0x` or nothing between them. */
export function* undoHex(view: View): Generator<View> {
  const digits = digitsOf(view, HEX);
  if (digits !== null) for (let skip = 0; skip < 2; skip += 1) yield bytesOf(view, digits, skip, HEX);
}

/** A way to write bytes as digits. */
interface Spelling {
  readonly bits: number;
  /** In fewer digits there is no secret of the length that is looked for. */
  readonly shortest: number;
  /** The first digit, not before a place, of a run that may have enough digits; the text's length where there is none. */
  next(letters: Uint16Array, from: number): number;
  /** The place behind the run that begins with a digit, and behind its last digit. */
  endOf(letters: Uint16Array, from: number): number;
  write(letters: Uint16Array, from: number, end: number, into: Digits): void;
  /** Writes the bytes that the digits from `first` up to `last` make, and gives the place behind them. */
  bytes(values: Uint8Array, first: number, last: number, into: Uint16Array, at: number): number;
}

/** The digits of every run in a view that may stand for bytes, with the places where they stand; behind which digit each run ends, and behind which letter. */
class Digits {
  readonly values: Uint8Array;
  readonly places: Uint32Array;
  length = 0;
  readonly breaks: number[] = [];
  readonly ends: number[] = [];

  constructor(most: number) {
    this.values = new Uint8Array(most);
    this.places = new Uint32Array(most);
  }

  put(value: number, place: number): void {
    this.values[this.length] = value;
    this.places[this.length] = place;
    this.length += 1;
  }
}

/** Null: there is no run that was not looked at in the layer above. */
function digitsOf(view: View, { shortest, next, endOf, write }: Spelling): Digits | null {
  const { letters } = view;
  let into: Digits | null = null;
  for (let at = next(letters, 0); at < letters.length;) {
    const end = endOf(letters, at);
    if (end - at >= shortest && !isCopied(view, at, end)) {
      into ??= new Digits(letters.length - at);
      const before = into.length;
      write(letters, at, end, into);
      if (into.length - before < shortest) into.length = before;
      else { into.breaks.push(into.length); into.ends.push(end); }
    }
    at = next(letters, end);
  }
  return into !== null && into.breaks.length > 0 ? into : null;
}

/**
 * How a run of base64 goes on, by what came before (nothing, digits, digits and blanks, digits and a line end) and the next letter: what has come then,
 * in bits 0 and 1; in bit 2 whether the digits so far count, in bit 3 whether there is one more. Words come as they please: this takes no way
 * that a processor could guess wrong.
 */
const STEPS = Uint8Array.from([
  0, 8 | 1, 0, 0,
  0, 8 | 4 | 1, 4 | 3, 4 | 2,
  0, 8 | 1, 4 | 3, 4 | 2,
  0, 8 | 4 | 1, 4 | 3, 4 | 3,
]);

const BASE64: Spelling = {
  bits: 6, shortest: SHORTEST.base64,
  next(letters, from) {
    let [step, digits] = [0, 0];
    for (let at = from; at < letters.length; at += 1) {
      step = STEPS[((step & 3) << 2) | (wrapped[letters[at] ?? 0] ?? 0)] ?? 0;
      digits = (digits & -((step >> 2) & 1)) + (step >> 3);
      if (digits >= SHORTEST.base64) return behind(letters, at, digits);
    }
    return letters.length;
  },
  endOf(letters, from) {
    let end = from;
    for (let at = from; at < letters.length && wrapped[letters[at] ?? 0] === DIGIT; at = behindLineEnd(letters, end)) {
      end = at + 1;
      while (end < letters.length && wrapped[letters[end] ?? 0] === DIGIT) end += 1;
    }
    while (end < letters.length && letters[end] === EQUALS) end += 1;
    return end;
  },
  write(letters, from, end, into) {
    for (let at = from; at < end; at += 1) {
      const letter = letters[at] ?? 0;
      if (wrapped[letter] === DIGIT) into.put(base64[letter] ?? 0, at);
    }
  },
  bytes(values, first, last, into, at) {
    let [digit, to] = [first, at];
    for (; digit + 3 < last; digit += 4) {
      const group = ((values[digit] ?? 0) << 18) | ((values[digit + 1] ?? 0) << 12) | ((values[digit + 2] ?? 0) << 6) | (values[digit + 3] ?? 0);
      into[to] = group >> 16;
      into[to + 1] = (group >> 8) & 255;
      into[to + 2] = group & 255;
      to += 3;
    }
    if (digit + 1 < last) into[to++] = ((values[digit] ?? 0) << 2) | ((values[digit + 1] ?? 0) >> 4);
    if (digit + 2 < last) into[to++] = (((values[digit + 1] ?? 0) & 15) << 4) | ((values[digit + 2] ?? 0) >> 2);
    return to;
  },
};

/** Behind a line end and the blanks around it, or behind a character that nobody sees; the same place where there is none. */
function behindLineEnd(letters: Uint16Array, from: number): number {
  let ended = false;
  for (let at = from; at < letters.length; at += 1) {
    const kind = wrapped[letters[at] ?? 0] ?? OTHER;
    if (kind === OTHER || kind === DIGIT) return ended ? at : from;
    ended ||= kind === UNSEEN;
  }
  return from;
}

/** Where the first of so many digits stands, of which the last is at a place. */
function behind(letters: Uint16Array, last: number, digits: number): number {
  let at = last;
  for (let left = digits - 1; left > 0;) {
    at -= 1;
    if (wrapped[letters[at] ?? 0] === DIGIT) left -= 1;
  }
  return at;
}

const HEX: Spelling = {
  bits: 4, shortest: SHORTEST.hex,
  next(letters, from) {
    let digits = 0;
    for (let at = from; at < letters.length; at += 1) {
      const kind = spaced[letters[at] ?? 0] ?? 0;
      digits = (digits & -(kind & 1)) + (kind >> 1);
      // How wide the gaps are is looked at where there are enough digits.
      if (digits >= SHORTEST.hex && kind === HEX_DIGIT) return hexStart(letters, at, from);
    }
    return letters.length;
  },
  endOf(letters, from) {
    let end = from;
    for (let at = from; at < letters.length && at - end <= MOST_BETWEEN; at += 1) {
      const kind = spaced[letters[at] ?? 0] ?? OTHER;
      if (kind === HEX_DIGIT) end = at + 1;
      else if (kind === OTHER || isStray(letters, at)) break;
    }
    return end;
  },
  write(letters, from, end, into) {
    for (let at = from; at < end; at += 1) {
      const value = hexDigit(letters[at] ?? 0);
      if (value >= 0) into.put(value, at);
      // `0x` is no part of a byte.
      else if (isX(letters[at] ?? 0)) into.length -= 1;
    }
  },
  bytes(values, first, last, into, at) {
    let to = at;
    for (let digit = first; digit + 1 < last; digit += 2) into[to++] = ((values[digit] ?? 0) << 4) | (values[digit + 1] ?? 0);
    return to;
  },
};

/** Where the run begins of which a digit is at a place, not before another place. */
function hexStart(letters: Uint16Array, digit: number, from: number): number {
  let start = digit;
  for (let at = digit - 1; at >= from && start - at <= MOST_BETWEEN + 1; at -= 1) {
    const kind = spaced[letters[at] ?? 0] ?? OTHER;
    if (kind === HEX_DIGIT) start = at;
    else if (kind === OTHER || isStray(letters, at)) break;
  }
  return start;
}

function isX(letter: number): boolean {
  return (letter | 0x20) === SMALL_X;
}

/** Whether a letter is an `x`, but none of `0x`. */
function isStray(letters: Uint16Array, at: number): boolean {
  return isX(letters[at] ?? 0) && (at === 0 || letters[at - 1] !== ZERO);
}

/** The bytes that digits make, without the first few digits of each run. */
function bytesOf(view: View, { values, places, breaks, ends }: Digits, skip: number, { bits, bytes }: Spelling): View {
  const letters = new Uint16Array(Math.floor(((breaks.at(-1) ?? 0) * bits) / 8) + breaks.length);
  const starts: number[] = [];
  let [at, first] = [0, 0];
  for (const last of breaks) {
    starts.push(at);
    at = bytes(values, first + skip, last, letters, at);
    letters[at++] = BETWEEN;
    first = last;
  }
  const digitAt = (letter: number, bit: number): readonly [digit: number, run: number] => {
    const run = lastUpTo(starts, letter);
    const digit = (breaks[run - 1] ?? 0) + skip + Math.floor(((letter - (starts[run] ?? 0)) * 8 + bit) / bits);
    return [Math.min(digit, (breaks[run] ?? 0) - 1), run];
  };
  const placeOf = (start: number, end: number): readonly [number, number] => {
    const [last, run] = digitAt(end - 1, 7);
    return [places[digitAt(start, 0)[0]] ?? 0, last === (breaks[run] ?? 0) - 1 ? ends[run] ?? 0 : (places[last] ?? 0) + 1];
  };
  return { letters: letters.subarray(0, at), bytes: true, made: { of: view, placeOf } };
}
