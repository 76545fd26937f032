import type { Sha256 } from '../../core/canonical/canonical.ts';
import { digestOf } from '../../core/canonical/canonical.ts';
import type { Catalogue } from '../../core/connections/catalogue.ts';
import { currentPin, pinState } from '../../core/pins/pin-state.ts';
import type { Pin, PinnedStep } from '../../core/pins/pin.ts';
import type { ToolFacts } from '../../core/pins/tool-facts.ts';
import type { ToolName } from '../../core/pins/names.ts';
import type { AuditLog, Clock } from '../../core/ports.ts';
import type { Actor } from '../../core/audit/event.ts';
import type { ServerFacts } from '../../core/trust/server-facts.ts';
import type { PinnedKind, TrustLevel } from '../../core/words/index.ts';
import { matchRecipe } from '../../core/recipes/match.ts';
import { changesAmong, recordChanges } from './changes.ts';
import { countDefinitions, NOTHING, type DefinitionCounts } from './counts.ts';
import { acceptShipped, cosmeticDecisions, decide, type ReviewDecision, type ReviewRefused } from './decide.ts';
import { formerDecisions } from './former.ts';
import { historyOf, type HistoryStep } from './history.ts';
import { lookOf } from './judges.ts';
import type { PinStore } from './pin-document.ts';
import { receivedOf, toolsByLook, type Received } from './received.ts';
import { createPause } from '../pause.ts';
import { presentItem, reviewItems, type ReviewItem, type ReviewParts } from './review-items.ts';
import type { SeenStore } from './seen-document.ts';
import { reviewSummary, type ReviewSummary } from './summary.ts';

export type { ReviewDecision, ReviewRefused } from './decide.ts';

/** What the review needs of the servers. */
export interface ReviewedServers {
  list(): readonly { readonly config: { readonly id: string } }[];
  facts(serverId: string): ServerFacts | null;
  catalogue(serverId: string): Catalogue | null;
  highestTrust(serverId: string): TrustLevel;
  setTrust(serverId: string, level: TrustLevel): Promise<unknown>;
}

/** All that a review shows. `digest` is over the items as shown; a decision carries it back. */
export interface Review {
  readonly serverId: string;
  readonly serverName: string;
  readonly digest: string;
  readonly first: boolean;
  readonly highest: TrustLevel;
  readonly trust: TrustLevel;
  readonly items: readonly ReviewItem[];
}

/** Reviews of what servers offer, and the tools as they stand after them. */
export interface ReviewRoom {
  tool(serverId: string, name: string): ToolFacts | null;
  tools(serverId: string): ToolFacts[];
  counts(serverId: string): DefinitionCounts;
  read(serverId: string): Review | null;
  /** Works in slices on what {@link ReviewRoom.read} then gives at once, so that nothing stands still for a long list. */
  prepare(serverId: string): Promise<void>;
  /** Decides on what one review showed, all or nothing. Trust null: it stays as it is. */
  decide(
    serverId: string, digest: string, trust: TrustLevel | null, decisions: readonly ReviewDecision[], reason?: string | null,
  ): Promise<ReviewRefused | null>;
  /** Accepts every item that changed in nothing but looks; the rest, and the trust, stay as they are. */
  acceptCosmetic(serverId: string, digest: string, reason: string | null): Promise<ReviewRefused | null>;
  /** Notes what the server shows now, so that the history holds it whether or not anybody decides about it. */
  saw(serverId: string): void;
  /** When one definition was shown and every decision about it, latest first, also under former identities of its server. */
  history(serverId: string, kind: PinnedKind, name: string): readonly HistoryStep[];
  /** The reviews of a server, latest first. */
  summary(serverId: string): ReviewSummary;
  /** Accepts what the build itself reviewed: tools of a bundled server whose digests ship with the app. */
  acceptShipped(serverId: string): Promise<void>;
}

export interface ReviewDeps {
  readonly servers: ReviewedServers;
  readonly pins: PinStore;
  readonly seen: SeenStore;
  readonly audit: AuditLog;
  readonly clock: Clock;
  readonly sha256: Sha256;
  readonly actor: Actor;
  /** True where policy took reviews out of the person's hands. */
  readonly locked: () => boolean;
  readonly onChange: (serverId: string) => void;
}

export function createReviewRoom(deps: ReviewDeps): ReviewRoom {
  const tools = (serverId: string): ToolFacts[] => {
    const [pins, others] = [pinsOf(deps, serverId), othersOf(deps, serverId)];
    return received(deps, serverId).flatMap((item) => toolFacts(item, pins, others));
  };
  return {
    tools,
    tool: (serverId, name) => {
      const item = received(deps, serverId).find((r) => r.kind === 'tool' && r.name === name);
      return item === undefined ? null : (toolFacts(item, pinsOf(deps, serverId), othersOf(deps, serverId))[0] ?? null);
    },
    counts(serverId) {
      const catalogue = deps.servers.catalogue(serverId);
      return catalogue === null ? NOTHING : countDefinitions(catalogue, receivedOf(catalogue, deps.sha256), pinsOf(deps, serverId));
    },
    read: (serverId) => readReview(deps, serverId),
    async prepare(serverId) {
      const parts = partsOf(deps, serverId);
      if (parts === null) return;
      const pause = createPause();
      for (const item of parts.received) {
        presentItem(parts, item);
        await pause();
      }
    },
    decide: (serverId, digest, trust, decisions, reason = null) =>
      decide(deps, readReview(deps, serverId), { digest, trust, decisions, reason }),
    acceptCosmetic(serverId, digest, reason) {
      const review = readReview(deps, serverId);
      return decide(deps, review, { digest, trust: null, decisions: cosmeticDecisions(review), reason });
    },
    saw: (serverId) => noteSeen(deps, serverId),
    history: (serverId, kind, name) => historyOf(stepsOf(deps, serverId), deps.seen.of(serverId), kind, name),
    summary: (serverId) => reviewSummary(stepsOf(deps, serverId)),
    async acceptShipped(serverId) {
      // Of any other server nothing ships, and it may list ten thousand tools.
      const bundle = deps.servers.facts(serverId)?.bundle ?? null;
      if (bundle !== null) await acceptShipped(deps, readReview(deps, serverId), pinsOf(deps, serverId));
    },
  };
}

function received(deps: ReviewDeps, serverId: string): readonly Received[] {
  const catalogue = deps.servers.catalogue(serverId);
  return catalogue === null ? [] : receivedOf(catalogue, deps.sha256);
}

function pinsOf(deps: ReviewDeps, serverId: string): readonly Pin[] {
  const identity = deps.servers.facts(serverId)?.identity ?? null;
  return identity === null ? [] : deps.pins.pinsOf(identity);
}

function stepsOf(deps: ReviewDeps, serverId: string): readonly PinnedStep[] {
  return deps.pins.stepsOf(serverId, deps.servers.facts(serverId)?.identity ?? null);
}

function noteSeen(deps: ReviewDeps, serverId: string): void {
  const facts = deps.servers.facts(serverId);
  if (facts === null || facts.identity === null) return;
  const pins = pinsOf(deps, serverId);
  const decided = (kind: PinnedKind, name: string): string | null => currentPin(pins, kind, name)?.digest ?? null;
  const fresh = deps.seen.note(serverId, facts.identity, received(deps, serverId), deps.clock.now(), decided);
  void recordChanges(deps, facts, changesAmong(fresh, decided));
}

/** Tools of another server by what their names look like. */
interface Others {
  readonly serverId: string;
  readonly byLook: ReadonlyMap<string, readonly string[]>;
}

function othersOf(deps: ReviewDeps, serverId: string): Others[] {
  return deps.servers.list().flatMap(({ config: { id } }) => {
    const catalogue = id === serverId ? null : deps.servers.catalogue(id);
    return catalogue === null ? [] : [{ serverId: id, byLook: toolsByLook(catalogue) }];
  });
}

function toolFacts(item: Received, pins: readonly Pin[], others: readonly Others[]): ToolFacts[] {
  if (item.kind !== 'tool' || item.digest === null) return [];
  const pin = currentPin(pins, 'tool', item.name);
  const state = pinState(pin, item.digest);
  return [{
    name: item.name, definition: item.value, digest: item.digest, pin: state,
    acceptedEffect: state === 'same' ? (pin?.effect ?? null) : null, ...(state === 'same' && pin?.readBack !== undefined ? { readBack: pin.readBack } : {}),
    ...(state === 'same' && pin?.dryRun !== undefined ? { dryRun: pin.dryRun } : {}), ambiguous: item.ambiguous !== false,
    alike: alikeTo(item.name, others),
  }];
}

/** Tools of other servers that a reader could take for this one. */
function alikeTo(name: string, others: readonly Others[]): ToolName[] {
  if (others.length === 0) return [];
  const look = lookOf(name);
  return others.flatMap(({ serverId, byLook }) => (byLook.get(look) ?? []).map((other) => ({ serverId, name: other })));
}

/** What a review is made of at this moment; null where the server is not known or shows nothing. */
function partsOf(deps: ReviewDeps, serverId: string): (ReviewParts & { readonly facts: ServerFacts }) | null {
  const facts = deps.servers.facts(serverId);
  const catalogue = deps.servers.catalogue(serverId);
  if (facts === null || catalogue === null) return null;
  return {
    facts, catalogue, sha256: deps.sha256, received: receivedOf(catalogue, deps.sha256), pins: pinsOf(deps, serverId),
    formers: formerDecisions(stepsOf(deps, serverId), facts.identity),
    recipeOf: (name, digest) => matchRecipe({ soleCode: facts.soleCode, bundle: facts.bundle, tool: name, digest }),
  };
}

function readReview(deps: ReviewDeps, serverId: string): Review | null {
  const parts = partsOf(deps, serverId);
  if (parts === null) return null;
  const { facts, pins } = parts;
  const shown = reviewItems(parts);
  return {
    serverId, serverName: facts.name, items: shown.map(({ item }) => item), first: pins.length === 0, trust: facts.trust,
    highest: deps.servers.highestTrust(serverId),
    digest: digestOf({ identity: facts.identity, items: shown.map(({ digest }) => digest) }, deps.sha256),
  };
}
