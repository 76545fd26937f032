/** What takes no ink, or is only blank. Not the controls above 127: they are the inner bytes of UTF-8 read byte by byte. */
const NO_INK = /[\0-\x20\x7f\p{Z}\p{Cf}\p{Default_Ignorable_Code_Point}+]/gu;
/** The upper half of every tag and selector beyond the first plane; its lower half takes no ink either. */
const HALF_TAG = 0xdb40;
/** Neither is a character of Unicode: one stands between texts that have nothing to do with each other. */
const NONE = 0xfffe;

/** Strokes over and under a letter: a letter is told at a glance without them, for it may have them in it or behind it. */
const STROKES = /[\u0300-\u036f]/g;

/** By this a key is moved for a code that counts; what takes no ink moves it by nothing and adds nothing. */
const SHIFT = 4;
/** The one code by which a letter is told at a glance, above it {@link SHIFT}; 0 for none. Negative: not looked up yet, several codes, or half a tag. */
const table = new Int32Array(0x10000).fill(-1);
/** Where the codes of those letters begin that count for something else than this one code, and how many they are. */
const first = new Uint32Array(0x10000);
const count = new Uint8Array(0x10000);
const codes: number[] = [];

/**
 * How a code unit counts where a secret is compared: for nothing where it takes no ink, else for its compatibility decomposition
 * (NFKD), so that blanks, line ends, `+` for a blank, invisible characters, and the form of umlauts make no difference. Gives what {@link table} holds then.
 */
function lookUp(unit: number): number {
  const known = table[unit] ?? 0;
  if (known >= 0 || count[unit] !== 0 || unit === HALF_TAG) return known;
  const folded = unit >= NONE ? String.fromCharCode(unit) : String.fromCharCode(unit).normalize('NFKD').replace(NO_INK, '');
  const bare = folded.replace(STROKES, '');
  if (folded.length > 1 || bare !== folded) {
    first[unit] = codes.length;
    count[unit] = folded.length;
    for (let n = 0; n < folded.length; n += 1) codes.push(folded.charCodeAt(n));
  }
  table[unit] = bare.length > 1 ? -1 : bare === '' ? 0 : (SHIFT << 16) | bare.charCodeAt(0);
  return table[unit] ?? 0;
}

/** Whether a code unit counts for something. */
export function hasInk(unit: number): boolean {
  return lookUp(unit) !== 0 || count[unit] !== 0;
}

/** One of the codes of a letter that folds to several. */
function codeOf(unit: number, n: number): number {
  return codes[(first[unit] ?? 0) + n] ?? 0;
}

/** A text folded. */
export function folded(text: string): Uint16Array {
  const out: number[] = [];
  for (let at = 0; at < text.length; at += 1) {
    const unit = text.charCodeAt(at);
    const known = lookUp(unit);
    if (unit === HALF_TAG) at += 1;
    else if (count[unit] !== 0) for (let n = 0; n < (count[unit] ?? 0); n += 1) out.push(codeOf(unit, n));
    else if (known > 0) out.push(known & MASK);
  }
  return Uint16Array.from(out);
}

/** Letters by which a needle is told at a glance; a needle has at least as many without their strokes. A power of two. */
const GLANCE = 4;
const MASK = 0xffff;
const glance = (key: number, code: number): number => ((key << SHIFT) ^ code) & MASK;

/** How many letters of a needle are seen at a glance. */
export function seenOf(needle: Uint16Array): number {
  return needle.filter((code) => !isStroke(code)).length;
}

/** A needle from its first letter on that is seen at a glance. */
function withoutStrokes(needle: Uint16Array): Uint16Array {
  return needle.subarray(needle.findIndex((code) => !isStroke(code)));
}

function isStroke(code: number): boolean {
  return code >= 0x300 && code <= 0x36f;
}

/** Told of each place where a needle stands: the first letter of it and the one after its last. */
export type OnHit = (start: number, end: number) => void;

/** Looks for needles in letters. Gives how many letters it compared; stops, and gives more than `most`, where that is too many. */
export type Search = (letters: Uint16Array, onHit: OnHit, most: number) => number;

/** A search for folded needles in one pass over letters, which are folded as they are read: nothing is copied. */
export function searchFor(needles: readonly Uint16Array[]): Search {
  const marked = new Uint8Array(MASK + 1);
  const byGlance = new Map<number, Uint16Array[]>();
  for (const needle of needles.map(withoutStrokes).toSorted((a, b) => b.length - a.length)) {
    const key = needle.filter((code) => !isStroke(code)).subarray(0, GLANCE).reduce(glance, 0);
    marked[key] = 1;
    byGlance.set(key, [...(byGlance.get(key) ?? []), needle]);
  }
  return (letters, onHit, most) => {
    const compared = { letters: 0 };
    // A needle that has just been found is looked for again behind its end: a text of one letter takes no longer than another.
    const until = new Map<Uint16Array, number>();
    const compare = (key: number, start: number): void => {
      for (const needle of byGlance.get(key) ?? []) {
        if (start < (until.get(needle) ?? 0)) continue;
        const end = endOf(needle, letters, start, compared);
        if (end >= 0) { until.set(needle, end); onHit(start, end); }
      }
    };
    glanceOver(letters, marked, (key, start) => { compare(key, start); return compared.letters <= most; });
    return compared.letters;
  };
}

/**
 * Reads letters, folded, and says where the last few look like the beginning of a needle, until it is told to stop. Blanks come as they please: a letter
 * that counts and one that does not take the same way, for a processor guesses wrong where a text has two ways at each word.
 */
function glanceOver(letters: Uint16Array, marked: Uint8Array, onGlance: (key: number, start: number) => boolean): void {
  let key = 0;
  // Where the last few codes stood: each in the place of the one that came so many codes before it.
  const places = new Uint32Array(GLANCE);
  let read = 0;
  for (let at = 0; at < letters.length; at += 1) {
    const unit = letters[at] ?? 0;
    const code = table[unit] ?? 0;
    if (code >= 0) {
      key = ((key << (code >> 16)) ^ (code & MASK)) & MASK;
      places[read & (GLANCE - 1)] = at;
      read += code >> 18;
      if (marked[key] === 1 && code !== 0 && !onGlance(key, places[read & (GLANCE - 1)] ?? 0)) return;
    } else if (unit === HALF_TAG) {
      at += 1;
    } else if (lookUp(unit) >= 0) {
      at -= 1;
    } else {
      for (let n = 0; n < (count[unit] ?? 0); n += 1) {
        const one = codeOf(unit, n);
        if (isStroke(one)) continue;
        key = glance(key, one);
        places[read & (GLANCE - 1)] = at;
        read += 1;
        if (marked[key] === 1 && !onGlance(key, places[read & (GLANCE - 1)] ?? 0)) return;
      }
    }
  }
}

/** Where a needle that begins at a letter ends, or -1. */
function endOf(needle: Uint16Array, letters: Uint16Array, start: number, compared: { letters: number }): number {
  let found = 0;
  let at = start;
  for (; at < letters.length && found < needle.length; at += 1) {
    compared.letters += 1;
    const unit = letters[at] ?? 0;
    const known = lookUp(unit);
    if (unit === HALF_TAG) at += 1;
    else if (count[unit] !== 0) {
      for (let n = 0; n < (count[unit] ?? 0); n += 1, found += 1) if (found < needle.length && needle[found] !== codeOf(unit, n)) return -1;
    } else if (known > 0) {
      if (needle[found] !== (known & MASK)) return -1;
      found += 1;
    }
  }
  return found >= needle.length ? at : -1;
}
