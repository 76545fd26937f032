import { definitionDigest } from '../../core/pins/catalogue-digest.ts';
import type { Sha256 } from '../../core/canonical/canonical.ts';
import type { Catalogue } from '../../core/connections/catalogue.ts';
import type { Definition, PinnedKind } from '../../core/words/index.ts';
import { lookOf } from './judges.ts';

/** A definition as received, with its digest. Null digest: it has no canonical form and is refused alone. */
export interface Received extends Omit<Definition, 'digest'> {
  readonly digest: string | null;
  /** Another definition of the same kind bears the same name, or one that looks like it: neither may be used. */
  readonly ambiguous: false | 'same-name' | 'look-alike';
}

const known = new WeakMap<Catalogue, readonly Received[]>();

/** The definitions of a catalogue with their digests, computed once per catalogue. */
export function receivedOf(catalogue: Catalogue, sha256: Sha256): readonly Received[] {
  const cached = known.get(catalogue);
  if (cached !== undefined) return cached;
  // The definitions stand first, so that a position means the same in all three lists.
  const names = [...catalogue.definitions, ...catalogue.refused];
  const spelled = names.map(({ kind, name }) => JSON.stringify([kind, name]));
  const looked = names.map(({ kind, name }) => lookKey(kind, name));
  const [same, alike] = [twice(spelled), twice(looked)];
  const received = catalogue.definitions.map((definition, i) => ({
    ...definition,
    digest: definition.digest ?? definitionDigest(definition.value, sha256),
    ambiguous: same.has(spelled[i] ?? '') ? 'same-name' as const : alike.has(looked[i] ?? '') && 'look-alike' as const,
  }));
  known.set(catalogue, received);
  return received;
}

/** What stands more than once. In one pass: a server may list tens of thousands. */
function twice(names: readonly string[]): Set<string> {
  const seen = new Set<string>();
  return new Set(names.filter((name) => seen.size === seen.add(name).size));
}

/** Addresses are compared exactly, for their case matters; names as a reader sees them. */
function lookKey(kind: PinnedKind, name: string): string {
  return JSON.stringify([kind, kind === 'tool' || kind === 'prompt' ? lookOf(name) : name]);
}

const looks = new WeakMap<Catalogue, ReadonlyMap<string, readonly string[]>>();

/** The names of a catalogue's tools by what they look like, computed once per catalogue. */
export function toolsByLook(catalogue: Catalogue): ReadonlyMap<string, readonly string[]> {
  const cached = looks.get(catalogue);
  if (cached !== undefined) return cached;
  const byLook = new Map<string, string[]>();
  for (const { kind, name } of catalogue.definitions) {
    if (kind !== 'tool') continue;
    const look = lookOf(name);
    const alike = byLook.get(look);
    if (alike === undefined) byLook.set(look, [name]);
    else alike.push(name);
  }
  looks.set(catalogue, byLook);
  return byLook;
}
