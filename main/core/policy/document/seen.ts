import type { PolicyProblemCode } from './problem.ts';
import type { PolicyDocument } from './schema.ts';

/** What was in force last under the id of a policy. */
export interface SeenPolicy {
  /** The highest version under these keys. */
  readonly version: number;
  /** The latest moment at which any version of it was issued, whatever the keys. ISO 8601. */
  readonly issuedAt: string;
  /** The keys its signature had to be by, as {@link keysOf} spells them; null where an older build kept none. */
  readonly keys: string | null;
}

/**
 * How far a version may go on from the last one that held. Whoever numbers by the day (2026112901) stays below it from one
 * year to the next; whoever made a mistake, or got hold of a key, cannot use up the numbers in one go.
 */
export const MOST_STEP = 1_000_000;

/** So far may the moment of issue lie ahead of this machine's clock: a day between time zones, and a day for a clock that is wrong. */
const MOST_AHEAD_MS = 2 * 24 * 60 * 60 * 1_000;

/** The keys a document must be signed by, in one spelling whatever their order; empty where it needs none. */
export function keysOf(document: PolicyDocument): string {
  const { signatures } = document.scope === 'managed' ? document : {};
  return signatures?.required === true ? [...new Set(signatures.keys)].sort().join('\n') : '';
}

/**
 * Whether a document goes back behind what was seen, or ahead of what is plausible. A version belongs to the keys it was signed
 * under: where those change, counting begins anew, so that numbers somebody used up with a stolen key lock nobody out (as TUF
 * recovers from fast-forward by rotating keys). What was signed earlier under other keys is told by its moment of issue, which
 * nobody can use up: it is never later than now.
 */
export function versionProblem(document: PolicyDocument, seen: SeenPolicy | null): Extract<PolicyProblemCode, 'rolled-back' | 'issued-before' | 'version-jump'> | null {
  if (seen === null) return null;
  if (seen.keys !== null && seen.keys !== keysOf(document)) {
    if (isLater(document.issuedAt, seen.issuedAt)) return null;
    // SECURITY: its number says nothing under other keys. What was signed by none could be written by anybody, and goes on counting.
    if (seen.keys !== '') return 'issued-before';
  }
  if (document.version < seen.version) return 'rolled-back';
  return document.version - seen.version > MOST_STEP ? 'version-jump' : null;
}

/** What is kept once a document holds. */
export function seenAfter(document: PolicyDocument, before: SeenPolicy | null): SeenPolicy {
  const keys = keysOf(document);
  const version = before === null || before.keys !== keys ? document.version : Math.max(document.version, before.version);
  return { version, keys, issuedAt: before === null || isLater(document.issuedAt, before.issuedAt) ? document.issuedAt : before.issuedAt };
}

/** Written so that moments nobody can compare count as ahead. */
export function isIssuedAhead({ issuedAt }: PolicyDocument, now: string): boolean {
  return !(Date.parse(issuedAt) <= Date.parse(now) + MOST_AHEAD_MS);
}

function isLater(one: string, other: string): boolean {
  return Date.parse(one) > Date.parse(other);
}
