import { digestOf, type Sha256 } from '../canonical/canonical.ts';
import { isJsonObject, type Definition, type Json, type JsonObject, type PinnedKind } from '../words/index.ts';
import { differingPointers } from './compare.ts';

/** A catalogue as a server recording or the command line gives it; other keys are ignored. */
export interface CatalogueInput {
  readonly instructions?: Json;
  readonly tools?: Json;
  readonly prompts?: Json;
  readonly resources?: Json;
  readonly resourceTemplates?: Json;
}

/** An item's digest; null when it has no canonical form, which never equals anything. */
export interface ItemDigest {
  readonly kind: PinnedKind;
  readonly name: string;
  readonly digest: string | null;
}
export interface CatalogueDigest {
  readonly digest: string;
  readonly items: readonly ItemDigest[];
}
export interface CatalogueComparison {
  readonly same: boolean;
  readonly changed: readonly { readonly kind: PinnedKind; readonly name: string; readonly pointers: readonly string[] }[];
  readonly added: readonly { readonly kind: PinnedKind; readonly name: string }[];
  readonly removed: readonly { readonly kind: PinnedKind; readonly name: string }[];
}

const LISTS: readonly { key: keyof CatalogueInput; kind: PinnedKind; name: string }[] = [
  { key: 'tools', kind: 'tool', name: 'name' },
  { key: 'prompts', kind: 'prompt', name: 'name' },
  { key: 'resources', kind: 'resource', name: 'uri' },
  { key: 'resourceTemplates', kind: 'template', name: 'uriTemplate' },
];

/** The pinned surfaces of a catalogue, in its order. What is no object is kept as a value, so that it is compared too. */
export function definitionsOf(catalogue: CatalogueInput): Definition[] {
  const listed = LISTS.flatMap(({ key, kind, name }) => {
    const list = catalogue[key];
    return Array.isArray(list) ? (list as readonly Json[]).map((value) => definition(kind, name, value)) : [];
  });
  const { instructions } = catalogue;
  if (instructions === undefined || instructions === null) return listed;
  return [...listed, { kind: 'instructions', name: '', value: { instructions } }];
}

function definition(kind: PinnedKind, nameKey: string, value: Json): Definition {
  const object: JsonObject = isJsonObject(value) ? value : { value };
  const name = object[nameKey];
  return { kind, name: typeof name === 'string' ? name : '', value: object };
}

/** Digest of one definition over its canonical bytes; null where it has none. */
export function definitionDigest(value: Json, sha256: Sha256): string | null {
  try {
    return digestOf(value, sha256);
  } catch {
    return null; // safe side: what cannot be digested is never "same"
  }
}

/** Digests of every surface and one over all of them; the order of a list is no part of it. */
export function digestCatalogue(catalogue: CatalogueInput, sha256: Sha256): CatalogueDigest {
  const items = definitionsOf(catalogue).map(({ kind, name, value }) => ({ kind, name, digest: definitionDigest(value, sha256) }));
  const lines = items.map((item) => JSON.stringify([item.kind, item.name, item.digest])).sort();
  return { digest: sha256(lines.join('\n')), items };
}

/**
 * What differs between two catalogues. Items are paired by kind and name, and by their order where a name
 * stands twice.
 */
export function compareCatalogues(old: CatalogueInput, now: CatalogueInput, sha256: Sha256): CatalogueComparison {
  const before = keyed(definitionsOf(old));
  const after = keyed(definitionsOf(now));
  const changed = [...after].flatMap(([key, item]) => {
    const was = before.get(key);
    if (was === undefined || same(was, item, sha256)) return [];
    return [{ kind: item.kind, name: item.name, pointers: differingPointers(was.value, item.value) }];
  });
  const added = missing(after, before);
  const removed = missing(before, after);
  return { same: changed.length + added.length + removed.length === 0, changed, added, removed };
}

function same(a: Definition, b: Definition, sha256: Sha256): boolean {
  const digest = definitionDigest(a.value, sha256);
  return digest !== null && digest === definitionDigest(b.value, sha256);
}

function keyed(items: readonly Definition[]): Map<string, Definition> {
  const seen = new Map<string, number>();
  return new Map(items.map((item) => {
    const base = JSON.stringify([item.kind, item.name]);
    const nth = seen.get(base) ?? 0;
    seen.set(base, nth + 1);
    return [`${base}#${nth}`, item];
  }));
}

function missing(from: Map<string, Definition>, other: Map<string, Definition>) {
  return [...from].filter(([key]) => !other.has(key)).map(([, { kind, name }]) => ({ kind, name }));
}
