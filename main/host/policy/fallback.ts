import type { Sha256 } from '../../core/canonical/canonical.ts';
import { comparePolicies } from '../../core/policy/document/compare.ts';
import type { GoodSource, PolicySource } from '../../core/policy/document/open.ts';
import type { PolicyProblem } from '../../core/policy/document/problem.ts';
import { readPolicy } from '../../core/policy/document/read.ts';
import type { KeptPolicies } from './kept-policies.ts';
import { openSources, type Found, type OpenSourcesParts } from './open-sources.ts';

/** A damaged policy and what holds in its place. */
export interface Fallback {
  readonly file: string;
  readonly problems: readonly PolicyProblem[];
  /** The version of the policy that goes on holding. */
  readonly version: number;
}

type Parts = Omit<OpenSourcesParts, 'seenVersion'> & { readonly sha256: Sha256 };

/**
 * Opens what was found. Where a policy does not hold, the last one that held at its place does, as long as it is at
 * least as strict as what can be read of the new one; what cannot be read might have been stricter, so then nothing holds.
 */
export function openWithFallback(found: readonly Found[], kept: KeptPolicies, parts: Parts): { readonly sources: readonly PolicySource[]; readonly fallbacks: readonly Fallback[] } {
  const opened = openSources(found, { ...parts, seenVersion: kept.seenVersion, pinnedKeys: (place) => requiredKeys(kept, place) });
  const fallbacks: Fallback[] = [];
  const sources = opened.map((source, index) => {
    const one = found[index];
    if (source.state === 'good' || one === undefined) return source;
    const instead = lastVerified(one, kept, parts);
    if (instead === null) return source;
    fallbacks.push({ file: source.file, problems: source.problems, version: instead.document.version });
    return instead;
  });
  return { sources, fallbacks };
}

/**
 * The keys by which the last policy that held at a place had to be signed; what comes after it must be signed by one of them too, be it
 * to name other keys or to want none any more. Null where it wanted none, or where none was seen there yet.
 */
function requiredKeys(kept: KeptPolicies, place: string): readonly string[] | null {
  const last = kept.lastGood(place);
  const read = last === null ? null : readPolicy(last.text);
  if (read === null || !read.ok || read.document.scope !== 'managed') return null;
  const { signatures } = read.document;
  return signatures?.required === true ? signatures.keys : null;
}

function lastVerified(found: Found, kept: KeptPolicies, parts: Parts): GoodSource | null {
  const last = kept.lastGood(found.place);
  if (last === null || !found.ok) return null;
  const damaged = readPolicy(found.text);
  if (!damaged.ok) return null;
  const again: Found = { place: found.place, scope: found.scope, ok: true, text: last.text, bytes: new TextEncoder().encode(last.text), signature: last.signature };
  const [instead] = openSources([again], { ...parts, seenVersion: kept.seenVersion });
  if (instead?.state !== 'good') return null;
  // SECURITY: what the damaged text forbids must be forbidden by what holds in its place.
  return comparePolicies(damaged.document, instead.document).loosens.length === 0 ? instead : null;
}
