import { comparePolicies } from '../../core/policy/document/compare.ts';
import type { PolicyFloor } from '../../core/policy/document/floor.ts';
import type { GoodSource, PolicySource } from '../../core/policy/document/open.ts';
import type { PolicyProblem } from '../../core/policy/document/problem.ts';
import { readPolicy } from '../../core/policy/document/read.ts';
import type { KeptPolicies } from './kept-policies.ts';
import { missedByFloors, openFloors, openSources, type Floors, type Found, type OpenSourcesParts, type PlacePin } from './open-sources.ts';

/** A damaged policy and what holds in its place. */
export interface Fallback {
  readonly file: string;
  readonly problems: readonly PolicyProblem[];
  /** The version of the policy that goes on holding. */
  readonly version: number;
}

type Parts = Omit<OpenSourcesParts, 'seen' | 'pinned'>;

/**
 * Opens what was found. Where a policy does not hold, the last one that held at its place does, as long as it is at
 * least as strict as what can be read of the new one; what cannot be read might have been stricter, so then nothing holds.
 */
export function openWithFallback(found: readonly Found[], kept: KeptPolicies, parts: Parts): { readonly sources: readonly PolicySource[]; readonly fallbacks: readonly Fallback[]; readonly floors: readonly PolicyFloor[] } {
  const all = [...found, ...gone(found, kept)];
  const floors = openFloors(all);
  const byPlace = new Map(all.map((one) => [one.place, one]));
  const fallbacks: Fallback[] = [];
  const sources = openSources(all, floors, { ...parts, seen: kept.seen, pinned: (place) => pinAt(kept, place) }).map((source) => {
    const one = byPlace.get(source.file);
    if (source.state === 'good' || one === undefined) return source;
    const instead = lastVerified(one, kept, floors, parts);
    if (instead === null) return source;
    fallbacks.push({ file: source.file, problems: source.problems, version: instead.document.version });
    return instead;
  });
  return { sources: [...sources, ...missedByFloors(floors, sources)], fallbacks, floors: floors.floors };
}

/**
 * SECURITY: places where a policy that had to be signed held, and where nothing lies any more. Whoever may delete a file could
 * else undo what he cannot sign against; who may sign withdraws it by a version that requires no signature.
 */
function gone(found: readonly Found[], kept: KeptPolicies): readonly Found[] {
  const there = new Set(found.map(({ place }) => place));
  return kept.places().filter((place) => !there.has(place) && pinAt(kept, place) !== null).map((place) => ({ place, scope: 'managed', ok: false, code: 'gone' }));
}

/** What the last policy that held at a place pinned. Null where it wanted no signature, or where none was seen there yet. */
function pinAt(kept: KeptPolicies, place: string): PlacePin | null {
  const last = kept.lastGood(place);
  const read = last === null ? null : readPolicy(last.text);
  if (read === null || !read.ok || read.document.scope !== 'managed') return null;
  const { id, signatures } = read.document;
  return signatures?.required === true ? { id, keys: signatures.keys } : null;
}

function lastVerified(found: Found, kept: KeptPolicies, floors: Floors, parts: Parts): GoodSource | null {
  const last = kept.lastGood(found.place);
  // What is there and cannot be read might have been stricter; what is gone forbids nothing.
  if (last === null || (!found.ok && found.code !== 'gone')) return null;
  const damaged = found.ok ? readPolicy(found.text) : null;
  if (damaged?.ok === false) return null;
  const again: Found = { place: found.place, scope: found.scope, ok: true, text: last.text, bytes: new TextEncoder().encode(last.text), signature: last.signature };
  const [instead] = openSources([again], floors, { ...parts, seen: kept.seen });
  if (instead?.state !== 'good') return null;
  // SECURITY: what the damaged text forbids must be forbidden by what holds in its place.
  return damaged === null || comparePolicies(damaged.document, instead.document).loosens.length === 0 ? instead : null;
}
