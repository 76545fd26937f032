import type { Actor } from '../../core/audit/event.ts';
import { endOf, lapseOf, type Grant, type GrantCall } from '../../core/grants/grant.ts';
import { patternOf, type Leads } from '../../core/grants/pattern.ts';
import { mayLast } from '../../core/grants/wish.ts';
import type { ToolFacts } from '../../core/pins/tool-facts.ts';
import type { AuditLog, Clock, DocumentStore } from '../../core/ports.ts';
import type { ServerFacts } from '../../core/trust/server-facts.ts';
import type { GrantBook, GrantQuestion } from '../../gate/ports.ts';
import type { GrantEnd } from '../../core/words/index.ts';
import { openGrants, type KeptGrant } from './grant-document.ts';

/** What the room rests on. `server` and `tool` speak of now. */
export interface GrantsDeps {
  readonly documents: DocumentStore;
  readonly audit: AuditLog;
  readonly clock: Clock;
  readonly actor: Actor;
  readonly newId: () => string;
  readonly leads: Leads;
  readonly server: (id: string) => ServerFacts | null;
  readonly tool: (id: string, name: string) => ToolFacts | null;
  /** Null while it is not known what holds. */
  readonly policy: () => { readonly digest: string; readonly role: string } | null;
  readonly onDamaged: (error: unknown) => void;
  readonly onChange: () => void;
}

/** A standing permission as a person may look at it. `server` is its name, null where it is gone. */
export interface GrantEntry extends KeptGrant {
  readonly server: string | null;
}

/** The standing permissions: given with an approval, looked at and taken back on one screen. */
export interface GrantsRoom extends GrantBook {
  /** Latest first, those that ended behind. */
  list(): readonly GrantEntry[];
  /** Takes one back. Never refused for the log: what cannot be recorded is taken back all the same. False where it is not there or over. */
  revoke(id: string): boolean;
  /** Ends what does not hold any more: called whenever servers, tools or policy changed. */
  tend(): void;
}

/** Opens the room. A session is the life of this object. */
export function createGrantsRoom(deps: GrantsDeps): GrantsRoom {
  const document = openGrants(deps.documents, deps.onDamaged);
  const session = deps.newId();
  const live = (): readonly KeptGrant[] => document.all().filter((one) => one.ended === null);
  const record = (what: 'grant-given' | 'grant-ended', grant: Grant, why: GrantEnd | null): Promise<void> => deps.audit.append({
    type: 'event', what, actor: deps.actor, server: null,
    detail: { grant: grant.id, serverId: grant.serverId, tool: grant.tool, toolDigest: grant.toolDigest, effect: grant.effect, until: grant.until, times: grant.times, session: grant.session !== null, why },
  });
  const end = (ids: ReadonlyMap<string, GrantEnd>): void => {
    if (ids.size === 0) return;
    const at = deps.clock.now();
    const all = document.all();
    document.write(all.map((one) => {
      const why = ids.get(one.grant.id);
      return why === undefined ? one : { ...one, ended: { at, why } };
    }));
    for (const { grant } of all) {
      const why = ids.get(grant.id);
      if (why !== undefined) void record('grant-ended', grant, why).catch(() => {});
    }
    deps.onChange();
  };
  const covers = ({ grant, used }: KeptGrant, call: GrantQuestion): boolean => lapseOf(grant, callOf(call, deps, session, used)) === null;
  return {
    covering: (call) => live().find((one) => one.grant.serverIdentity === call.serverIdentity && one.grant.tool === call.tool && covers(one, call))?.grant.id ?? null,
    async use(id) {
      const found = live().find((one) => one.grant.id === id);
      if (found === undefined) return false;
      if (endOf(found.grant, { now: deps.clock.now(), used: found.used, session }) !== null) return false;
      // SECURITY: counted on disk before the call goes out; what cannot be counted is not used.
      if (found.grant.times !== null) document.write(document.all().map((one) => (one === found ? { ...one, used: one.used + 1 } : one)));
      deps.onChange();
      return true;
    },
    async give(wish, call, serverId) {
      const grant = grantOf(deps, session, wish, call, serverId);
      if (grant === null) return false;
      await record('grant-given', grant, null);
      document.write([...document.all(), { grant, used: 0, ended: null }]);
      deps.onChange();
      return true;
    },
    list: () => document.all().map((one) => ({ ...one, server: deps.server(one.grant.serverId)?.name ?? null }))
      .sort((a, b) => Number(a.ended !== null) - Number(b.ended !== null) || (a.grant.grantedAt < b.grant.grantedAt ? 1 : -1)),
    revoke(id) {
      if (!live().some((one) => one.grant.id === id)) return false;
      end(new Map([[id, 'revoked']]));
      return true;
    },
    tend: () => end(new Map(live().flatMap((one): [string, GrantEnd][] => {
      const why = endNow(deps, session, one);
      return why === null ? [] : [[one.grant.id, why]];
    }))),
  };
}

function callOf(call: GrantQuestion, deps: GrantsDeps, session: string, used: number): GrantCall {
  const { serverIdentity, tool, toolDigest, role, planner, client, effect, args, labels, policyDigest } = call;
  return { serverIdentity, tool, toolDigest, policy: policyDigest, role, planner, client, effect, args, leads: deps.leads, labelled: labels.length, now: deps.clock.now(), session, used };
}

/** The permission a person wants, or null where it may not be given like that. */
function grantOf(deps: GrantsDeps, session: string, wish: Parameters<GrantBook['give']>[0], call: GrantQuestion, serverId: string): Grant | null {
  const now = deps.clock.now();
  const { serverIdentity, toolDigest, effect, planner } = call;
  const args = patternOf(call.args, wish.args, deps.leads);
  if (args === null || serverIdentity === null || toolDigest === null || call.labels.length > 0 || !mayLast(wish.lasts, now)) return null;
  // SECURITY: never for what always asks.
  if (effect !== 'read' && effect !== 'write') return null;
  const { lasts } = wish;
  return {
    id: deps.newId(), serverId, serverIdentity, tool: call.tool, toolDigest, policy: call.policyDigest, role: call.role, planner: { ...planner }, client: call.client, effect, args,
    until: lasts.kind === 'until' ? new Date(lasts.until).toISOString() : null, times: lasts.kind === 'times' ? lasts.times : null, session: lasts.kind === 'session' ? session : null,
    grantedAt: now, grantedBy: deps.actor.person,
  };
}

/** Why a permission is over as things stand now. A server that is away only says nothing. */
function endNow(deps: GrantsDeps, session: string, { grant, used }: KeptGrant): GrantEnd | null {
  const ended = endOf(grant, { now: deps.clock.now(), used, session });
  if (ended !== null) return ended === 'other-session' ? 'session-ended' : ended;
  const policy = deps.policy();
  if (policy !== null && policy.digest !== grant.policy) return 'policy-changed';
  if (policy !== null && policy.role !== grant.role) return 'role-changed';
  const server = deps.server(grant.serverId);
  if (server === null) return 'server-removed';
  if (server.identity !== grant.serverIdentity || server.launchChanged) return 'server-changed';
  if (server.trust !== 'trusted') return 'trust-lowered';
  const tool = deps.tool(grant.serverId, grant.tool);
  return tool !== null && (tool.digest !== grant.toolDigest || tool.pin !== 'same') ? 'definition-changed' : null;
}
