import type { Catalogue } from '../../core/connections/catalogue.ts';
import { differingPointers } from '../../core/pins/compare.ts';
import { acceptedPin, currentPin, pinState } from '../../core/pins/pin-state.ts';
import { rankChanges } from '../../core/pins/rank.ts';
import type { EffectOffer, Pin } from '../../core/pins/pin.ts';
import { offerEffect } from '../../core/policy/effect.ts';
import type { ToolRecipe } from '../../core/recipes/recipe.ts';
import { graver, type Effect, type JsonObject, type PinnedKind, type RankedChange } from '../../core/words/index.ts';
import { judges } from './judges.ts';
import type { Received } from './received.ts';

/** One definition as a review shows it: what is there now, what was accepted before, and where they differ. */
export interface ReviewItem {
  readonly kind: PinnedKind;
  readonly name: string;
  readonly state: 'new' | 'changed' | 'removed' | 'same' | 'blocked';
  readonly digest: string | null;
  readonly now: JsonObject | null;
  readonly old: JsonObject | null;
  readonly pointers: readonly string[];
  /** What changed since it was accepted, riskiest first; empty where nothing was accepted before or nothing changed. */
  readonly changes: readonly RankedChange[];
  /** An accepted definition that changed in nothing but looks: such items can be taken in one batch. */
  readonly cosmetic: boolean;
  /** The effect a person accepted for it before; null where none was. */
  readonly accepted: Effect | null;
  readonly offer: EffectOffer | null;
  /** Why this one cannot be accepted at all. */
  readonly refused: string | null;
}

/**
 * The effect an acceptance takes where the person names none: what is offered, and not less than what was accepted for
 * it before. A correction outlives a new look.
 */
export function proposedEffect({ offer, accepted }: ReviewItem): Effect {
  const offered = offer?.effect ?? 'write';
  return accepted === null ? offered : graver(accepted, offered);
}

type RecipeOf = (name: string, digest: string) => ToolRecipe | null;

/** All items of a review: what the server sends, what it no longer sends, and what was refused on arrival. */
export function reviewItems(
  catalogue: Catalogue, received: readonly Received[], pins: readonly Pin[], recipeOf: RecipeOf,
): ReviewItem[] {
  const present = received.map((item) => presentItem(catalogue, item, pins, recipeOf));
  const refused = catalogue.refused.map(({ kind, name, why }): ReviewItem => ({
    kind, name, state: 'new', digest: null, now: null, old: null, pointers: [], changes: [], cosmetic: false, accepted: null, offer: null, refused: why,
  }));
  return [...present, ...refused, ...removedItems(received, pins)];
}

function presentItem(catalogue: Catalogue, item: Received, pins: readonly Pin[], recipeOf: RecipeOf): ReviewItem {
  const { kind, name, value, digest } = item;
  const pin = currentPin(pins, kind, name);
  const accepted = acceptedPin(pins, kind, name);
  // Shown against what was last accepted, also where a former change was blocked.
  const old = pin !== null && pin.digest !== digest && accepted !== null && accepted.digest !== digest ? (accepted.value as JsonObject) : null;
  const changes = old === null ? [] : rankChanges(old, value, judges);
  const refused = refusal(catalogue, item);
  return {
    kind, name, digest, now: value, old, changes, refused,
    // SECURITY: what a person blocked is in no batch, however little changed; and the least odd thing takes it out.
    cosmetic: refused === null && pin?.decision === 'accepted' && changes.length > 0 && changes.every(({ rank }) => rank === 'cosmetic'),
    state: digest === null ? 'changed' : pinState(pin, digest),
    pointers: old === null ? [] : differingPointers(old, value),
    accepted: accepted?.effect ?? null,
    offer: kind === 'tool' ? offerEffect(value, digest === null ? null : recipeOf(name, digest)) : null,
  };
}

/** Why a definition cannot be accepted, or null. A list that never ended can be read, not approved: what was not seen cannot be judged. */
export function refusal(catalogue: Catalogue, item: Received): string | null {
  if (item.digest === null) return 'not-canonical';
  if (item.ambiguous !== false) return item.ambiguous === 'same-name' ? 'duplicate-name' : 'look-alike-name';
  return catalogue.partial ? 'partial' : null;
}

function removedItems(received: readonly Received[], pins: readonly Pin[]): ReviewItem[] {
  const key = (kind: string, name: string): string => JSON.stringify([kind, name]);
  const there = new Set(received.map(({ kind, name }) => key(kind, name)));
  const gone = new Map<string, Pin>();
  for (const pin of pins) if (!there.has(key(pin.kind, pin.name))) gone.set(key(pin.kind, pin.name), pin);
  return [...gone.values()].map((pin) => ({
    kind: pin.kind, name: pin.name, state: 'removed', digest: null, now: null, old: pin.value as JsonObject, pointers: [],
    changes: [], cosmetic: false, accepted: pin.effect, offer: null, refused: null,
  }));
}
