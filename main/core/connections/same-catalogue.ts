import { canonical } from '../canonical/canonical.ts';
import type { Definition } from '../words/index.ts';
import type { Catalogue } from './catalogue.ts';

/**
 * True where two listings offer the same: key order, spacing and the order of a list are no difference, for some
 * servers list out of a map and every listing would count as a change. What cannot be compared is not the same.
 */
export function sameCatalogue(a: Catalogue, b: Catalogue): boolean {
  if (a.partial !== b.partial || a.era !== b.era || JSON.stringify(a.says) !== JSON.stringify(b.says)) return false;
  if (a.definitions.length !== b.definitions.length || a.refused.length !== b.refused.length) return false;
  try {
    return same(a.refused.map((one) => JSON.stringify(one)), b.refused.map((one) => JSON.stringify(one)))
      && same(a.definitions.map(spelled), b.definitions.map(spelled));
  } catch {
    return false;
  }
}

function same(a: readonly string[], b: readonly string[]): boolean {
  const sorted = b.toSorted();
  return a.toSorted().every((text, i) => text === sorted[i]);
}

/** What a definition says, by its digest where it was measured on arrival. */
function spelled({ kind, name, value, digest }: Definition): string {
  return `${kind}\n${JSON.stringify(name)}\n${digest ?? canonical(value)}`;
}
