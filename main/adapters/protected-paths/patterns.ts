/** Signs with which one text names several files. */
const SIGNS = /[*?[{]/;

/**
 * Does a pattern name something in a protected place? Part by part: `*` and braces stand for anything within one, `?` and
 * brackets for one character; `**` may be any depth, so it counts as the folder before it. Both comparable; refuses too much
 * rather than too little.
 */
export function patternTouches(pattern: string, guarded: readonly string[], above: boolean): boolean {
  if (!SIGNS.test(pattern)) return false;
  const parts = pattern.replace(/\{[^{}/]*\/[^{}]*\}/g, '**').split('/');
  const deep = parts.findIndex((part) => part.includes('**'));
  const given = (deep === -1 ? parts : parts.slice(0, deep)).map((part) => part.replace(/\{.*\}|\{.*$/s, '*').replace(/\[[^\]]*\]?/g, '?'));
  return guarded.some((place) => {
    const names = place.split('/');
    if (names.length > given.length && !above) return false;
    return given.slice(0, names.length).every((part, at) => fits(part, names[at] ?? ''));
  });
}

/** Whether a name fits a part with `*` and `?`. Never more than part times name steps: the part is hostile. */
function fits(part: string, name: string): boolean {
  let [at, from, star, mark] = [0, 0, -1, 0];
  while (from < name.length) {
    if (part[at] === '*') {
      star = at;
      mark = from;
      at += 1;
    } else if (at < part.length && (part[at] === '?' || part[at] === name[from])) {
      at += 1;
      from += 1;
    } else if (star >= 0) {
      at = star + 1;
      mark += 1;
      from = mark;
    } else return false;
  }
  return part.slice(at).replaceAll('*', '') === '';
}
