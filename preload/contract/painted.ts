import canonicalize from 'canonicalize';
import type { PlannedCallView } from './views.ts';

/**
 * The bytes a painted card stands for (RFC 8785). Both ends hash these: the window over the very object it
 * painted, the main process over the card that is current; a choice is good only if the two agree.
 */
export function paintedText(card: PlannedCallView): string {
  return canonicalize(card) ?? '';
}
