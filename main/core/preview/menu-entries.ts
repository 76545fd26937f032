import { valueAt } from '../canonical/pointer.ts';
import type { SpecialRecipe } from '../recipes/recipe.ts';
import type { Json, JsonObject } from '../words/index.ts';
import type { MenuEntry } from './special.ts';

type MenuRecipe = Extract<SpecialRecipe, { situation: 'menu' }>;

/** An entry where it stands: `parent` is the place of the one above in the flat list, -1 at the top. */
interface Flat {
  readonly label: string;
  readonly target: string | null;
  readonly depth: number;
  readonly parent: number;
  readonly place: number;
}

/** Deeper menus are drawn as their fields. */
const DEEPEST = 20;

/**
 * A menu as it will be, each entry with where it stood, and what goes at the place where it was. An entry is found
 * again by label and target, else by its target, else by its label.
 */
export function menuEntries(recipe: MenuRecipe, before: JsonObject | null, after: JsonObject | null): readonly MenuEntry[] {
  const was = flat(recipe, before);
  const will = flat(recipe, after);
  const found = matched(was, will);
  const shifted = shiftedEntries(was, will, found);
  const entries = will.map((entry, at): MenuEntry => {
    const old = found[at] ?? -1;
    const then = was[old];
    const state = then === undefined ? 'added'
      : then.label !== entry.label || then.target !== entry.target ? 'changed'
        : shifted.has(at) ? 'moved' : 'same';
    return { ...entryAt(will, entry), state, was: then === undefined ? null : { ...entryAt(was, then) } };
  });
  return withRemoved(entries, was, found);
}

type Standing = Pick<MenuEntry, 'depth' | 'label' | 'target' | 'under' | 'place'>;

function entryAt(list: readonly Flat[], { label, target, depth, parent, place }: Flat): Standing {
  return { depth, label, target, under: list[parent]?.label ?? null, place };
}

function flat(recipe: MenuRecipe, record: JsonObject | null): readonly Flat[] {
  const entries: Flat[] = [];
  const enter = (items: Json | undefined, depth: number, parent: number): void => {
    if (!Array.isArray(items) || depth > DEEPEST) return;
    (items as readonly Json[]).forEach((item, place) => {
      const [label, target] = [valueAt(item, recipe.label), valueAt(item, recipe.target)];
      entries.push({ label: typeof label === 'string' ? label : '', target: typeof target === 'string' ? target : null, depth, parent, place });
      enter(valueAt(item, recipe.children), depth + 1, entries.length - 1);
    });
  };
  enter(record === null ? undefined : valueAt(record, recipe.list), 0, -1);
  return entries;
}

/** For each entry as it will be, the one it was, or -1. */
function matched(was: readonly Flat[], will: readonly Flat[]): readonly number[] {
  const found = will.map(() => -1);
  const taken = new Set<number>();
  const alike: readonly ((a: Flat, b: Flat) => boolean)[] = [
    (a, b) => a.label === b.label && a.target === b.target,
    (a, b) => a.target !== null && a.target === b.target,
    (a, b) => a.label === b.label,
  ];
  for (const same of alike) {
    will.forEach((entry, at) => {
      if (found[at] !== -1) return;
      const old = was.findIndex((candidate, index) => !taken.has(index) && same(candidate, entry));
      if (old === -1) return;
      found[at] = old;
      taken.add(old);
    });
  }
  return found;
}

/** Entries that stand elsewhere: under another one, or out of the order that most of their neighbours keep. */
function shiftedEntries(was: readonly Flat[], will: readonly Flat[], found: readonly number[]): ReadonlySet<number> {
  const shifted = new Set<number>();
  const families = new Map<number, number[]>();
  will.forEach((entry, at) => {
    const then = was[found[at] ?? -1];
    if (then === undefined) return;
    const parent = entry.parent === -1 ? -1 : found[entry.parent];
    if (then.parent !== parent || then.depth !== entry.depth) shifted.add(at);
    else families.set(entry.parent, [...(families.get(entry.parent) ?? []), at]);
  });
  for (const family of families.values()) {
    const places = family.map((at) => was[found[at] ?? -1]?.place ?? 0);
    const kept = longestRising(places);
    family.forEach((at, index) => {
      if (!kept.has(index)) shifted.add(at);
    });
  }
  return shifted;
}

/** The indices of a longest rising run, not necessarily adjacent. */
function longestRising(values: readonly number[]): ReadonlySet<number> {
  const best = values.map(() => ({ length: 1, before: -1 }));
  let end = values.length > 0 ? 0 : -1;
  values.forEach((value, at) => {
    for (let earlier = 0; earlier < at; earlier += 1) {
      const length = (best[earlier]?.length ?? 0) + 1;
      if ((values[earlier] ?? 0) < value && length > (best[at]?.length ?? 0)) best[at] = { length, before: earlier };
    }
    if ((best[at]?.length ?? 0) > (best[end]?.length ?? 0)) end = at;
  });
  const kept = new Set<number>();
  for (let at = end; at >= 0; at = best[at]?.before ?? -1) kept.add(at);
  return kept;
}

/** Puts each entry that goes behind the one it stood behind. */
function withRemoved(entries: readonly MenuEntry[], was: readonly Flat[], found: readonly number[]): readonly MenuEntry[] {
  const now = new Map(found.map((old, at) => [old, at]));
  const behind = new Map<number, MenuEntry[]>();
  let last = -1;
  was.forEach((entry, old) => {
    const at = now.get(old);
    if (at !== undefined) {
      last = at;
      return;
    }
    const standing = entryAt(was, entry);
    behind.set(last, [...(behind.get(last) ?? []), { ...standing, state: 'removed', was: standing }]);
  });
  return [...(behind.get(-1) ?? []), ...entries.flatMap((entry, at) => [entry, ...(behind.get(at) ?? [])])];
}
