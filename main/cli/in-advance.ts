import type { Card } from '../core/preview/card.ts';
import { EFFECTS, type Effect } from '../core/words/index.ts';

/** The highest effect a flag may approve where no policy says more. */
export const HIGHEST_IN_ADVANCE: Effect = 'write';

/** An answer given before the question: it is carried out by nobody's hand, so the record says `by flag`. */
export type GivenInAdvance = 'approve' | 'deny';

/** True where answers in advance count: under a home that was named and is not the default one. */
export function countsInAdvance(home: { readonly named: boolean; readonly isDefault: boolean }): boolean {
  return home.named && !home.isDefault;
}

/**
 * What an answer given in advance says to a card. Anything graver than `write` is denied: whoever set the flag did not
 * see what it would do. Where the state could be read first, it is, so that the record holds the real change.
 */
export function answerInAdvance(given: GivenInAdvance, card: Pick<Card, 'bar' | 'lookFirst'>): 'approve' | 'deny' | 'look-first' {
  // SECURITY: an effect that is not on the list counts as the gravest.
  const place = EFFECTS.indexOf(card.bar.effect);
  if (given !== 'approve' || place === -1 || place > EFFECTS.indexOf(HIGHEST_IN_ADVANCE)) return 'deny';
  return card.lookFirst.length > 0 ? 'look-first' : 'approve';
}
