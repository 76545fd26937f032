import type { Actor } from '../../core/audit/event.ts';
import { canonical, digestOf, wellFormed, type Sha256 } from '../../core/canonical/canonical.ts';
import type { ToolFacts } from '../../core/pins/tool-facts.ts';
import type { AuditLog, Clock } from '../../core/ports.ts';
import type { ServerFacts } from '../../core/trust/server-facts.ts';
import type { Json } from '../../core/words/index.ts';
import type { Receipt } from '../../gate/receipt.ts';
import type { CallsRoom } from '../calls/calls.ts';
import type { Review } from '../review/review.ts';
import type { Reference } from '../plans/plan-input.ts';
import type { PlanReceipt } from '../plans/plan-receipt.ts';
import type { RequestableCall } from '../plans/plan-request.ts';
import type { PlansRoom } from '../plans/plans.ts';
import { MOST_CALLS, readRequest, requestName, writeRequest, type RequestedCall, type RequestRead } from './request-file.ts';

/** What the room rests on. */
export interface RequestsDeps {
  readonly calls: CallsRoom;
  readonly plans: Pick<PlansRoom, 'plan' | 'requestable'>;
  readonly servers: { ids(): readonly string[]; facts(id: string): ServerFacts | null; target(id: string): string };
  readonly tool: (serverId: string, name: string) => ToolFacts | null;
  readonly review: (serverId: string) => Review | null;
  /** Arguments as they may leave this machine: secrets replaced. */
  readonly redact: <T extends Json>(value: T) => T;
  readonly audit: AuditLog;
  readonly clock: Clock;
  readonly sha256: Sha256;
  readonly actor: Actor;
}

/** Longest title of a set that a file takes. */
const MOST_TITLE = 300;

/** A request as text, with a name for its file. */
export interface RequestText {
  readonly name: string;
  readonly text: string;
}

/** A server here that may be the one a requested call means. `same`: it is launched exactly alike. */
export interface Candidate {
  readonly serverId: string;
  readonly name: string;
  readonly same: boolean;
}

/** A request that was opened, with the servers each call could go to. */
export type OpenedRequest = Extract<RequestRead, { ok: false }> | (Extract<RequestRead, { ok: true }> & { readonly candidates: readonly (readonly Candidate[])[] });

/** Requests: written by who may not, opened by who may. A file authorises nothing: what is run from it is a call like any other. */
export interface RequestsRoom {
  /** A refused call as a request; null where it is unknown, not over, not refused for the role, or holds a secret. */
  ofCall(callId: string): Promise<RequestText | null>;
  /** What of a set the role may only ask for, as one request; null where there is nothing of the kind, or a secret in it. */
  ofPlan(planId: string): Promise<RequestText | null>;
  /** What waits for review at a server, as a request to IT; null where there is nothing to show. */
  ofReview(serverId: string): Promise<RequestText | null>;
  open(text: string): OpenedRequest;
  /** Plans one call of a request anew, under this person's own role: gathered, judged, previewed and asked like any call. */
  run(text: string, index: number, serverId: string, client: string): Promise<Ran>;
  /** Plans all calls of a request as one set, each at the server that is launched alike, or else the only one with the very tool. */
  runSet(text: string, client: string): Promise<RanSet>;
}
export type RanSet = { readonly ok: true; readonly planId: string; readonly done: Promise<PlanReceipt> } | Extract<Ran, { ok: false }>;
export type Ran = { readonly ok: true; readonly callId: string; readonly done: Promise<Receipt> } | { readonly ok: false; readonly why: 'no-request' | 'unknown-server' | 'too-many-open' };

export function createRequestsRoom(deps: RequestsDeps): RequestsRoom {
  const { sha256, clock, actor } = deps;
  const written = async (name: string, body: Parameters<typeof writeRequest>[0]): Promise<RequestText> => {
    const text = writeRequest(body, sha256);
    await event(deps, 'request-written', { request: sha256(text), kind: body.kind, calls: body.kind === 'calls' ? body.calls.map(({ argsDigest }) => argsDigest) : [] });
    return { name: requestName(name, clock.now()), text };
  };
  const by = () => ({ requestedAt: clock.now(), requestedBy: { person: actor.person, role: actor.role } });
  const open = (text: string): OpenedRequest => {
    const read = readRequest(text, sha256);
    return read.ok ? { ...read, candidates: read.request.kind === 'calls' ? read.request.calls.map((call) => candidates(deps, call)) : [] } : read;
  };
  return {
    async ofCall(callId) {
      const state = deps.calls.state(callId);
      if (state?.stage !== 'done' || state.receipt.because !== 'role-requests') return null;
      const { receipt } = state;
      const call = requestedOf(deps, receipt);
      if (holdsSecret(deps, call as unknown as Json)) return null;
      return written(`${receipt.effect}-${call.tool.name}`, { kind: 'calls', ...by(), calls: [call] });
    },
    async ofPlan(planId) {
      const found = deps.plans.requestable(planId);
      if (found === null || found.calls.length === 0 || found.calls.length > MOST_CALLS) return null;
      const set = { title: found.title.slice(0, MOST_TITLE).toWellFormed() };
      const calls = found.calls.map((call) => (call.kind === 'refused' ? requestedOf(deps, call.receipt) : waitingOf(deps, call)));
      if (holdsSecret(deps, { calls, set } as unknown as Json)) return null;
      return written(`set-${set.title}`, { kind: 'calls', ...by(), set, calls });
    },
    async ofReview(serverId) {
      const [review, facts] = [deps.review(serverId), deps.servers.facts(serverId)];
      if (review === null || facts === null) return null;
      const items = review.items.map(({ kind, name, state, digest, now, old, pointers }) => ({ kind, name, state, digest, now, old, pointers: [...pointers] }));
      const server = { name: facts.name, target: deps.servers.target(serverId), identity: facts.identity };
      return written(`review-${facts.name}`, deps.redact({ kind: 'review', ...by(), server, items } as unknown as Json) as unknown as Parameters<typeof writeRequest>[0]);
    },
    open,
    async run(text, index, serverId, client) {
      const opened = open(text);
      const call = opened.ok && opened.request.kind === 'calls' ? opened.request.calls[index] : undefined;
      // What waits for another call has a meaning in its set alone.
      if (!opened.ok || call === undefined || call.references !== undefined) return { ok: false, why: 'no-request' };
      // SECURITY: to a server that has the very tool. Nothing else of the file is taken over but the arguments.
      if (opened.candidates[index]?.some((one) => one.serverId === serverId) !== true) return { ok: false, why: 'unknown-server' };
      const planned = deps.calls.plan({ planner: actor.planner, client, serverId, tool: call.tool.name, args: call.args });
      if (planned === null) return { ok: false, why: 'too-many-open' };
      await event(deps, 'request-run', { request: sha256(text), intact: opened.intact, requestedBy: opened.request.requestedBy.person, callId: planned.callId, argsDigest: recordedDigest(deps, call) }).catch(() => {});
      return { ok: true, ...planned };
    },
    async runSet(text, client) {
      const opened = open(text);
      const calls = opened.ok && opened.request.kind === 'calls' ? opened.request : null;
      if (!opened.ok || calls === null) return { ok: false, why: 'no-request' };
      const places = calls.calls.map((call, at) => ({ call, serverId: onlyServer(opened.candidates[at] ?? []) }));
      // SECURITY: nobody guesses a server; nothing of the file is taken over but the arguments and the title, which is shown as theirs.
      const items = places.flatMap(({ call, serverId }, at) => (serverId === null ? [] : [{ key: keyOf(at), serverId, tool: call.tool.name, args: call.args, ...referencesOf(call) }]));
      if (items.length < places.length) return { ok: false, why: 'unknown-server' };
      const planned = deps.plans.plan({ planner: actor.planner, client, title: calls.set?.title ?? '', items });
      if (planned === null) return { ok: false, why: 'too-many-open' };
      await event(deps, 'request-run', {
        request: sha256(text), intact: opened.intact, requestedBy: calls.requestedBy.person, planId: planned.planId, calls: calls.calls.map((call) => recordedDigest(deps, call)),
      }).catch(() => {});
      return { ok: true, ...planned };
    },
  };
}

/** SECURITY: of what is left of the arguments without secrets, as with every call: a request may come from anywhere. */
function recordedDigest({ redact, sha256 }: RequestsDeps, { args }: RequestedCall): string {
  return digestOf(wellFormed(redact(args)), sha256);
}

function requestedOf({ servers, tool, sha256 }: RequestsDeps, { call, effect, serverName, preview }: Receipt): RequestedCall {
  const facts = servers.facts(call.serverId);
  const shown = preview === null ? null : {
    kind: preview.kind, objects: preview.objects, sentence: { ...preview.sentence }, changes: structuredClone(preview.changes) as unknown as Json[], unknowns: [...preview.unknowns],
    digest: digestOf(structuredClone(preview) as unknown as Json, sha256),
  };
  const definition = tool(call.serverId, call.tool);
  return {
    server: { name: serverName, identity: facts?.identity ?? null }, tool: { name: call.tool, digest: definition?.digest ?? null },
    args: structuredClone(call.args) as RequestedCall['args'], argsDigest: call.argsDigest, effect, preview: shown as RequestedCall['preview'],
  };
}

/** A call that waits for another one of the set: never judged and never previewed, so nothing is claimed of either. */
function waitingOf({ servers, tool, sha256 }: RequestsDeps, call: Extract<RequestableCall, { kind: 'waiting' }>): RequestedCall {
  const facts = servers.facts(call.serverId);
  return {
    server: { name: facts?.name ?? call.serverId, identity: facts?.identity ?? null }, tool: { name: call.tool, digest: tool(call.serverId, call.tool)?.digest ?? null },
    args: structuredClone(call.args) as RequestedCall['args'], argsDigest: digestOf(call.args, sha256), effect: null, references: structuredClone(call.references) as RequestedCall['references'], preview: null,
  };
}

function keyOf(at: number): string {
  return `call-${at + 1}`;
}

/** SECURITY: a value is taken from an earlier call of this very set, or the call does not run. */
function referencesOf({ references }: RequestedCall): { readonly references?: readonly Reference[] } {
  return references === undefined ? {} : { references: references.map(({ pointer, call, result }) => ({ pointer, result, item: keyOf(call) })) };
}

/** The server that is launched alike, or else the only one; null where it would have to be guessed. */
export function onlyServer([first, second]: readonly Candidate[]): string | null {
  return first !== undefined && (first.same || second === undefined) ? first.serverId : null;
}

/** SECURITY: a secret of this machine never leaves it in a file. */
function holdsSecret({ redact }: RequestsDeps, value: Json): boolean {
  return canonical(redact(value)) !== canonical(value);
}

/** Servers here that have this tool, the one that is launched alike first; a server with another definition of it is none. */
function candidates({ servers, tool }: RequestsDeps, call: RequestedCall): Candidate[] {
  return servers.ids().flatMap((id): Candidate[] => {
    const [facts, found] = [servers.facts(id), tool(id, call.tool.name)];
    if (facts === null || found === null || (call.tool.digest !== null && found.digest !== call.tool.digest)) return [];
    return [{ serverId: id, name: facts.name, same: facts.identity !== null && facts.identity === call.server.identity }];
  }).sort((a, b) => Number(b.same) - Number(a.same));
}

function event({ audit, actor }: RequestsDeps, what: 'request-written' | 'request-run', detail: { readonly [key: string]: Json }): Promise<void> {
  return audit.append({ type: 'event', what, actor, server: null, detail });
}
