import { digestOf, type Sha256 } from '../core/canonical/canonical.ts';
import type { Clock } from '../core/ports.ts';
import type { Json, JsonObject } from '../core/words/index.ts';
import type { Gathered } from './facts.ts';
import type { PlannedCall } from './planned-call.ts';

/** An approval is carried out within this time of being given. */
export const APPROVAL_MS = 120_000;
/** A choice this soon after a painting was made on the one before: it is refused. */
export const GUARD_MS = 500;

/** A moment, on both clocks. */
export interface Moment {
  readonly monotonic: number;
  readonly wall: number;
}

export function momentOf(clock: Clock): Moment {
  return { monotonic: clock.monotonic(), wall: Date.parse(clock.now()) };
}

/**
 * True where what was approved at that moment, and may wait `limitMs`, may not be carried out any more. SECURITY: by whichever
 * clock says more: the monotonic one stands still while the machine sleeps, the other may be set back.
 */
export function isLate(given: Moment, clock: Clock, limitMs = APPROVAL_MS): boolean {
  const now = momentOf(clock);
  return !(now.monotonic - given.monotonic <= limitMs && now.wall - given.wall <= limitMs);
}

/** What an approval is bound to. SECURITY: both are of the exact arguments and states, so neither goes on record: see `recordedApproval`. */
export interface Approval {
  readonly hash: string;
  readonly bound: JsonObject;
}

/**
 * What an approval is bound to, and the hash of it: what you approve is what executes. Anything that differs when the call is
 * about to be sent gives another hash, and the approval is void.
 */
export function approvalOf(call: PlannedCall, gathered: Gathered, base: Json, sha256: Sha256): Approval {
  const bound = {
    callId: call.id,
    planner: { kind: call.planner.kind, name: call.planner.name },
    client: call.client,
    plan: call.planId,
    skill: call.skill,
    server: gathered.server?.identity ?? null,
    tool: { server: call.serverId, name: call.tool, pin: gathered.tool?.digest ?? null },
    recipe: gathered.recipeId,
    // Of the exact, frozen arguments; `send` hashes them once more. Where they have none there is nothing to approve.
    args: exactDigest(call),
    effect: gathered.judgement.effect,
    labels: call.labels.map(({ pointer, source }) => ({ pointer, source })),
    base: baseDigest(base, sha256),
    project: gathered.project.state === 'verified' ? gathered.project.project : null,
    policy: gathered.policy,
  };
  return { hash: digestOf(bound, sha256), bound };
}

function exactDigest({ argsDigest }: PlannedCall): string {
  if (argsDigest === '') throw new Error('arguments without a digest cannot be approved');
  return argsDigest;
}

const digests = new WeakMap<object, string>();

/** Digest of what a preview rests on; null where it rests on nothing. Taken once for each: a base may hold megabytes and never changes. */
export function baseDigest(base: Json, sha256: Sha256): string | null {
  if (typeof base !== 'object' || base === null) return base === null ? null : digestOf(base, sha256);
  const known = digests.get(base);
  if (known !== undefined) return known;
  const digest = digestOf(base, sha256);
  digests.set(base, digest);
  return digest;
}
