import { isJsonObject, type Json, type JsonObject } from '../../words/index.ts';

/** Objects of the system by their key. */
export class KnownObjects {
  readonly #byKey = new Map<string, JsonObject[]>();
  readonly #all = new Set<JsonObject>();

  /** `keyOf` may throw for an object without the fields of a key: nothing can match it then. */
  constructor(state: Json | undefined, keyOf: (item: JsonObject) => string) {
    for (const item of Array.isArray(state) ? (state as readonly Json[]) : []) {
      if (!isJsonObject(item)) continue;
      this.#all.add(item);
      let key: string;
      try {
        key = keyOf(item);
      } catch {
        continue;
      }
      const same = this.#byKey.get(key);
      if (same === undefined) this.#byKey.set(key, [item]);
      else same.push(item);
    }
  }

  /**
   * The object of a row. Where several have the key, the one that already is as the row wants it, else the first that is left:
   * so a coffee break that comes twice a day finds its own.
   */
  take(key: string, fields: JsonObject): JsonObject | null {
    const there = this.#byKey.get(key) ?? [];
    const exact = there.findIndex((item) => changedFields(item, fields) === null);
    const [taken] = there.splice(Math.max(0, exact), 1);
    if (taken === undefined) return null;
    this.#all.delete(taken);
    return taken;
  }

  /** Whether some object with this key is exactly as the row wants it: such rows are paired first. */
  hasExact(key: string, fields: JsonObject): boolean {
    return (this.#byKey.get(key) ?? []).some((item) => changedFields(item, fields) === null);
  }

  /** Takes an object that a row matches by a person's word. */
  give(item: JsonObject): void {
    this.#all.delete(item);
  }

  /** A row that cannot be planned still stands for its object: it is not missing from the delivery. */
  rest(): readonly JsonObject[] {
    return [...this.#all];
  }
}

/** The fields that differ, or null where none does. */
export function changedFields(item: JsonObject, fields: JsonObject): JsonObject | null {
  const changed = Object.entries(fields).filter(([name, value]) => !same(item[name] ?? null, value));
  return changed.length === 0 ? null : Object.fromEntries(changed);
}

function same(a: Json, b: Json): boolean {
  if (a === b) return true;
  if (Array.isArray(a) || Array.isArray(b)) return Array.isArray(a) && Array.isArray(b) && a.length === b.length && a.every((item: Json, at) => same(item, (b as readonly Json[])[at] ?? null));
  if (!isJsonObject(a) || !isJsonObject(b)) return false;
  const keys = new Set([...Object.keys(a), ...Object.keys(b)]);
  return [...keys].every((key) => same(a[key] ?? null, b[key] ?? null));
}
