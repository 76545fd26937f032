import type { Sha256 } from '../../core/canonical/canonical.ts';
import { digestOf } from '../../core/canonical/canonical.ts';
import type { Catalogue } from '../../core/connections/catalogue.ts';
import { currentPin, pinState } from '../../core/pins/pin-state.ts';
import type { Pin } from '../../core/pins/pin.ts';
import type { ToolFacts } from '../../core/pins/tool-facts.ts';
import type { AuditLog, Clock } from '../../core/ports.ts';
import type { Actor, RecordedServer } from '../../core/audit/event.ts';
import type { ServerFacts } from '../../core/trust/server-facts.ts';
import type { Effect, Json, PinnedKind, TrustLevel } from '../../core/words/index.ts';
import { matchRecipe } from '../../core/recipes/match.ts';
import type { PinStore } from './pin-document.ts';
import { receivedOf, type Received } from './received.ts';
import { reviewItems, type ReviewItem } from './review-items.ts';

/** What the review needs of the servers. */
export interface ReviewedServers {
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

/** What a person decided about one item. */
export interface ReviewDecision {
  readonly kind: PinnedKind;
  readonly name: string;
  readonly decision: 'accept' | 'block';
  readonly effect: Effect | null;
}

export type ReviewRefused = 'unknown-server' | 'review-moved' | 'not-allowed';

/** Reviews of what servers offer, and the tools as they stand after them. */
export interface ReviewRoom {
  tool(serverId: string, name: string): ToolFacts | null;
  tools(serverId: string): ToolFacts[];
  counts(serverId: string): { reviewed: number; waiting: number; changed: number; blocked: number };
  read(serverId: string): Review | null;
  decide(serverId: string, digest: string, trust: TrustLevel, decisions: readonly ReviewDecision[]): Promise<ReviewRefused | null>;
  /** Accepts what the build itself reviewed: tools of a bundled server whose digests ship with the app. */
  acceptShipped(serverId: string): void;
}

export interface ReviewDeps {
  readonly servers: ReviewedServers;
  readonly pins: PinStore;
  readonly audit: AuditLog;
  readonly clock: Clock;
  readonly sha256: Sha256;
  readonly actor: Actor;
  readonly onChange: (serverId: string) => void;
}

export function createReviewRoom(deps: ReviewDeps): ReviewRoom {
  const tools = (serverId: string): ToolFacts[] => received(deps, serverId).flatMap((item) => toolFacts(deps, serverId, item));
  return {
    tools,
    tool: (serverId, name) => {
      const item = received(deps, serverId).find((r) => r.kind === 'tool' && r.name === name);
      return item === undefined ? null : (toolFacts(deps, serverId, item)[0] ?? null);
    },
    counts(serverId) {
      const states = tools(serverId).map((tool) => tool.pin);
      const count = (state: string): number => states.filter((s) => s === state).length;
      return { reviewed: count('same'), waiting: count('new'), changed: count('changed'), blocked: count('blocked') };
    },
    read: (serverId) => readReview(deps, serverId),
    decide: (serverId, digest, trust, decisions) => decide(deps, serverId, digest, trust, decisions),
    acceptShipped: (serverId) => acceptShipped(deps, serverId),
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

function toolFacts(deps: ReviewDeps, serverId: string, item: Received): ToolFacts[] {
  if (item.kind !== 'tool' || item.digest === null) return [];
  const pin = currentPin(pinsOf(deps, serverId), 'tool', item.name);
  const state = pinState(pin, item.digest);
  return [{
    name: item.name, definition: item.value, digest: item.digest, pin: state,
    acceptedEffect: state === 'same' ? (pin?.effect ?? null) : null, ambiguous: item.ambiguous,
  }];
}

function readReview(deps: ReviewDeps, serverId: string): Review | null {
  const facts = deps.servers.facts(serverId);
  const catalogue = deps.servers.catalogue(serverId);
  if (facts === null || catalogue === null) return null;
  const pins = pinsOf(deps, serverId);
  const items = reviewItems(catalogue, receivedOf(catalogue, deps.sha256), pins, (name, digest) =>
    matchRecipe({ package: facts.package, bundle: facts.bundle, tool: name, digest }));
  return {
    serverId, serverName: facts.name, items, first: pins.length === 0, trust: facts.trust,
    highest: deps.servers.highestTrust(serverId),
    digest: digestOf({ identity: facts.identity, items: items as unknown as Json }, deps.sha256),
  };
}

async function decide(
  deps: ReviewDeps, serverId: string, digest: string, trust: TrustLevel, decisions: readonly ReviewDecision[],
): Promise<ReviewRefused | null> {
  const review = readReview(deps, serverId);
  const facts = deps.servers.facts(serverId);
  if (review === null || facts === null || facts.identity === null) return 'unknown-server';
  // SECURITY: a decision holds for what was on the screen; if a definition moved since, it is shown anew.
  if (review.digest !== digest) return 'review-moved';
  const pins: Pin[] = [];
  for (const decision of decisions) {
    const item = review.items.find((i) => i.kind === decision.kind && i.name === decision.name);
    if (item === undefined || item.now === null || item.digest === null || item.refused !== null) return 'not-allowed';
    pins.push(pinOf(deps, item, decision));
  }
  deps.pins.add(facts.identity, pins);
  await deps.servers.setTrust(serverId, trust);
  await deps.audit.append({
    type: 'event', what: 'tools-reviewed', actor: deps.actor, server: recorded(deps.servers.facts(serverId) ?? facts),
    detail: {
      trust,
      items: pins.map(({ kind, name, digest: d, decision, effect }) => ({ kind, name, digest: d, decision, effect })),
    },
  });
  deps.onChange(serverId);
  return null;
}

function pinOf(deps: ReviewDeps, item: ReviewItem, decision: ReviewDecision): Pin {
  // A recipe is stronger than what is accepted, so nothing is stored beside it.
  const effect = item.kind === 'tool' && item.offer?.from !== 'recipe' ? (decision.effect ?? item.offer?.effect ?? 'write') : null;
  return {
    kind: item.kind, name: item.name, digest: item.digest ?? '', decision: decision.decision === 'accept' ? 'accepted' : 'blocked',
    effect: decision.decision === 'accept' ? effect : null, value: structuredClone(item.now) as Pin['value'],
    reviewedAt: deps.clock.now(), reviewedBy: deps.actor.person,
  };
}

function recorded(facts: ServerFacts): RecordedServer {
  const { id, name, identity, trust, environment } = facts;
  return { id, name, identity: identity ?? '', trust, class: facts.class, environment };
}

function acceptShipped(deps: ReviewDeps, serverId: string): void {
  const facts = deps.servers.facts(serverId);
  const review = readReview(deps, serverId);
  if (facts === null || facts.bundle === null || facts.identity === null || review === null) return;
  const decided = pinsOf(deps, serverId);
  // SECURITY: what a person blocked stays blocked; only a person undoes that.
  const isBlocked = (item: ReviewItem): boolean => currentPin(decided, item.kind, item.name)?.decision === 'blocked';
  const pins = review.items
    .filter((item) => item.state !== 'same' && item.state !== 'removed' && item.refused === null && item.offer?.from === 'recipe' && !isBlocked(item))
    .map((item) => ({ ...pinOf(deps, item, { kind: item.kind, name: item.name, decision: 'accept', effect: null }), reviewedBy: 'build' }));
  if (pins.length === 0) return;
  deps.pins.add(facts.identity, pins);
  deps.onChange(serverId);
}
