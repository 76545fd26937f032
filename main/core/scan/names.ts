import { mixedScriptWord, skeleton } from './confusables.ts';
import { excerptAt } from './excerpt.ts';
import type { Sighting } from './characters.ts';

/** A tool of another server, by which names are compared. */
export interface OtherTool {
  readonly server: string;
  readonly name: string;
}

interface NameIndex {
  readonly exact: ReadonlyMap<string, OtherTool>;
  readonly shapes: ReadonlyMap<string, OtherTool>;
  readonly stems: ReadonlyMap<string, OtherTool>;
}

const indexes = new WeakMap<readonly OtherTool[], NameIndex>();

/** Built once for a list: ten thousand tools are compared with the same one. */
function indexOf(tools: readonly OtherTool[]): NameIndex {
  const known = indexes.get(tools);
  if (known !== undefined) return known;
  const made = {
    exact: new Map(tools.map((tool) => [tool.name, tool] as const)),
    shapes: new Map(tools.map((tool) => [skeleton(tool.name), tool] as const)),
    stems: new Map(tools.map((tool) => [stemOf(tool.name), tool] as const)),
  };
  indexes.set(tools, made);
  return made;
}

/** What makes a name look like a newer or better edition of another. */
const EDITION = /[_-](?:v?\d{1,3}|new|next|pro|plus|safe|secure|fast|latest|official|enhanced|improved|better|real|verified)$/i;
const stemOf = (name: string): string => skeleton(name.replace(EDITION, ''));

/**
 * A name that is another server's (a call meant for one could reach the other), one that only looks like it, and one
 * whose letters come from scripts that look alike. Generalises: names are compared, no list of bad names is kept.
 */
export function strangeName(name: string, otherTools: readonly OtherTool[]): readonly Sighting[] {
  const found: Sighting[] = [];
  const mixed = mixedScriptWord(name);
  if (mixed !== null) found.push({ rule: 'mixed-script', severity: 'high', excerpt: excerptAt(name, 0) });
  const { exact, shapes, stems } = indexOf(otherTools);
  const same = exact.get(name);
  const alike = shapes.get(skeleton(name));
  if (same !== undefined) found.push({ rule: 'shadowed-name', severity: 'warn', excerpt: `${excerptAt(name, 0)} = ${excerptAt(same.server, 0)}` });
  else if (alike !== undefined) found.push({ rule: 'look-alike-name', severity: 'high', excerpt: `${excerptAt(name, 0)} ≈ ${excerptAt(alike.name, 0)} (${excerptAt(alike.server, 0)})` });
  else if (stems.has(stemOf(name))) found.push({ rule: 'look-alike-name', severity: 'warn', excerpt: `${excerptAt(name, 0)} ≈ ${excerptAt(stems.get(stemOf(name))?.name ?? '', 0)}` });
  return found;
}

/** Only a name that is no plain word is looked for in prose: `search` or `read` would be found everywhere. */
const DISTINCT = /^(?=.{5,128}$)(?:[\p{L}\p{N}]+[_\-./:])+[\p{L}\p{N}]+$|^[a-z][a-z0-9]*[A-Z][A-Za-z0-9]{2,}$/u;
const NAME = /[\p{L}\p{N}_]+(?:[-./:][\p{L}\p{N}_]+)*/gu;

/**
 * The first tool of another server that a text names, and where. Generalises: an honest definition knows nothing of
 * the other servers a person happens to use.
 */
export function namedOtherTool(text: string, ownName: string, otherTools: readonly OtherTool[]): { readonly tool: OtherTool; readonly at: number } | null {
  if (otherTools.length === 0) return null;
  const { exact } = indexOf(otherTools);
  for (const { 0: word, index } of text.matchAll(NAME)) {
    const tool = exact.get(word);
    if (tool !== undefined && word !== ownName && DISTINCT.test(word)) return { tool, at: index };
  }
  return null;
}
