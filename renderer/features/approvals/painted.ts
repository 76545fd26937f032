import { paintedText } from '../../../preload/contract/painted.ts';
import type { PlannedCallView } from '../../../preload/contract/views.ts';
import { canonicalDigest } from '../../ui/digest.ts';

/**
 * SHA-256 over the canonical bytes of a card, 64 lower-case hex digits.
 * SECURITY: called with the very object that stands on the screen, never with one fetched again.
 */
export async function paintedDigest(card: PlannedCallView): Promise<string> {
  return canonicalDigest(card);
}

/**
 * The cards as they now stand, keeping the old object wherever nothing in it changed, so that a refresh neither
 * paints anew nor disarms a card that is the same.
 */
export function keepUnchanged(old: readonly PlannedCallView[], now: readonly PlannedCallView[]): PlannedCallView[] {
  const before = new Map(old.map((card) => [card.callId, card]));
  return now.map((card) => {
    const same = before.get(card.callId);
    return same !== undefined && same.approval === card.approval && paintedText(same) === paintedText(card) ? same : card;
  });
}
