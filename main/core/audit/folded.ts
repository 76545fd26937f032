/** A letter that has not been looked up yet, and one that folds to several: neither is a character of Unicode. */
const UNKNOWN = 0xffff;
const SEVERAL = 0xfffe;
/** What takes no ink, or is only blank. Not the controls above 127: they are the inner bytes of UTF-8 read byte by byte. */
const NO_INK = /[\0-\x20\x7f\p{Z}\p{Cf}\p{Default_Ignorable_Code_Point}+]/gu;
/** The upper half of every tag and selector beyond the first plane; its lower half takes no ink either. */
const HALF_TAG = 0xdb40;

const table = new Uint16Array(0x10000).fill(UNKNOWN);
const several = new Map<number, string>();

/**
 * How a code unit counts where a secret is compared: 0 for what takes no ink, else its compatibility decomposition
 * (NFKD), so that blanks, line ends, `+` for a blank, invisible characters, and the form of umlauts make no difference.
 */
function foldedUnit(unit: number): number {
  const known = table[unit] ?? 0;
  if (known !== UNKNOWN) return known;
  const folded = unit >= SEVERAL ? String.fromCharCode(unit) : String.fromCharCode(unit).normalize('NFKD').replace(NO_INK, '');
  if (folded.length > 1) several.set(unit, folded);
  const code = folded.length > 1 || unit >= SEVERAL ? SEVERAL : folded.length === 0 ? 0 : folded.charCodeAt(0);
  table[unit] = code;
  return code;
}

/** A text folded. */
export function folded(text: string): Uint16Array {
  const out: number[] = [];
  for (let at = 0; at < text.length; at += 1) {
    const unit = text.charCodeAt(at);
    if (unit === HALF_TAG) { at += 1; continue; }
    const code = foldedUnit(unit);
    if (code === SEVERAL) for (const one of several.get(unit) ?? String.fromCharCode(unit)) out.push(one.charCodeAt(0));
    else if (code !== 0) out.push(code);
  }
  return Uint16Array.from(out);
}

/** Letters by which a needle is told at a glance; a needle has at least as many. */
const GLANCE = 4;
const MASK = 0xffff;
const glance = (key: number, code: number): number => ((key << 4) ^ code) & MASK;

/** Told of each place where a needle stands: the first letter of it and the one after its last. */
export type OnHit = (start: number, end: number) => void;

/** Looks for needles in letters. Gives how many letters it compared; stops, and gives more than `most`, where that is too many. */
export type Search = (letters: Uint16Array, onHit: OnHit, most: number) => number;

/** A search for folded needles in one pass over letters, which are folded as they are read: nothing is copied. */
export function searchFor(needles: readonly Uint16Array[]): Search {
  const marked = new Uint8Array(MASK + 1);
  const byGlance = new Map<number, Uint16Array[]>();
  for (const needle of needles.filter(({ length }) => length >= GLANCE).toSorted((a, b) => b.length - a.length)) {
    const key = needle.subarray(0, GLANCE).reduce(glance, 0);
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

/** Reads letters, folded, and says where the last few look like the beginning of a needle, until it is told to stop. */
function glanceOver(letters: Uint16Array, marked: Uint8Array, onGlance: (key: number, start: number) => boolean): void {
  let key = 0;
  let [a, b, c, d] = [0, 0, 0, 0];
  for (let at = 0; at < letters.length; at += 1) {
    const unit = letters[at] ?? 0;
    const code = table[unit] ?? 0;
    if (code === 0) continue;
    if (code < SEVERAL && unit !== HALF_TAG) {
      key = ((key << 4) ^ code) & MASK;
      [a, b, c, d] = [b, c, d, at];
      if (marked[key] === 1 && !onGlance(key, a)) return;
      continue;
    }
    if (unit === HALF_TAG) { at += 1; continue; }
    if (code === UNKNOWN && foldedUnit(unit) !== SEVERAL) { at -= 1; continue; }
    for (const one of several.get(unit) ?? '\uffff') {
      key = glance(key, one.charCodeAt(0));
      [a, b, c, d] = [b, c, d, at];
      if (marked[key] === 1 && !onGlance(key, a)) return;
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
    if (unit === HALF_TAG) { at += 1; continue; }
    const code = foldedUnit(unit);
    if (code === 0) continue;
    const parts = code === SEVERAL ? several.get(unit) ?? '\uffff' : null;
    if (parts === null ? needle[found] !== code : !startsWith(needle, parts, found)) return -1;
    found += parts?.length ?? 1;
  }
  return found >= needle.length ? at : -1;
}

function startsWith(needle: Uint16Array, parts: string, from: number): boolean {
  for (let n = 0; n < parts.length; n += 1) if (from + n < needle.length && needle[from + n] !== parts.charCodeAt(n)) return false;
  return true;
}
