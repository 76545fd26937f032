import { parseAst } from 'vite';
import { describe, expect, it } from 'vitest';
import { outgrows } from '../data/growth.ts';
import { sourceFiles, textOf } from './sources.ts';

interface Pattern { readonly at: string; readonly pattern: string; readonly flags: string }

/** Patterns that are held against short texts only, and why. */
const BOUNDED: Readonly<Record<string, string>> = {
  'main/core/skills/plan/days.ts': 'a time of day, 200 characters at most',
};

/** Few steps, each so much longer that the square of it shows; the first are short enough for what doubles with each character. */
const RUNGS = [12, 24, 36, 48, 60, 72, 84, 96, 120, 150, 180, 210, 250, 300, 400, 1_500, 5_000, 30_000, 60_000];

/** Every regular expression that is written as one in a text of ours. */
function patternsIn(file: string, text: string): Pattern[] {
  const found: Pattern[] = [];
  const walk = (node: unknown): void => {
    if (typeof node !== 'object' || node === null) return;
    if ('regex' in node && 'start' in node) {
      const { pattern, flags } = node.regex as { pattern: string; flags: string };
      found.push({ at: `${file}:${text.slice(0, Number(node.start)).split('\n').length}`, pattern, flags });
    } else for (const inner of Object.values(node)) walk(inner);
  };
  walk(parseAst(text, { lang: file.endsWith('x') ? 'tsx' : 'ts' }));
  return found;
}

/** What a pattern's own text says it may take: words, runs of signs, single signs, and one of each class it names. */
function pieces(pattern: string): string[] {
  const plain = pattern.replace(/\\u(?:\{[0-9a-f]+\}|[0-9a-f]{4})|\\[pP]\{[^}]*\}|\(\?(?:<?[=!]|:|<\w+>)/gi, '(').replace(/\\[dDwWsSbBnrtf]/g, '(').replace(/\\(.)/g, '\u0002$1');
  const words = plain.match(/[a-z]{2,}|[^\w\s{}()|?+*^$[\]\u0002]{2,}/gi) ?? [];
  const signs = plain.match(/\u0002.|[^\w\s{}()|?+*^$[\]\u0002]/g) ?? [];
  const classes = [[/\\s|\\S|\\W|\[\^| /, ' '], [/\\d|\\w|0-9/, '1'], [/a-z|\\w|\\p|\[\^|\.|\\S/i, 'a'], [/\\n|\\s|\[\^/, '\n']] as const;
  const all = [...classes.flatMap(([named, one]) => (named.test(pattern) ? [one] : [])), ...signs.map((sign) => sign.replace('\u0002', '')), ...words.map((word) => word.slice(0, 12))];
  return [...new Set(all)].slice(0, 12);
}

/** Texts made of these pieces, each again and again and two by turns, and an end that fits nothing: the worst that a search can meet. */
function shapes(pattern: string): ((length: number) => string)[] {
  const some = pieces(pattern);
  const units = [...some, ...some.flatMap((one) => some.map((other) => one + other).filter((unit) => unit !== one + one))];
  const heads = ['', ...some.slice(0, 4)];
  return units.flatMap((unit) => (unit.length <= 1 ? heads : ['']).map((head) => (length: number) => `${head}${unit.repeat(Math.ceil(length / unit.length))}\u0001`));
}

/** How the pattern runs away, again and again; null where it does not, or did once, as when the machine was busy with something else. */
function alwaysRunsAway(one: Pattern): string | null {
  let said: string | null = null;
  for (let time = 0; time < 3; time += 1) {
    said = runsAway(one);
    if (said === null) return null;
  }
  return said;
}

/** How the pattern runs away; null where it does not. */
function runsAway({ pattern, flags }: Omit<Pattern, 'at'>): string | null {
  const regex = new RegExp(pattern, flags);
  const work = regex.global ? (text: string) => text.replace(regex, '') : (text: string) => {
    regex.lastIndex = 0;
    return regex.test(text);
  };
  for (const shape of shapes(pattern)) {
    const said = outgrows(work, shape, RUNGS);
    if (said !== null) return `${JSON.stringify(shape(20))}: ${said}`;
  }
  return null;
}

describe('a regular expression', () => {
  it.each([
    ['nested repeats', /^\s*[\w.:-]*\d[\w.:-]*(\s*[,;|\s]\s*[\w.:-]*\d[\w.:-]*)+\s*$/],
    ['a comment that may end twice', /^\s*(<!--[\s\S]*?-->\s*|<!DOCTYPE svg[^>]*>\s*)*<svg[\s>]/i], ['an end that is sought from every place', /=+$/],
    ['a scheme that is sought from every place', /\b[a-z][a-z0-9+.-]*:\/\//gi], ['a bracket that never closes', /\[[^\]\n]+\]\([^)\n]+\)/],
  ])('that runs away is found: %s', (_, regex) => {
    expect(runsAway({ pattern: regex.source, flags: regex.flags })).not.toBeNull();
  }, 120_000);

  // Main thread or window: whoever sends a text must not choose how long it is looked at.
  it.each(['main/core', 'main', 'preload', 'renderer'])('of %s never runs away on a text made against it', (room) => {
    const files = sourceFiles(room).filter((file) => room !== 'main' || !file.startsWith('main/core/'));
    const all = files.flatMap((file) => patternsIn(file, textOf(file))).filter(({ at, pattern }) => /[*+]|\{\d+,/.test(pattern) && BOUNDED[at.replace(/:\d+$/, '')] === undefined);
    expect(all.length).toBeGreaterThan(0);
    expect(all.flatMap((one) => { const said = alwaysRunsAway(one); return said === null ? [] : [`${one.at} /${one.pattern}/ ${said}`]; })).toEqual([]);
  }, 240_000);
});
