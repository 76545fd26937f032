import type { RefusedWhy } from './catalogue.ts';

/** Something in a JSON text that parsing would hide, and the first steps of the path to it. */
export interface ScanNote {
  readonly why: Extract<RefusedWhy, 'too-deep' | 'duplicate-keys' | 'number-range'>;
  readonly path: readonly (string | number)[];
}

/** A scanned text: what was found, and the text with every value nested too deep replaced by `null`. */
export interface JsonScan {
  readonly notes: readonly ScanNote[];
  readonly text: string;
}

interface Level {
  readonly array: boolean;
  readonly keys: Set<string> | null;
  at: string | number;
}

/** Of a name so much is kept for a path: it is written again for each thing that is found below it, and the names that a list needs are short. */
const NAME_KEPT = 200;
/** A number of more characters is not kept: no number between the smallest and the largest that are read needs so many. */
const NUMBER_CHARS = 400;

const QUOTE = 34;
const BACKSLASH = 92;

/** How deep a JSON text nests at most. A flat loop: no depth can overflow the stack. */
export function nesting(text: string): number {
  let depth = 0;
  let deepest = 0;
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i);
    if (c === QUOTE) i = endOfString(text, i);
    else if (c === 91 || c === 123) deepest = Math.max(deepest, ++depth);
    else if (c === 93 || c === 125) depth--;
  }
  return deepest;
}

/**
 * Walks a JSON text without recursion and finds what a parser hides: keys written twice in one object, numbers
 * that cannot be kept (`1e400`, `1e-400`, integers beyond 2^53, more digits than are read) and values nested deeper than `depth`. The text need not be
 * valid; where it is not, parsing refuses it later.
 */
export function scanJson(text: string, depth: number): JsonScan {
  const notes: ScanNote[] = [];
  const noted = new Set<string>();
  const pieces: string[] = [];
  const stack: Level[] = [];
  let kept = 0;
  const note = (why: ScanNote['why']): void => {
    const path = stack.slice(0, 4).map((level) => level.at);
    // SECURITY: once for each place, and no limit: what fills the notes of one definition must not hide another's.
    const key = JSON.stringify([why, ...path.slice(0, 3)]);
    if (noted.size === noted.add(key).size) return;
    notes.push({ why, path });
  };
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i);
    const top = stack.at(-1);
    if (c === QUOTE) {
      const end = endOfString(text, i);
      if (top !== undefined && !top.array && followedByColon(text, end)) openKey(text.slice(i, end + 1), top, note);
      i = end;
    } else if (c === 91 || c === 123) {
      if (stack.length >= depth) {
        note('too-deep');
        const end = endOfValue(text, i);
        pieces.push(text.slice(kept, i), 'null');
        kept = end + 1;
        i = end;
      } else stack.push({ array: c === 91, keys: c === 123 ? new Set() : null, at: c === 91 ? 0 : '' });
    } else if (c === 93 || c === 125) stack.pop();
    else if (c === 44 && top?.array === true && typeof top.at === 'number') top.at += 1;
    else if (c === 45 || (c >= 48 && c <= 57)) {
      const end = endOfNumber(text, i);
      if (!keepsNumber(text.slice(i, end))) note('number-range');
      i = end - 1;
    }
  }
  pieces.push(text.slice(kept));
  return { notes, text: kept === 0 ? text : pieces.join('') };
}

function openKey(raw: string, level: Level, note: (why: ScanNote['why']) => void): void {
  const key = plainKey(raw);
  level.at = key.slice(0, NAME_KEPT);
  if (level.keys?.has(key) === true) note('duplicate-keys');
  level.keys?.add(key);
}

/** The key as the parser reads it, so that `"a"` and `"\u0061"` are one. */
function plainKey(raw: string): string {
  if (!raw.includes('\\')) return raw.slice(1, -1);
  try {
    return String(JSON.parse(raw));
  } catch {
    return raw;
  }
}

function endOfString(text: string, from: number): number {
  for (let i = from + 1; i < text.length; i++) {
    const c = text.charCodeAt(i);
    if (c === BACKSLASH) i++;
    else if (c === QUOTE) return i;
  }
  return text.length;
}

function endOfValue(text: string, from: number): number {
  let depth = 0;
  for (let i = from; i < text.length; i++) {
    const c = text.charCodeAt(i);
    if (c === QUOTE) i = endOfString(text, i);
    else if (c === 91 || c === 123) depth++;
    else if ((c === 93 || c === 125) && --depth === 0) return i;
  }
  return text.length;
}

function followedByColon(text: string, end: number): boolean {
  for (let i = end + 1; i < text.length; i++) {
    const c = text.charCodeAt(i);
    if (c !== 32 && c !== 9 && c !== 10 && c !== 13) return c === 58;
  }
  return false;
}

function endOfNumber(text: string, from: number): number {
  let i = from + 1;
  while (i < text.length && '0123456789.eE+-'.includes(text.charAt(i))) i++;
  return i;
}

/** True where parsing keeps exactly the value that is written: two numbers that are read alike are then written alike. */
function keepsNumber(written: string): boolean {
  if (written.length > NUMBER_CHARS) return false;
  const value = Number(written);
  if (!Number.isFinite(value) || (Number.isInteger(value) && !Number.isSafeInteger(value))) return false;
  return written.length < 16 && value !== 0 ? true : exactDigits(written) === exactDigits(String(value));
}

/** A decimal number by its digits and their place, whatever its spelling: `1.50` and `15e-1` are one. */
function exactDigits(written: string): string {
  const [, whole = '', fraction = '', exponent = '0'] = /^-?(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d+))?$/.exec(written) ?? [];
  const digits = `${whole}${fraction}`.replace(/^0+/, '');
  const plain = digits.replace(/(?<!0)0+$/, '');
  if (plain === '') return '0';
  return `${plain}e${Number(exponent) - fraction.length + digits.length - plain.length}`;
}
