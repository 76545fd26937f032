import { alwaysAsks, type AskReason, type Json } from '../core/words/index.ts';
import type { Card, Caution } from '../core/preview/card.ts';
import type { Drawing } from '../core/preview/drawing.ts';
import type { Pages } from '../core/preview/paged.ts';
import type { Preview } from '../core/preview/preview.ts';
import { movedSince } from '../core/preview/index.ts';
import { foldersAbove, mayBeFree } from '../core/grants/pattern.ts';
import { findHidden } from '../core/scan/hidden.ts';
import type { Gathered } from './facts.ts';
import { mayGrant } from './judge.ts';
import type { PlannedCall } from './planned-call.ts';
import type { GatePorts } from './ports.ts';

/** What differs from one painting of a call to the next. */
export interface Painting {
  readonly revision: number;
  readonly approval: string;
  readonly because: AskReason;
  /** The rules that led to the question. */
  readonly sources: readonly string[];
  /** True when the state moved under an earlier painting. */
  readonly moved: boolean;
  /** The base of the painting before, where it moved under it. */
  readonly before: Json;
}

/** A card, what it was drawn of, and the pages it names by their digests. */
export interface DrawnCard {
  readonly card: Card;
  readonly drawing: Drawing;
  readonly pages: Pages;
}

/** Draws the card of a call: everything a person sees of it, and nothing that is not in its digest. */
export async function drawCard(
  call: PlannedCall, gathered: Gathered, preview: Preview, painting: Painting, ports: GatePorts,
): Promise<DrawnCard> {
  const since = painting.moved ? movedSince(painting.before, preview.base, gathered.tool?.definition ?? {}, preview.changes) : [];
  const drawing = { changes: preview.changes, meanwhile: since, args: call.args };
  const { changes, meanwhile, args, argsText, pages } = await ports.compute.draw(drawing);
  const card: Card = {
    callId: call.id,
    revision: painting.revision,
    bar: drawBar(call, gathered, preview, ports),
    preview: { kind: preview.kind, objects: preview.objects, sentence: preview.sentence, changes, unknowns: preview.unknowns, files: preview.files ?? [] },
    meanwhile,
    cautions: cautionsOf(call, gathered, preview, painting.moved),
    because: painting.because,
    sources: painting.sources,
    args,
    ...(argsText === undefined ? {} : { argsText }),
    inputSchema: gathered.tool?.definition['inputSchema'] ?? null,
    lookFirst: preview.lookFirst.map(({ tool, args, dryRun }) => ({ tool, args, ...(dryRun === undefined ? {} : { dryRun }) })),
    confirm: alwaysAsks(gathered.judgement.effect) ? 'type' : 'plain',
    // What is too long to be read through is not allowed for longer.
    grant: argsText === undefined && mayGrant(call, gathered, ports) ? offerOf(call) : null,
    approval: painting.approval,
    askedAt: ports.clock.now(),
  };
  return { card, drawing, pages };
}

/** What of the arguments may differ where the call is allowed for longer. */
function offerOf({ args }: PlannedCall): NonNullable<Card['grant']> {
  const folders = Object.entries(args).map(([name, value]) => [name, foldersAbove(value)] as const).filter(([, above]) => above.length > 0);
  return { folders: Object.fromEntries(folders), free: Object.keys(args).filter((name) => mayBeFree(args[name] ?? null)) };
}

function drawBar(call: PlannedCall, gathered: Gathered, preview: Preview, ports: GatePorts): Card['bar'] {
  const { server, tool, judgement } = gathered;
  return {
    effect: judgement.effect,
    effectSource: judgement.source,
    serverId: call.serverId,
    serverName: server?.name ?? call.serverId,
    serverClass: server?.class ?? 'external',
    environment: server?.environment ?? 'live',
    trust: server?.trust ?? 'blocked',
    tool: call.tool,
    pin: tool?.pin ?? 'new',
    planner: call.planner,
    role: ports.policy.person().role,
    project: preview.sentence.project,
  };
}

/** So many tools with the same look are named; more say nothing new. */
const ALIKE = 3;

/** So many places with hidden characters are named one by one; the others are counted. */
const HIDDEN = 20;

/** So many values that came from elsewhere are named; the hash is over all of them. */
const LABELS = 20;

/** So many foretold refusals are named. */
const FORETOLD = 5;

/** Riskiest first. */
function cautionsOf(call: PlannedCall, gathered: Gathered, preview: Preview, moved: boolean): Caution[] {
  const { judgement, facts } = gathered;
  const plain = (code: Caution['code']): Caution => ({ code, pointer: null, excerpt: null });
  const found = findHidden(call.args as Json);
  const hidden = found.slice(0, HIDDEN).map(({ pointer, excerpt }): Caution => ({ code: 'hidden-characters', pointer, excerpt }));
  const guessed = judgement.source !== 'recipe' && judgement.source !== 'review';
  return [
    ...(moved ? [plain('base-moved')] : []),
    ...(preview.foretold ?? []).slice(0, FORETOLD).map(({ why, pointer }): Caution => ({ code: `refuses-${why}`, pointer, excerpt: null })),
    ...(preview.account?.may === false ? [{ code: 'account-may-not', pointer: null, excerpt: preview.account.name } as const] : []),
    ...hidden,
    ...(found.length > HIDDEN ? [{ code: 'hidden-more', pointer: null, excerpt: String(found.length - HIDDEN) } as const] : []),
    ...call.labels.slice(0, LABELS).map(({ pointer, source }): Caution => ({ code: 'labelled', pointer, excerpt: source })),
    ...(facts.effect !== 'read' && preview.objects === null ? [plain('not-counted')] : []),
    // A delete says by itself that something goes.
    ...(judgement.overwrites && judgement.effect !== 'delete' ? [plain('overwrites')] : []),
    ...(guessed ? [plain('effect-guessed')] : []),
    // A few: a server with a thousand such names must not push the rest of the card away.
    ...(gathered.tool?.alike ?? []).slice(0, ALIKE).map((other): Caution => ({ code: 'name-alike', pointer: null, excerpt: `${other.serverId} · ${other.name}` })),
    ...facts.hosts.map((host): Caution => ({ code: 'reads-host', pointer: null, excerpt: host })),
  ];
}
