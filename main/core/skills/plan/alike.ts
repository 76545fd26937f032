import { ExpressionFailed, type Expression, type Scope } from '../expression.ts';
import type { JsonObject } from '../../words/index.ts';
import { spelled } from './compiled.ts';

/** A row that found no object, as far as this room looks at it. */
export interface Unmatched {
  readonly scope: Scope;
}

/** A row and an object that are probably the same, though their keys differ. */
export interface Pair<R extends Unmatched> {
  readonly row: R;
  readonly item: JsonObject;
}

/**
 * Pairs rows and objects that found no partner by the further keys of a step, the first key first. Only where exactly one row and
 * one object share a key whose every part is there: what could be several is left alone. It proposes; a person says whether it is so.
 */
export function probablyTheSame<R extends Unmatched>(
  keys: readonly { readonly row: readonly Expression[]; readonly item: readonly Expression[] }[], rows: readonly R[], items: readonly JsonObject[], scope: Scope,
): readonly Pair<R>[] {
  const pairs: Pair<R>[] = [];
  const openRows = new Set(rows);
  const openItems = new Set(items);
  for (const key of keys) {
    const byRow = grouped(openRows, (row) => wholeKey(key.row, row.scope));
    const byItem = grouped(openItems, (item) => wholeKey(key.item, { ...scope, item }));
    for (const [text, [row, ...otherRows]] of byRow) {
      const [item, ...otherItems] = byItem.get(text) ?? [];
      if (row === undefined || item === undefined || otherRows.length + otherItems.length > 0) continue;
      pairs.push({ row, item });
      openRows.delete(row);
      openItems.delete(item);
    }
  }
  return pairs;
}

function grouped<T>(all: Iterable<T>, keyOf: (one: T) => string | null): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>();
  for (const one of all) {
    const key = keyOf(one);
    if (key === null) continue;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [one]);
    else group.push(one);
  }
  return groups;
}

/** Null where a part is absent: nothing in common is no likeness. */
function wholeKey(parts: readonly Expression[], scope: Scope): string | null {
  try {
    const texts = parts.map((part) => spelled(part.evaluate(scope)));
    return texts.includes('') ? null : JSON.stringify(texts);
  } catch (error) {
    if (error instanceof ExpressionFailed) return null;
    throw error;
  }
}
