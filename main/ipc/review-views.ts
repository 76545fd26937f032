import type { ReviewItemView, ReviewRowView } from '../../preload/contract/views.ts';
import { CHANGE_RANKS, SEVERITIES } from '../core/words/index.ts';
import type { Findings } from '../host/review/findings.ts';
import type { ReviewItem } from '../host/review/review-items.ts';

/** Findings of one definition that are shown; the rest are counted. */
const SHOWN = 12;

const EFFECT_MOVED: ReadonlySet<string> = new Set(['effect-fell', 'effect-rose', 'hint-flipped']);

/** A definition in a few words, for a list of thousands. */
export function rowView(item: ReviewItem, found: Findings): ReviewRowView {
  const { kind, name, state, digest, now, old, refused, cosmetic, accepted, offer, changes, readBack, dryRun, former } = item;
  const findings = now === null ? undefined : found.get(now);
  return {
    kind, name, state, digest, cosmetic, accepted, offer: offer === null ? null : { ...offer },
    present: now !== null, decidable: refused === null && now !== null && state !== 'removed', differs: old !== null && now !== null,
    effectMoved: changes.some((change) => EFFECT_MOVED.has(change.kind)),
    rank: CHANGE_RANKS.find((rank) => changes.some((change) => change.rank === rank)) ?? null,
    readBack: readBack !== undefined, dryRun: dryRun !== undefined,
    former: former === null ? null : former.same && former.decision === 'accepted' ? 'kept' : 'other',
    looked: findings !== undefined,
    finding: SEVERITIES.findLast((severity) => findings?.some((one) => one.severity === severity) === true) ?? null,
  };
}

/** A definition whole, with what was found in it and what looks like it. */
export function itemView(item: ReviewItem, found: Findings, alike: ReviewItemView['alike']): ReviewItemView {
  const own = item.now === null ? undefined : found.get(item.now);
  const findings = own === undefined ? null : own.slice(0, SHOWN).map((one) => ({ ...one }));
  return structuredClone({ ...item, findings, moreFindings: Math.max(0, (own?.length ?? 0) - SHOWN), alike }) as unknown as ReviewItemView;
}
