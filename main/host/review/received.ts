import { definitionDigest } from '../../core/pins/catalogue-digest.ts';
import type { Sha256 } from '../../core/canonical/canonical.ts';
import type { Catalogue } from '../../core/connections/catalogue.ts';
import type { Definition } from '../../core/words/index.ts';

/** A definition as received, with its digest. Null digest: it has no canonical form and is refused alone. */
export interface Received extends Definition {
  readonly digest: string | null;
  /** Another definition of the same kind bears the same name: neither may be used. */
  readonly ambiguous: boolean;
}

const known = new WeakMap<Catalogue, readonly Received[]>();

/** The definitions of a catalogue with their digests, computed once per catalogue. */
export function receivedOf(catalogue: Catalogue, sha256: Sha256): readonly Received[] {
  const cached = known.get(catalogue);
  if (cached !== undefined) return cached;
  const twice = namesTwice(catalogue);
  const received = catalogue.definitions.map((definition) => ({
    ...definition,
    digest: definitionDigest(definition.value, sha256),
    ambiguous: twice.has(JSON.stringify([definition.kind, definition.name])),
  }));
  known.set(catalogue, received);
  return received;
}

function namesTwice(catalogue: Catalogue): Set<string> {
  const names = [...catalogue.definitions, ...catalogue.refused].map(({ kind, name }) => JSON.stringify([kind, name]));
  const seen = new Set<string>();
  // In one pass: a server may list tens of thousands.
  return new Set(names.filter((name) => seen.size === seen.add(name).size));
}
