import type { GoodSource } from './document/open.ts';
import type { RuleSubject, ServerEntry } from './document/index-of.ts';
import type { CallFacts } from './evaluate.ts';
import { matchesServer, type PolicyCall } from './policy-call.ts';
import { roleRefusal } from './roles.ts';
import type { AskReason, DenyReason, TrustLevel } from '../words/index.ts';

/** A rule that speaks against running a call just so, and where it stands. */
export type RuleHit =
  | { readonly verdict: 'deny'; readonly because: DenyReason; readonly at: string }
  | { readonly verdict: 'ask'; readonly because: AskReason; readonly at: string };

/** The entries of one source a server matches. Null: the source does not list servers, and so does not bound them. */
export function entriesOf(source: GoodSource, call: Pick<PolicyCall, 'server'>): readonly ServerEntry[] | null {
  const { servers, serverById } = source.index;
  if (servers === null) return null;
  if (call.server.by === 'entry') {
    const entry = serverById.get(call.server.id);
    return entry === undefined ? [] : [entry];
  }
  const { identity } = call.server;
  return servers.filter(({ server }) => matchesServer(server.match, identity));
}

/** What is the same for all rules of one source. */
interface Looked extends MatchedSource {
  readonly subject: RuleSubject;
  readonly call: PolicyCall;
  readonly facts: CallFacts;
}

/** A source with the entries of it that the call's server matches. */
export interface MatchedSource {
  readonly source: GoodSource;
  readonly entries: readonly ServerEntry[] | null;
}

/** Everything one source has against a call. An empty list is no permission, only no objection. */
export function objectionsOf({ source, entries }: MatchedSource, call: PolicyCall, facts: CallFacts, subject: RuleSubject): RuleHit[] {
  const looked: Looked = { source, entries, subject, call, facts };
  return [...roleHits(looked), ...serverHits(looked), ...projectHits(looked), ...ruleHits(looked), ...plannerHits(looked)];
}

/** The trust an entry lets a server have at most, with where it says so. */
export function trustCapsOf({ source, entries }: MatchedSource): { readonly trust: TrustLevel; readonly at: string }[] {
  return (entries ?? []).flatMap(({ server, pointer }) => (server.trust === undefined ? [] : [{ trust: server.trust, at: `${source.file}#${pointer}/trust` }]));
}

/** Ids of the entries a server matches in one document. */
const idsOf = (entries: readonly ServerEntry[] | null): string[] => (entries ?? []).map(({ server }) => server.id);

/** What an `allow` of this source is held against. */
function subjectFor(source: GoodSource, entries: readonly ServerEntry[] | null, subject: RuleSubject): RuleSubject {
  // SECURITY: what IT allows goes by IT's own entries; an id that a person chose must not make such a rule fit.
  switch (source.document.scope) {
    case 'managed': return { ...subject, servers: idsOf(entries) };
    case 'narrowing': return { ...subject, servers: subject.managedServers };
    case 'project': case 'user': return subject;
  }
}

const deny = (source: GoodSource, because: DenyReason, pointer: string): RuleHit => ({ verdict: 'deny', because, at: `${source.file}#${pointer}` });

function roleHits({ source, entries, subject, call, facts }: Looked): RuleHit[] {
  const { role } = source.index;
  if (role === null) return [];
  const found = role(call.role);
  if (found === null) return [deny(source, 'role-unknown', '/roles')];
  const refusal = roleRefusal(found.bound, {
    effect: facts.effect, tool: call.tool, servers: idsOf(entries), project: subject.project,
    ownProjects: call.ownProjects, skill: call.skill, demo: facts.server?.environment === 'demo', undoes: call.undoes === true,
  });
  if (refusal === null) return [];
  const builtIn = found.pointer.startsWith('built-in#');
  return [{ verdict: 'deny', because: refusal.because, at: `${builtIn ? '' : `${source.file}#`}${found.pointer}/${refusal.key}` }];
}

function serverHits({ source, entries, call, facts }: Looked): RuleHit[] {
  if (entries === null) return [];
  if (entries.length === 0) return [deny(source, 'server-not-managed', '/servers')];
  return entries.flatMap((entry): RuleHit[] => {
    const { rule, pointer } = entry.toolRule(call.tool);
    const pins = entry.pins(call.tool);
    const pinned = pins === null || (facts.tool !== null && pins.includes(facts.tool.digest));
    return [
      ...(rule === 'deny' ? [deny(source, 'policy-denies', pointer)] : []),
      ...(rule === 'ask' ? [{ verdict: 'ask', because: 'policy-asks', at: `${source.file}#${pointer}` } as const] : []),
      ...(pinned ? [] : [deny(source, 'pin-not-managed', `${entry.pointer}/pins`)]),
    ];
  });
}

function projectHits({ source, entries, call, subject }: Looked): RuleHit[] {
  const mapped = entries?.find(({ server }) => server.project !== undefined);
  const at = mapped === undefined ? '/projects' : `${mapped.pointer}/project`;
  switch (call.project.state) {
    case 'none': return mapped === undefined ? [] : [deny(source, 'project-not-verifiable', at)];
    case 'to-be-read': return [];
    case 'not-verifiable': return [deny(source, 'project-not-verifiable', at)];
    case 'contradicts': return [deny(source, 'project-contradicts', at)];
    case 'verified': {
      const { projects } = source.index;
      return projects === null || (subject.project !== null && projects.has(subject.project)) ? [] : [deny(source, 'project-unknown', '/projects')];
    }
  }
}

function ruleHits({ source, subject, entries }: Looked): RuleHit[] {
  const denied = source.index.deny.find(subject);
  return [
    ...(denied === null ? [] : [deny(source, 'policy-denies', denied)]),
    ...(source.index.allow === null || source.index.allow.find(subjectFor(source, entries, subject)) !== null ? [] : [deny(source, 'policy-does-not-allow', '/allow')]),
  ];
}

function plannerHits({ source, call }: Looked): RuleHit[] {
  if (source.document.scope !== 'managed') return [];
  const { skills, gateway } = source.document;
  const skill = call.skill !== null && skills?.allowed !== undefined && !skills.allowed.includes(call.skill);
  const client = call.client !== null && gateway !== undefined && (!gateway.enabled || (gateway.clients !== undefined && !gateway.clients.includes(call.client)));
  return [
    ...(skill ? [deny(source, 'skill-not-allowed', '/skills/allowed')] : []),
    ...(client ? [deny(source, 'client-not-allowed', gateway.enabled ? '/gateway/clients' : '/gateway/enabled')] : []),
  ];
}
