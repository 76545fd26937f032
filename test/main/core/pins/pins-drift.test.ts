import { describe, expect, it } from 'vitest';
import { sha256 } from '../../../../main/adapters/digest/sha256.ts';
import { canonical } from '../../../../main/core/canonical/canonical.ts';
import { pointerParts, valueAt } from '../../../../main/core/canonical/pointer.ts';
import { compareCatalogues, definitionsOf, type CatalogueInput } from '../../../../main/core/pins/catalogue-digest.ts';
import { rankChanges } from '../../../../main/core/pins/rank.ts';
import type { Json, JsonObject } from '../../../../main/core/words/index.ts';
import { judges } from '../../../../main/host/review/judges.ts';
import { realCatalogues } from './real-catalogues.ts';

interface Pair { readonly name: string; readonly old: CatalogueInput; readonly now: CatalogueInput }

const slugOf = (name: string): string => name.replace(/@.*$/, '');
const versionOf = (name: string): string => name.replace(/^[^@]*@?/, '').split('.').map((part) => part.padStart(8, '0')).join('.');

/** Each version beside the next one of the same server, and the last beside the one in the catalogues. */
function pairs(): Pair[] {
  const older = realCatalogues('drift').toSorted((a, b) => (slugOf(a.slug) + versionOf(a.slug) < slugOf(b.slug) + versionOf(b.slug) ? -1 : 1));
  const latest = new Map(realCatalogues('catalogues').map((one) => [one.slug, one]));
  return older.flatMap((one, i) => {
    const next = older[i + 1];
    const after = next !== undefined && slugOf(next.slug) === slugOf(one.slug) ? next : latest.get(slugOf(one.slug));
    return after === undefined ? [] : [{ name: `${one.slug} -> ${after.slug}`, old: one.input, now: after.input }];
  });
}

/** The old value with what the new one has at exactly these places. Places that are gone are taken out from the last on. */
function patched(old: Json, now: Json, pointers: readonly string[]): Json {
  let whole = structuredClone(old) as Json;
  const gone = pointers.filter((pointer) => valueAt(now, pointer) === undefined);
  for (const pointer of [...pointers.filter((one) => !gone.includes(one)), ...gone.toSorted((a, b) => lastIndex(b) - lastIndex(a))]) {
    const parts = pointerParts(pointer) ?? [];
    const key = parts.at(-1);
    if (key === undefined) { whole = now; continue; }
    const parent = parts.slice(0, -1).reduce<Json>((at, part) => (at as Record<string, Json>)[part] as Json, whole) as Record<string, Json>;
    const value = valueAt(now, pointer);
    if (value !== undefined) parent[key] = value;
    else if (Array.isArray(parent)) parent.splice(Number(key), 1);
    else delete parent[key];
  }
  return whole;
}
const lastIndex = (pointer: string): number => Number(/\d+$/.exec(pointer)?.[0] ?? 0);

describe('honest drift', () => {
  const all = pairs();
  const named = (input: CatalogueInput) => new Map(definitionsOf(input).map((one) => [`${one.kind}/${one.name}`, one.value]));

  it('is listed whole, place by place, and nothing is invented', () => {
    let changed = 0;
    let pointers = 0;
    let moved = 0;
    for (const { name, old, now } of all) {
      const comparison = compareCatalogues(old, now, sha256);
      const [before, after] = [named(old), named(now)];
      const reported = new Set(comparison.changed.map((item) => `${item.kind}/${item.name}`));
      for (const item of comparison.changed) {
        const key = `${item.kind}/${item.name}`;
        const [was, is] = [before.get(key) ?? {}, after.get(key) ?? {}];
        changed += 1;
        pointers += item.pointers.length;
        expect(canonical(patched(was, is, item.pointers)), `${name} ${key}`).toBe(canonical(is));
        for (const pointer of item.pointers) {
          const [a, b] = [valueAt(was, pointer), valueAt(is, pointer)];
          expect(a === undefined ? undefined : canonical(a), `${name} ${key} ${pointer}`).not.toBe(b === undefined ? undefined : canonical(b));
          // None lies inside another: each is said once.
          expect(item.pointers.some((other) => other !== pointer && pointer.startsWith(`${other}/`)), `${name} ${pointer}`).toBe(false);
        }
      }
      // What is not listed did not change; what is new or gone is so.
      for (const [key, was] of before) {
        const is = after.get(key);
        if (is !== undefined && !reported.has(key)) expect(canonical(is), `${name} ${key}`).toBe(canonical(was));
      }
      expect(comparison.added.map((one) => `${one.kind}/${one.name}`).toSorted(), name).toEqual([...after.keys()].filter((key) => !before.has(key)).toSorted());
      expect(comparison.removed.map((one) => `${one.kind}/${one.name}`).toSorted(), name).toEqual([...before.keys()].filter((key) => !after.has(key)).toSorted());
      moved += comparison.added.length + comparison.removed.length;
    }
    console.log(`pins: ${all.length} version pairs, ${changed} changed definitions with ${pointers} places, ${moved} added or removed`);
    expect(all.length).toBeGreaterThan(15);
    expect(changed).toBeGreaterThan(100);
  });

  it('is ranked: every place that differs stands under a change, and every change stands on one', () => {
    const kinds: Record<string, number> = {};
    for (const { name, old, now } of all) {
      const before = named(old);
      for (const item of compareCatalogues(old, now, sha256).changed) {
        const is = named(now).get(`${item.kind}/${item.name}`) as JsonObject;
        const changes = rankChanges(before.get(`${item.kind}/${item.name}`) as JsonObject, is, judges);
        for (const { kind } of changes) kinds[kind] = (kinds[kind] ?? 0) + 1;
        const near = (a: string, b: string): boolean => a === b || a.startsWith(`${b}/`) || b.startsWith(`${a}/`);
        const unsaid = item.pointers.filter((pointer) => !changes.some((change) => near(change.pointer, pointer)));
        const invented = changes.filter((change) => !item.pointers.some((pointer) => near(change.pointer, pointer)));
        expect({ unsaid, invented }, `${name} ${item.name}`).toEqual({ unsaid: [], invented: [] });
      }
    }
    console.log(`pins: kinds of change in honest drift ${JSON.stringify(kinds)}`);
    expect(kinds['description-changed']).toBeGreaterThan(10);
  });
});
