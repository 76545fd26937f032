import type { PinnedKind, PinState } from '../words/index.ts';
import type { Pin } from './pin.ts';

/** The decision that holds for one name: the last one taken. */
export function currentPin(pins: readonly Pin[], kind: PinnedKind, name: string): Pin | null {
  return pins.findLast((pin) => pin.kind === kind && pin.name === name) ?? null;
}

/**
 * Whether a definition is the one a person accepted. `blocked` holds only for the definition that was blocked:
 * a blocked tool that changes is `changed`, and as little callable.
 */
export function pinState(pin: Pin | null, digest: string): PinState {
  if (pin === null) return 'new';
  if (pin.digest !== digest) return 'changed';
  return pin.decision === 'accepted' ? 'same' : 'blocked';
}
