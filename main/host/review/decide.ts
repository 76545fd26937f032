import type { RecordedServer } from '../../core/audit/event.ts';
import { currentPin } from '../../core/pins/pin-state.ts';
import type { Pin } from '../../core/pins/pin.ts';
import type { ServerFacts } from '../../core/trust/server-facts.ts';
import { lowerTrust, type Effect, type PinnedKind, type TrustLevel } from '../../core/words/index.ts';
import { proposedEffect, type ReviewItem } from './review-items.ts';
import type { Review, ReviewDeps } from './review.ts';

/** What a person decided about one item. */
export interface ReviewDecision {
  readonly kind: PinnedKind;
  readonly name: string;
  readonly decision: 'accept' | 'block';
  readonly effect: Effect | null;
  /** True: the read that was offered is used to show what the tool changes. */
  readonly readBack?: boolean;
  /** True: the dry run that was offered may be asked for. */
  readonly dryRun?: boolean;
  /** Why, in the person's words; at most 500 characters. */
  readonly reason?: string | null;
}

/** Decisions taken together on what one review showed. */
export interface Decided {
  /** The digest of the review they were taken on. */
  readonly digest: string;
  /** Null: the trust stays as it is, as after a mere re-review. */
  readonly trust: TrustLevel | null;
  readonly decisions: readonly ReviewDecision[];
  /** Why, for all that give no reason of their own. */
  readonly reason: string | null;
}

export type ReviewRefused = 'unknown-server' | 'review-moved' | 'not-allowed' | 'locked';

const REASON_CHARS = 500;

/**
 * Takes decisions over. All of them or none: on a review that moved, on an item that cannot be accepted, or on a
 * level the launch may not have, nothing is decided. Rejects, with nothing decided, where the log cannot be written.
 */
export async function decide(deps: ReviewDeps, review: Review | null, decided: Decided): Promise<ReviewRefused | null> {
  const facts = review === null ? null : deps.servers.facts(review.serverId);
  if (review === null || facts === null || facts.identity === null) return 'unknown-server';
  // SECURITY: a decision holds for what was on the screen; if a definition moved since, it is shown anew.
  if (review.digest !== decided.digest) return 'review-moved';
  const { trust } = decided;
  // Blocking is always the person's to do.
  if (deps.locked() && (trust !== null || decided.decisions.some(({ decision }) => decision === 'accept'))) return 'locked';
  if (trust !== null && lowerTrust(trust, review.highest) !== trust) return 'not-allowed';
  const pins: Pin[] = [];
  // Of two with one name neither can be accepted, so it does not matter which of them is found.
  const items = new Map(review.items.map((item) => [`${item.kind}/${item.name}`, item]));
  for (const decision of decided.decisions) {
    const item = items.get(`${decision.kind}/${decision.name}`);
    if (item === undefined || item.now === null || item.digest === null || item.refused !== null) return 'not-allowed';
    pins.push(pinOf(deps, review.serverId, item, { ...decision, reason: decision.reason ?? decided.reason }));
  }
  await record(deps, facts, trust, pins);
  await deps.pins.add(facts.identity, pins);
  // SECURITY: the pins are this identity's, and so is the trust; another may run by now.
  if (deps.servers.facts(review.serverId)?.identity !== facts.identity) return 'review-moved';
  if (trust !== null) await deps.servers.setTrust(review.serverId, trust);
  deps.onChange(review.serverId);
  return null;
}

/** No record, no decision: it is on disk before anything holds. */
async function record(deps: ReviewDeps, facts: ServerFacts, trust: TrustLevel | null, pins: readonly Pin[]): Promise<void> {
  await deps.audit.append({
    type: 'event', what: 'tools-reviewed', actor: deps.actor, server: recorded(facts),
    detail: {
      trust: trust ?? facts.trust,
      items: pins.map(({ kind, name, digest, decision, effect, reason, readBack, dryRun }) => ({
        kind, name, digest, decision, effect, reason, ...(readBack === undefined ? {} : { readBack: readBack.read }), ...(dryRun === undefined ? {} : { dryRun: dryRun.at }),
      })),
    },
  });
}

/** A server as the log names it. */
export function recorded({ id, name, identity, trust, class: serverClass, environment }: ServerFacts): RecordedServer {
  return { id, name, identity: identity ?? '', trust, class: serverClass, environment };
}

/** The decision as it is kept. */
function pinOf(deps: ReviewDeps, serverId: string, item: ReviewItem, decision: ReviewDecision): Pin {
  // A recipe is stronger than what is accepted, so nothing is stored beside it.
  const effect = item.kind === 'tool' && item.offer?.from !== 'recipe' ? (decision.effect ?? proposedEffect(item)) : null;
  const reason = (decision.reason ?? '').trim().slice(0, REASON_CHARS).toWellFormed();
  return {
    kind: item.kind, name: item.name, digest: item.digest ?? '', decision: decision.decision === 'accept' ? 'accepted' : 'blocked',
    effect: decision.decision === 'accept' ? effect : null, // What a server sent is never changed, only replaced: no copy of ten thousand definitions is needed.
    value: item.now as Pin['value'],
    reviewedAt: deps.clock.now(), reviewedBy: deps.actor.person, reason: reason === '' ? null : reason, serverId,
    // SECURITY: never for what sends or does more, whatever effect the person corrected it to.
    ...(decision.decision === 'accept' && decision.dryRun === true && item.dryRun !== undefined && effect === 'write' ? { dryRun: { ...item.dryRun } } : {}),
    ...(decision.decision === 'accept' && decision.readBack === true && item.readBack !== undefined ? { readBack: structuredClone(item.readBack) as Pin['readBack'] & object } : {}),
  };
}

/** The batch: every item that changed in nothing but looks, each with the effect that was accepted for it before. */
export function cosmeticDecisions(review: Review | null): ReviewDecision[] {
  return (review?.items ?? []).filter((item) => item.cosmetic).map(({ kind, name, accepted }) => ({ kind, name, decision: 'accept', effect: accepted }));
}

/** What the build itself reviewed: tools of a bundled server whose digests ship with the app. */
export async function acceptShipped(deps: ReviewDeps, review: Review | null, decided: readonly Pin[]): Promise<void> {
  const facts = review === null ? null : deps.servers.facts(review.serverId);
  if (review === null || facts === null || facts.bundle === null || facts.identity === null) return;
  // SECURITY: a tool a person blocked may be among them.
  if (deps.pins.lost) return;
  // SECURITY: what a person blocked stays blocked; only a person undoes that.
  const isBlocked = (item: ReviewItem): boolean => currentPin(decided, item.kind, item.name)?.decision === 'blocked';
  const pins = review.items
    .filter((item) => item.state !== 'same' && item.state !== 'removed' && item.refused === null && item.offer?.from === 'recipe' && !isBlocked(item))
    .map((item) => ({ ...pinOf(deps, review.serverId, item, { kind: item.kind, name: item.name, decision: 'accept', effect: null }), reviewedBy: 'build' }));
  if (pins.length === 0) return;
  await deps.pins.add(facts.identity, pins);
  deps.onChange(review.serverId);
}
