import type { PinnedKind, PinState } from '../words/index.ts';
import type { Pin } from './pin.ts';

interface Latest {
  current: Pin;
  accepted: Pin | null;
}
const known = new WeakMap<readonly Pin[], ReadonlyMap<string, Latest>>();

/** The decision that holds for one name: the last one taken. */
export function currentPin(pins: readonly Pin[], kind: PinnedKind, name: string): Pin | null {
  return latestOf(pins).get(keyOf(kind, name))?.current ?? null;
}

/** What was accepted last under one name, whatever was decided since. */
export function acceptedPin(pins: readonly Pin[], kind: PinnedKind, name: string): Pin | null {
  return latestOf(pins).get(keyOf(kind, name))?.accepted ?? null;
}

/** Put in order once per book, for a server may have ten thousand tools. A book is never changed, only replaced. */
function latestOf(pins: readonly Pin[]): ReadonlyMap<string, Latest> {
  const cached = known.get(pins);
  if (cached !== undefined) return cached;
  const latest = new Map<string, Latest>();
  for (const pin of pins) {
    const key = keyOf(pin.kind, pin.name);
    latest.set(key, { current: pin, accepted: pin.decision === 'accepted' ? pin : (latest.get(key)?.accepted ?? null) });
  }
  known.set(pins, latest);
  return latest;
}

function keyOf(kind: PinnedKind, name: string): string {
  return `${kind}/${name}`;
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
