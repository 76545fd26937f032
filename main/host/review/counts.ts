import type { Catalogue } from '../../core/connections/catalogue.ts';
import { currentPin, pinState } from '../../core/pins/pin-state.ts';
import type { Pin } from '../../core/pins/pin.ts';
import type { Received } from './received.ts';
import { refusal } from './review-items.ts';

/** How the definitions of a server stand. */
export interface DefinitionCounts {
  /** Tools as somebody accepted them. */
  readonly reviewed: number;
  /** Tools that somebody can accept and nobody has. */
  readonly waiting: number;
  /** Definitions of any kind that are others than they were when they were decided on. */
  readonly changed: number;
  readonly blocked: number;
  /** Definitions that cannot be accepted at all, so that nobody waits for a decision on them. */
  readonly refused: number;
}
export const NOTHING: DefinitionCounts = { reviewed: 0, waiting: 0, changed: 0, blocked: 0, refused: 0 };

const known = new WeakMap<Catalogue, { readonly pins: readonly Pin[]; readonly counts: DefinitionCounts }>();

/**
 * Counts the definitions of a catalogue, each once, and anew where a decision came. Of other kinds than tools only what
 * changed and what was refused count.
 */
export function countDefinitions(catalogue: Catalogue, received: readonly Received[], pins: readonly Pin[]): DefinitionCounts {
  const before = known.get(catalogue);
  if (before?.pins === pins) return before.counts;
  const counts = counted(catalogue, received, pins);
  known.set(catalogue, { pins, counts });
  return counts;
}

function counted(catalogue: Catalogue, received: readonly Received[], pins: readonly Pin[]): DefinitionCounts {
  const counts = { ...NOTHING, refused: catalogue.refused.length };
  for (const item of received) {
    const standing = standingOf(catalogue, item, pins);
    if (item.kind === 'tool' || standing === 'changed' || standing === 'refused') counts[standing] += 1;
  }
  return counts;
}

function standingOf(catalogue: Catalogue, item: Received, pins: readonly Pin[]): keyof DefinitionCounts {
  if (item.digest === null || item.ambiguous !== false) return 'refused';
  const state = pinState(currentPin(pins, item.kind, item.name), item.digest);
  if (state === 'same') return 'reviewed';
  if (state === 'blocked') return 'blocked';
  return refusal(catalogue, item) === null ? (state === 'new' ? 'waiting' : 'changed') : 'refused';
}
