import type { Catalogue } from '../../core/connections/catalogue.ts';
import { digestOf, type Sha256 } from '../../core/canonical/canonical.ts';
import { differingPointers } from '../../core/pins/compare.ts';
import { acceptedPin, currentPin, pinState } from '../../core/pins/pin-state.ts';
import { rankChanges } from '../../core/pins/rank.ts';
import type { EffectOffer, Pin } from '../../core/pins/pin.ts';
import { offerEffect } from '../../core/policy/effect.ts';
import { inferDryRun } from '../../core/recipes/infer/dry-run.ts';
import { inferReadBack } from '../../core/recipes/infer/infer.ts';
import type { ToolRecipe } from '../../core/recipes/recipe.ts';
import { graver, type DryRun, type Effect, type Json, type JsonObject, type PinnedKind, type RankedChange, type ReadBack } from '../../core/words/index.ts';
import type { FormerDecision, FormerDecisions } from './former.ts';
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
  /** A read of the same server that seems to show what the tool changes; only where no recipe knows the tool. */
  readonly readBack?: ReadBack;
  /** An argument that seems to make a call a dry run; only where no recipe knows the tool, and never for what sends or does more. */
  readonly dryRun?: DryRun;
  /** Why this one cannot be accepted at all. */
  readonly refused: string | null;
  /**
   * What was decided about it while the server was another launch, and whether it is the same definition still. Then
   * `old` is the definition of that decision. It is for reading: the item is as undecided as any new one.
   */
  readonly former: { readonly at: string; readonly by: string; readonly decision: 'accepted' | 'blocked'; readonly same: boolean } | null;
}

/**
 * The effect an acceptance takes where the person names none: what is offered, and not less than what was accepted for
 * it before. A correction outlives a new look.
 */
export function proposedEffect({ offer, accepted }: ReviewItem): Effect {
  const offered = offer?.effect ?? 'write';
  return accepted === null ? offered : graver(accepted, offered);
}

/** What a review is made of. */
export interface ReviewParts {
  readonly catalogue: Catalogue;
  readonly received: readonly Received[];
  readonly pins: readonly Pin[];
  readonly recipeOf: (name: string, digest: string) => ToolRecipe | null;
  readonly formers: FormerDecisions;
  readonly sha256: Sha256;
}

/** An item, and a digest of all that is shown of it. */
export interface ShownItem {
  readonly item: ReviewItem;
  readonly digest: string;
}

/** All items of a review: what the server sends, what it no longer sends, and what was refused on arrival. */
export function reviewItems(parts: ReviewParts): ShownItem[] {
  const refused = parts.catalogue.refused.map(({ kind, name, why }): ReviewItem => ({ ...BARE, kind, name, state: 'new', refused: why }));
  const others = [...refused, ...removedItems(parts.received, parts.pins, parts.formers)];
  return [...parts.received.map((item) => presentItem(parts, item)), ...others.map((item) => shown(item, parts.sha256))];
}

/** A definition stands in the digest by its own, for there may be ten thousand. */
function shown(item: ReviewItem, sha256: Sha256): ShownItem {
  return { item, digest: digestOf((item.digest === null ? item : { ...item, now: null }) as unknown as Json, sha256) };
}

/** What an item was made from beside the definition itself: as long as that stays, so does the item. */
interface Made extends ShownItem {
  readonly from: readonly unknown[];
}
const made = new WeakMap<Received, Made>();

/** The item of a definition that is there; made once for each state of its decisions. */
export function presentItem(parts: ReviewParts, received: Received): ShownItem {
  const { kind, name, digest } = received;
  const pin = currentPin(parts.pins, kind, name);
  const accepted = acceptedPin(parts.pins, kind, name);
  const former = pin === null ? parts.formers.of(kind, name) : null;
  const recipe = kind === 'tool' && digest !== null ? parts.recipeOf(name, digest) : null;
  const from = [pin, accepted, former?.at, former?.by, former?.decision, former?.digest, recipe];
  const before = made.get(received);
  if (before !== undefined && before.from.every((part, at) => part === from[at])) return before;
  const fresh = { ...shown(itemOf(parts.catalogue, received, { pin, accepted, former, recipe }), parts.sha256), from };
  made.set(received, fresh);
  return fresh;
}

/** An item of which nothing is known but its name. */
const BARE = {
  digest: null, now: null, old: null, pointers: [], changes: [], cosmetic: false, accepted: null, offer: null, refused: null, former: null,
} as const;

/** What is known of a definition beside itself. */
interface Known {
  readonly pin: Pin | null;
  readonly accepted: Pin | null;
  readonly former: FormerDecision | null;
  readonly recipe: ToolRecipe | null;
}

function itemOf(catalogue: Catalogue, item: Received, { pin, accepted, former, recipe }: Known): ReviewItem {
  const { kind, name, value, digest } = item;
  // SECURITY: a decision about a former launch is shown and nothing else: state, effect and batch do not know it.
  const old = former !== null && former.digest !== digest ? former.value : acceptedBefore(pin, accepted, digest);
  const changes = old === null ? [] : rankChanges(old, value, judges);
  const refused = refusal(catalogue, item);
  const offer = kind === 'tool' ? offerEffect(value, recipe) : null;
  const unknown = kind === 'tool' && offer !== null && offer.from !== 'recipe';
  const readBack = unknown ? readBacksOf(catalogue).get(name) : undefined;
  const dryRun = unknown ? inferDryRun(value, offer.effect) : null;
  return {
    kind, name, digest, now: value, old, changes, refused,
    // SECURITY: what a person blocked is in no batch, however little changed; and the least odd thing takes it out.
    cosmetic: refused === null && pin?.decision === 'accepted' && changes.length > 0 && changes.every(({ rank }) => rank === 'cosmetic'),
    state: digest === null ? 'changed' : pinState(pin, digest),
    pointers: old === null ? [] : differingPointers(old, value),
    accepted: accepted?.effect ?? null,
    offer,
    ...(readBack === undefined ? {} : { readBack }), ...(dryRun === null ? {} : { dryRun }),
    former: formerOf(former, digest),
  };
}

/** The definition that was last accepted, where another stands there now; also where a change in between was blocked. */
function acceptedBefore(pin: Pin | null, accepted: Pin | null, digest: string | null): JsonObject | null {
  return pin !== null && pin.digest !== digest && accepted !== null && accepted.digest !== digest ? (accepted.value as JsonObject) : null;
}

function formerOf(former: FormerDecision | null, digest: string | null): ReviewItem['former'] {
  return former === null ? null : { at: former.at, by: former.by, decision: former.decision, same: former.digest === digest };
}

/** Why a definition cannot be accepted, or null. A list that never ended can be read, not approved: what was not seen cannot be judged. */
export function refusal(catalogue: Catalogue, item: Received): string | null {
  if (item.digest === null) return 'not-canonical';
  if (item.ambiguous !== false) return item.ambiguous === 'same-name' ? 'duplicate-name' : 'look-alike-name';
  return catalogue.partial ? 'partial' : null;
}

/** What was decided about and is no longer there; in a first review of another launch, what the former one had. */
const readBacks = new WeakMap<Catalogue, ReadonlyMap<string, ReadBack>>();

/** The reads to offer, by the tools they are for; found once per catalogue. */
function readBacksOf(catalogue: Catalogue): ReadonlyMap<string, ReadBack> {
  const known = readBacks.get(catalogue);
  if (known !== undefined) return known;
  const tools = catalogue.definitions.filter(({ kind }) => kind === 'tool').map(({ value }) => value);
  const found = new Map(inferReadBack(tools).map((offer) => [offer.tool, offer]));
  readBacks.set(catalogue, found);
  return found;
}

function removedItems(received: readonly Received[], pins: readonly Pin[], formers: FormerDecisions): ReviewItem[] {
  const key = (kind: string, name: string): string => JSON.stringify([kind, name]);
  const there = new Set(received.map(({ kind, name }) => key(kind, name)));
  const gone = new Map<string, Pin>();
  for (const pin of pins) if (!there.has(key(pin.kind, pin.name))) gone.set(key(pin.kind, pin.name), pin);
  const removed = [...gone.values()].map((pin): ReviewItem => ({
    ...BARE, kind: pin.kind, name: pin.name, state: 'removed', old: pin.value as JsonObject, accepted: pin.effect,
  }));
  if (pins.length > 0) return removed;
  return formers.named.filter(({ kind, name }) => !there.has(key(kind, name))).map(({ kind, name }): ReviewItem => {
    const former = formers.of(kind, name);
    return { ...BARE, kind, name, state: 'removed', old: former?.value ?? null, former: formerOf(former, null) };
  });
}
