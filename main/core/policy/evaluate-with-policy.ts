import type { EffectivePolicy } from './document/combine.ts';
import type { RuleSubject } from './document/index-of.ts';
import { evaluate, type CallFacts, type Verdict } from './evaluate.ts';
import { overLimit, type LimitName } from './limits.ts';
import type { PolicyCall } from './policy-call.ts';
import { DEFAULT_ROLES, isDefaultRole, roleRefusal } from './roles.ts';
import { entriesOf, objectionsOf, trustCapsOf, type MatchedSource, type RuleHit } from './source-rules.ts';
import { alwaysAsks, DENY_REASONS, lowerTrust, type AskReason, type DenyReason } from '../words/index.ts';

/** A verdict with the rules that led there: `file#pointer`, or `built-in#…` for what holds without any policy. */
export type PolicyVerdict = Verdict & { readonly sources: readonly string[] };

/** What is said first where several rules deny: that nothing holds, then who and where, then what. */
const DENIED_FIRST: readonly DenyReason[] = ['policy-closed', 'role-unknown', 'server-unknown', 'server-not-managed', 'project-unknown'];

const LIMIT_REASONS: Readonly<Record<LimitName, DenyReason>> = {
  perCall: 'limit-per-call', perPlan: 'limit-per-plan', perHour: 'limit-per-hour', perDay: 'limit-per-day', callsPerMinute: 'limit-per-minute',
};

/**
 * May this call run under these policies? Pure and total. What denies without a policy denies with one; each source may
 * object, none can allow what another objects to; a grant lifts only the question of a `read` or `write` and never one that policy asks.
 */
export function evaluateWithPolicy(call: PolicyCall, facts: CallFacts, policy: EffectivePolicy): PolicyVerdict {
  const project = call.project.state === 'verified' ? call.project.project : null;
  const closed = policy.closed.filter((source) => source.project === null || source.project === project);
  if (closed.length > 0) {
    return { verdict: 'deny', because: 'policy-closed', sources: closed.flatMap(({ file, problems }) => problems.slice(0, 1).map(({ pointer }) => `${file}#${pointer}`)) };
  }
  const sources = policy.sourcesIn(project).map((source) => ({ source, entries: entriesOf(source, call) }));
  const subject = subjectOf(call, facts, sources, project);
  const capped = withTrustCap(facts, sources, policy, project);
  const objections = [...sources.flatMap((source) => objectionsOf(source, call, facts, subject)), ...builtInHits(call, facts, policy, subject)];
  const hits = [...objections, ...limitHits(call, facts, policy, project)];
  // The role was judged above, by policy or by the defaults; the rules below know only the owner.
  const ordinary = evaluate({ ...capped.facts, role: 'owner' });
  const denied = firstDenied(ordinary, hits);
  if (denied !== null) return { verdict: 'deny', because: denied, sources: placesOf(denied, hits, capped.from) };
  return judgeAsked(call, capped, ordinary, hits, policy.boundsIn(project).mayGrant.has('many-objects'));
}

function subjectOf(call: PolicyCall, facts: CallFacts, sources: readonly MatchedSource[], project: string | null): RuleSubject {
  const entries = sources.flatMap((source) => (source.entries ?? []).map(({ server }) => server.id));
  // What one source defines must not make another's `allow` fit: only an id that every managed source gives the server counts there.
  const managed = sources.filter(({ source }) => source.document.scope === 'managed');
  const agreed = entries.filter((id) => managed.every((source) => source.entries?.some(({ server }) => server.id === id) === true));
  const own = call.server.by === 'entry' ? [call.server.id] : facts.server === null ? [] : [facts.server.id];
  return { role: call.role, servers: [...new Set([...entries, ...own])], managedServers: agreed, class: facts.server?.class ?? null, tool: call.tool, project, effect: facts.effect };
}

/** What holds where nobody manages the machine: the default roles, and a project that is contradicted is refused even so. */
function builtInHits(call: PolicyCall, facts: CallFacts, policy: EffectivePolicy, subject: RuleSubject): RuleHit[] {
  if (policy.managed) return [];
  const contradicted = call.project.state === 'contradicts' || call.project.state === 'not-verifiable';
  const project: RuleHit[] = contradicted ? [{ verdict: 'deny', because: call.project.state === 'contradicts' ? 'project-contradicts' : 'project-not-verifiable', at: 'built-in#/projects' }] : [];
  if (!isDefaultRole(call.role)) return [{ verdict: 'deny', because: 'role-unknown', at: 'built-in#/roles' }, ...project];
  const refusal = roleRefusal(DEFAULT_ROLES[call.role], {
    effect: facts.effect, tool: call.tool, servers: subject.servers, project: subject.project, ownProjects: call.ownProjects,
    skill: call.skill, demo: facts.server?.environment === 'demo', undoes: call.undoes === true,
  });
  return refusal === null ? project : [{ verdict: 'deny', because: refusal.because, at: `built-in#/roles/${call.role}/${refusal.key}` }, ...project];
}

interface Capped {
  readonly facts: CallFacts;
  /** Where the cap was set that holds; empty where none lowered anything. */
  readonly from: readonly string[];
}

function withTrustCap(facts: CallFacts, sources: readonly MatchedSource[], policy: EffectivePolicy, project: string | null): Capped {
  const { server } = facts;
  if (server === null) return { facts, from: [] };
  const { trust } = policy.boundsIn(project);
  const entryCaps = sources.flatMap(trustCapsOf);
  const general = [trust.highest, trust[server.class]];
  const lowest = [...general.map(({ value }) => value), ...entryCaps.map((cap) => cap.trust)].reduce(lowerTrust, server.trust);
  if (lowest === server.trust) return { facts, from: [] };
  const caps = [...general.flatMap(({ value, from }) => from.map((at) => ({ trust: value, at }))), ...entryCaps];
  return { facts: { ...facts, server: { ...server, trust: lowest } }, from: caps.filter((cap) => cap.trust === lowest).map((cap) => cap.at) };
}

function limitHits(call: PolicyCall, facts: CallFacts, policy: EffectivePolicy, project: string | null): RuleHit[] {
  const over = overLimit(policy.limitsIn(project), call.usage, facts.objects, facts.effect === 'read');
  if (over === null) return [];
  return policy.boundsIn(project).limits[over].from.map((at) => ({ verdict: 'deny', because: LIMIT_REASONS[over], at }));
}

function firstDenied(ordinary: Verdict, hits: readonly RuleHit[]): DenyReason | null {
  const reasons = new Set(hits.flatMap((hit) => (hit.verdict === 'deny' ? [hit.because] : [])));
  if (ordinary.verdict === 'deny') reasons.add(ordinary.because);
  if (reasons.size === 0) return null;
  return DENIED_FIRST.find((reason) => reasons.has(reason)) ?? DENY_REASONS.find((reason) => reasons.has(reason)) ?? null;
}

function placesOf(because: string, hits: readonly RuleHit[], caps: readonly string[]): string[] {
  const places = hits.filter((hit) => hit.because === because).map((hit) => hit.at);
  const trust = because === 'server-blocked' || because === 'server-untrusted' ? caps : [];
  return places.length + trust.length === 0 ? [`built-in#/${because}`] : [...new Set([...places, ...trust])];
}

/** Nothing denies: ask, unless it is a read of a pinned tool or a grant covers it. */
function judgeAsked(call: PolicyCall, { facts, from }: Capped, ordinary: Verdict, hits: readonly RuleHit[], manyMayBeGranted: boolean): PolicyVerdict {
  const ask = (because: AskReason): PolicyVerdict => ({ verdict: 'ask', because, sources: placesOf(because, hits, from) });
  const byPolicy = hits.some((hit) => hit.verdict === 'ask');
  const labelled = call.labelled.length > 0;
  if (ordinary.verdict === 'allow') {
    if (byPolicy) return ask('policy-asks');
    return labelled ? ask('argument-labelled') : { ...ordinary, sources: [`built-in#/${ordinary.because}`] };
  }
  // A denied call does not come here; if it did, it would be asked and not run.
  const because = ordinary.verdict === 'ask' ? ordinary.because : 'write-asks';
  if (call.grant === null || !liftable(because, facts, manyMayBeGranted)) return ask(because);
  if (byPolicy) return ask('policy-asks');
  return labelled ? ask('argument-labelled') : { verdict: 'allow', because: 'granted', sources: [`grant#${call.grant}`] };
}

/** Which question a grant may answer: a read or write on a trusted server whose effect and number of objects are known. */
function liftable(because: AskReason, facts: CallFacts, manyMayBeGranted: boolean): boolean {
  if (facts.server?.trust !== 'trusted' || alwaysAsks(facts.effect) || facts.objects === null) return false;
  switch (because) {
    case 'write-asks': case 'read-names-host': return true;
    case 'many-objects': return manyMayBeGranted;
    case 'server-untrusted': case 'effect-unknown': case 'effect-always-asks': case 'policy-asks': case 'argument-labelled': return false;
  }
}
