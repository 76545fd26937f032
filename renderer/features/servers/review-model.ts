import { CHANGE_RANKS, graver, SEVERITIES } from '../../../preload/contract/words.ts';
import type { ReviewRowView, ReviewView } from '../../../preload/contract/views.ts';
import type { ReviewDecision } from './servers-store.ts';

export type Effect = NonNullable<ReviewDecision['effect']>;

/** The longest reason the log keeps. */
export const REASON_CHARS = 500;

/** What a person has decided so far about one item: the effect where it is not the suggested one, and why. */
export interface Decided {
  readonly decision: 'accept' | 'block';
  readonly effect: Effect | null;
  readonly reason: string;
  /** The read that was offered is used to show what the tool changes. */
  readonly readBack?: boolean;
  /** The dry run that was offered may be asked for. */
  readonly dryRun?: boolean;
}
/** By item; each is kept with the definition it was taken on. */
export type Decisions = ReadonlyMap<string, Decided & { readonly digest: string | null }>;

/** What the list is narrowed to. */
export const FILTERS = ['all', 'changed', 'new', 'removed', 'blocked', 'same'] as const;
export type Filter = (typeof FILTERS)[number];

/** Items in the order they want to be looked at: what changed first, what is as it was last. */
const ORDER = ['changed', 'new', 'removed', 'blocked', 'same'] as const;

export function itemKey(item: Pick<ReviewRowView, 'kind' | 'name'>): string {
  return `${item.kind}/${item.name}`;
}

/** Riskiest first among what changed, most suspicious first among what is new, then by kind and name. */
export function reviewOrder(items: readonly ReviewRowView[]): ReviewRowView[] {
  return items.toSorted((a, b) => ORDER.indexOf(a.state) - ORDER.indexOf(b.state)
    || rankPlace(a) - rankPlace(b) || findingPlace(b) - findingPlace(a)
    || (a.kind < b.kind ? -1 : a.kind > b.kind ? 1 : 0) || (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
}

function rankPlace({ rank, former }: ReviewRowView): number {
  // Approved like this before the program changed: after all that is new to everybody.
  if (former === 'kept') return CHANGE_RANKS.length;
  // A change of which nothing is known stands with the riskiest.
  return rank === null ? 0 : CHANGE_RANKS.indexOf(rank);
}

function findingPlace({ finding }: ReviewRowView): number {
  return finding === null ? -1 : SEVERITIES.indexOf(finding);
}

/** How many items each filter shows. */
export function filterCounts(items: readonly ReviewRowView[]): Record<Filter, number> {
  const counts = { all: items.length, changed: 0, new: 0, removed: 0, blocked: 0, same: 0 };
  for (const { state } of items) counts[state] += 1;
  return counts;
}

/** What the scanner said of all of them; null where it looked at none. */
export function findingCounts(items: readonly ReviewRowView[]): { scanned: number; found: number; high: number; warn: number; info: number } | null {
  const scanned = items.filter(({ looked }) => looked);
  const counts = { scanned: scanned.length, found: 0, high: 0, warn: 0, info: 0 };
  for (const { finding } of scanned) {
    if (finding === null) continue;
    counts.found += 1;
    counts[finding] += 1;
  }
  return scanned.length === 0 ? null : counts;
}

/** True where pressing one button for all would be too little: what could do harm, and what the scanner found grave. */
export function isGrave({ rank, finding }: Pick<ReviewRowView, 'rank' | 'finding'>): boolean {
  return rank === 'danger' || finding === 'high';
}

/**
 * The effect that is preselected: what was accepted before, as long as nothing about the effect moved; then the graver
 * of the two, so that a definition that now calls itself harmless does not become so by a habit of pressing accept.
 */
export function suggestedEffect({ offer, accepted, effectMoved, finding }: Pick<ReviewRowView, 'offer' | 'accepted' | 'effectMoved' | 'finding'>): Effect | null {
  if (offer === null) return null;
  if (offer.from === 'recipe') return offer.effect;
  // What its own words are suspected of is not believed when it calls itself a read.
  if (accepted === null) return finding === 'high' ? graver('write', offer.effect) : offer.effect;
  return effectMoved ? graver(accepted, offer.effect) : accepted;
}

/** True when the item waits for somebody: it is new or it changed. */
export function waits({ decidable, state }: ReviewRowView): boolean {
  return decidable && (state === 'new' || state === 'changed');
}

/** What waits undecided: what can be taken in one go, and what wants a press of its own. */
export function undecided(items: readonly ReviewRowView[], decisions: Decisions): { plain: ReviewRowView[]; grave: ReviewRowView[] } {
  const left = items.filter((item) => waits(item) && !decisions.has(itemKey(item)));
  return { plain: left.filter((item) => !isGrave(item)), grave: left.filter(isGrave) };
}

/** Accepts or blocks what waits among these, leaving what was already decided. */
export function decideAll(items: readonly ReviewRowView[], decisions: Decisions, decision: 'accept' | 'block'): Decisions {
  const next = new Map(decisions);
  for (const item of items) {
    if (waits(item) && !next.has(itemKey(item))) next.set(itemKey(item), { decision, effect: suggestedEffect(item), reason: '', digest: item.digest });
  }
  return next;
}

/** The decisions that were taken on what stands now; one on a definition that moved meanwhile is none. */
export function standing(items: readonly ReviewRowView[], decisions: Decisions): Decisions {
  const digests = new Map(items.map((item) => [itemKey(item), item.digest]));
  return new Map([...decisions].filter(([key, { digest }]) => digests.has(key) && digests.get(key) === digest));
}

/** The decisions to send: only items somebody decided; the effect only for accepted tools. */
export function decisionsToSend(items: readonly ReviewRowView[], decisions: Decisions): ReviewDecision[] {
  return items.filter((item) => item.decidable).flatMap((item) => {
    const decided = decisions.get(itemKey(item));
    if (decided === undefined) return [];
    const effect = decided.decision === 'accept' && item.kind === 'tool' ? decided.effect ?? suggestedEffect(item) : null;
    const reason = decided.reason.trim();
    return [{
      kind: item.kind, name: item.name, decision: decided.decision, effect, reason: reason === '' ? null : reason,
      ...(decided.decision === 'accept' && decided.readBack === true && item.readBack ? { readBack: true } : {}),
      ...(decided.decision === 'accept' && decided.dryRun === true && item.dryRun ? { dryRun: true } : {}),
    }];
  });
}

/** How far the review is. */
export function tally(items: readonly ReviewRowView[], decisions: Decisions): { accepted: number; blocked: number; left: number } {
  const given = [...decisions.values()];
  return {
    accepted: given.filter((one) => one.decision === 'accept').length,
    blocked: given.filter((one) => one.decision === 'block').length,
    left: items.filter((item) => waits(item) && !decisions.has(itemKey(item))).length,
  };
}

/** True where a grave finding lowers what is preselected; a level somebody already set is left to them. */
export function lowered(review: Pick<ReviewView, 'first' | 'trust'>, items: readonly ReviewRowView[]): boolean {
  return (review.first || review.trust === 'untrusted') && items.some((item) => waits(item) && item.finding === 'high');
}

/**
 * The level that is preselected: restricted at the end of a first review, untrusted where the scanner found something
 * grave, never above what the launch may have.
 */
export function preselected(review: ReviewView, items: readonly ReviewRowView[], levels: readonly ReviewView['trust'][]): ReviewView['trust'] {
  const wish = lowered(review, items) ? 'untrusted' : review.first || review.trust === 'untrusted' ? 'restricted' : review.trust;
  return levels.includes(wish) ? wish : levels.at(-1) ?? 'untrusted';
}
