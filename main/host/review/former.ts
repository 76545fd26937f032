import { acceptedPin, currentPin } from '../../core/pins/pin-state.ts';
import type { Pin, PinnedStep } from '../../core/pins/pin.ts';
import type { JsonObject, PinnedKind } from '../../core/words/index.ts';

/**
 * What was decided about a definition while its server was another launch. It is shown beside what the server offers
 * now, and nothing of it holds: no decision, no effect.
 */
export interface FormerDecision {
  readonly at: string;
  readonly by: string;
  /** The last decision; `value` is what was last accepted, or what was blocked where nothing ever was. */
  readonly decision: 'accepted' | 'blocked';
  readonly digest: string;
  readonly value: JsonObject;
}

/** The decisions of a server's former identities, by definition. */
export interface FormerDecisions {
  of(kind: PinnedKind, name: string): FormerDecision | null;
  /** Every definition anything was decided about. */
  readonly named: readonly { readonly kind: PinnedKind; readonly name: string }[];
}

/** In: every decision about a server, oldest first, and the identity it has now. */
export function formerDecisions(steps: readonly PinnedStep[], identity: string | null): FormerDecisions {
  const pins: readonly Pin[] = steps.filter((step) => step.identity !== identity);
  const named = new Map(pins.map(({ kind, name }) => [JSON.stringify([kind, name]), { kind, name }]));
  return {
    named: [...named.values()],
    of(kind, name) {
      const last = currentPin(pins, kind, name);
      if (last === null) return null;
      const { reviewedAt: at, reviewedBy: by, digest, value } = acceptedPin(pins, kind, name) ?? last;
      return { at, by, decision: last.decision, digest, value: value as JsonObject };
    },
  };
}
