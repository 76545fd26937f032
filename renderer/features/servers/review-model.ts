import type { ReviewItemView, ReviewView } from '../../../preload/contract/views.ts';
import type { ReviewDecision } from './servers-store.ts';

export type Effect = NonNullable<ReviewDecision['effect']>;

/** What a person has decided so far: by item, and the effect taken for a tool where it is not the offered one. */
export interface Decided {
  readonly decision: 'accept' | 'block';
  readonly effect: Effect | null;
}
export type Decisions = ReadonlyMap<string, Decided>;

/** Items in the order they want to be looked at: what changed first, what is as it was last. */
const ORDER = ['changed', 'new', 'removed', 'blocked', 'same'] as const;

export function itemKey(item: Pick<ReviewItemView, 'kind' | 'name'>): string {
  return `${item.kind}/${item.name}`;
}

export function reviewOrder(items: readonly ReviewItemView[]): ReviewItemView[] {
  return items.toSorted((a, b) => ORDER.indexOf(a.state) - ORDER.indexOf(b.state) || (a.kind < b.kind ? -1 : a.kind > b.kind ? 1 : 0) || (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
}

/** True when there is something to decide: what is gone or was refused alone cannot be accepted. */
export function decidable(item: ReviewItemView): boolean {
  return item.refused === null && item.now !== null && item.state !== 'removed';
}

/** True when the item waits for somebody: it is new or it changed. */
export function waits(item: ReviewItemView): boolean {
  return decidable(item) && (item.state === 'new' || item.state === 'changed');
}

/** Accepts or blocks everything that waits, leaving what was already decided. */
export function decideAll(items: readonly ReviewItemView[], decisions: Decisions, decision: 'accept' | 'block'): Decisions {
  const next = new Map(decisions);
  for (const item of items) {
    if (waits(item) && !next.has(itemKey(item))) next.set(itemKey(item), { decision, effect: item.offer?.effect ?? null });
  }
  return next;
}

/** The decisions to send: only items somebody decided; the effect only for accepted tools. */
export function decisionsToSend(items: readonly ReviewItemView[], decisions: Decisions): ReviewDecision[] {
  return items.filter(decidable).flatMap((item) => {
    const decided = decisions.get(itemKey(item));
    if (decided === undefined) return [];
    const effect = decided.decision === 'accept' && item.kind === 'tool' ? decided.effect ?? item.offer?.effect ?? null : null;
    return [{ kind: item.kind, name: item.name, decision: decided.decision, effect }];
  });
}

/** How far the review is. */
export function tally(items: readonly ReviewItemView[], decisions: Decisions): { accepted: number; blocked: number; left: number } {
  const given = [...decisions.values()];
  return {
    accepted: given.filter((one) => one.decision === 'accept').length,
    blocked: given.filter((one) => one.decision === 'block').length,
    left: items.filter((item) => waits(item) && !decisions.has(itemKey(item))).length,
  };
}

/** The level that is preselected: restricted at the end of a first review, never above what the launch may have. */
export function preselected(review: ReviewView, levels: readonly ReviewView['trust'][]): ReviewView['trust'] {
  const wish = review.first || review.trust === 'untrusted' ? 'restricted' : review.trust;
  return levels.includes(wish) ? wish : levels.at(-1) ?? 'untrusted';
}
