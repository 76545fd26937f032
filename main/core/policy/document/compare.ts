import { DEFAULT_LIMITS, LIMITS } from '../limits.ts';
import { SERVER_CLASSES, TRUST_LEVELS, type Json, type TrustLevel } from '../../words/index.ts';
import { sameUrl } from '../policy-call.ts';
import { paired, PolicyChanges, same } from './changes.ts';
import { TOOL_RULES, type ManagedPolicy, type ManagedServer, type PolicyDocument, type PolicyRole, type ToolRule } from './schema.ts';

/** What the second document allows that the first does not, and the reverse, key by key. Every difference is listed. */
export function comparePolicies(before: PolicyDocument, after: PolicyDocument): PolicyChanges {
  const changes = new PolicyChanges();
  for (const key of ['id', 'version', 'issuedAt', '$schema'] as const) changes.other([key], before[key], after[key]);
  changes.ranked(['expiresAt'], before.expiresAt, after.expiresAt, (value) => (value === undefined ? Number.MAX_SAFE_INTEGER : Date.parse(value)));
  changes.either(['scope'], before.scope, after.scope);
  changes.either(['project'], projectOf(before), projectOf(after));
  changes.refused(['deny'], before.deny?.map(asJson), after.deny?.map(asJson));
  changes.allowed(['allow'], before.allow?.map(asJson), after.allow?.map(asJson), 'everything');
  compareBounds(before, after, changes);
  if (before.scope === 'managed' || after.scope === 'managed') compareManaged(managedOf(before), managedOf(after), changes);
  return changes;
}

/** A document as far as it defines; what defines nothing has none of these keys. */
type Defining = Partial<ManagedPolicy>;

function managedOf(document: PolicyDocument): Defining {
  return document.scope === 'managed' ? document : {};
}

function projectOf(document: PolicyDocument): string | undefined {
  return document.scope === 'project' ? document.project : undefined;
}

function compareBounds(before: PolicyDocument, after: PolicyDocument, changes: PolicyChanges): void {
  for (const limit of LIMITS) {
    // A managed document that is silent stands for the default, the others for no limit of their own.
    const rank = (document: PolicyDocument) => (value: number | undefined) => value ?? (document.scope === 'managed' ? DEFAULT_LIMITS[limit] : Number.MAX_SAFE_INTEGER);
    const [old, now] = [before.limits?.[limit], after.limits?.[limit]];
    if (old !== now) changes.note(['limits', limit], old, now, Math.sign(rank(after)(now) - rank(before)(old)));
  }
  for (const key of ['highest', ...SERVER_CLASSES] as const) changes.ranked(['trust', key], before.trust?.[key], after.trust?.[key], trustRank);
}

function compareManaged(before: Defining, after: Defining, changes: PolicyChanges): void {
  changes.other(['organisation'], before.organisation, after.organisation);
  changes.other(['contact'], optional(before.contact), optional(after.contact));
  changes.allowed(['projects'], before.projects, after.projects, 'everything');
  changes.refused(['locks'], before.locks, after.locks);
  changes.allowed(['mayGrant'], before.mayGrant, after.mayGrant, 'nothing');
  changes.ranked(['gateway', 'enabled'], before.gateway?.enabled, after.gateway?.enabled, (on) => (on === false ? 0 : 1));
  changes.allowed(['gateway', 'clients'], before.gateway?.clients, after.gateway?.clients, 'everything');
  changes.ranked(['skills', 'requireSignature'], before.skills?.requireSignature, after.skills?.requireSignature, (on) => (on === true ? 0 : 1));
  changes.allowed(['skills', 'allowed'], before.skills?.allowed, after.skills?.allowed, 'everything');
  changes.ranked(['audit', 'retainDays'], before.audit?.retainDays, after.audit?.retainDays, (days) => -(days ?? 0));
  changes.refused(['audit', 'tokens'], before.audit?.tokens?.map(asJson), after.audit?.tokens?.map(asJson));
  // Another place that is told: more leaves the machine; one less: less is known of what was done.
  changes.either(['audit', 'collectors'], optional(before.audit?.collectors), optional(after.audit?.collectors));
  changes.either(['audit', 'witnesses'], optional(before.audit?.witnesses), optional(after.audit?.witnesses));
  changes.ranked(['signatures', 'required'], before.signatures?.required, after.signatures?.required, (on) => (on === true ? 0 : 1));
  changes.allowed(['signatures', 'keys'], before.signatures?.keys, after.signatures?.keys, 'nothing');
  compareRoles(before, after, changes);
  compareServers(before, after, changes);
}

function compareRoles(before: Defining, after: Defining, changes: PolicyChanges): void {
  if ((before.roles === undefined) !== (after.roles === undefined)) {
    // The default roles on one side: whether they allow more is different for each role.
    changes.note(['roles'], optional(before.roles), optional(after.roles), null);
    return;
  }
  for (const [name, old, now] of paired(before.roles, after.roles)) {
    // Who had a role that is gone may fit another one, which may allow more.
    if (old === undefined || now === undefined) changes.note(['roles', name], optional(old), optional(now), now !== undefined ? 1 : givesItself(old) ? null : -1);
    else compareRole(['roles', name], old, now, changes);
  }
}

function compareRole(path: readonly string[], before: PolicyRole, after: PolicyRole, changes: PolicyChanges): void {
  changes.allowed([...path, 'effects'], before.effects, after.effects, 'nothing');
  changes.allowed([...path, 'requests'], before.requests, after.requests, 'nothing');
  for (const key of ['servers', 'tools', 'skills', 'projects'] as const) changes.allowed([...path, key], before[key], after[key], 'everything');
  // Another person in a role: for that person either more or less, depending on the role left.
  for (const key of ['users', 'groups', 'rank'] as const) changes.either([...path, key], before[key], after[key]);
}

function compareServers(before: Defining, after: Defining, changes: PolicyChanges): void {
  if ((before.servers === undefined) !== (after.servers === undefined)) {
    changes.note(['servers'], before.servers?.map(asJson), after.servers?.map(asJson), after.servers === undefined ? 1 : -1);
    return;
  }
  const byId = (servers: readonly ManagedServer[] | undefined) => Object.fromEntries((servers ?? []).map((server) => [server.id, server]));
  for (const [id, old, now] of paired(byId(before.servers), byId(after.servers))) {
    if (old !== undefined && now !== undefined) compareServer(['servers', id], old, now, changes);
    else changes.note(['servers', id], optional(old), optional(now), now !== undefined ? 1 : old !== undefined && after.servers?.some((other) => mayBeSame(old, other)) === true ? null : -1);
  }
}

function givesItself(role: PolicyRole | undefined): boolean {
  return (role?.users ?? []).length + (role?.groups ?? []).length > 0;
}

/** True where one server may be recognised as both: then what the one forbids holds with the other, and is gone without it. */
function mayBeSame({ match: one }: ManagedServer, { match: other }: ManagedServer): boolean {
  if (one.by === 'url' && other.by === 'url') return sameUrl(one.url, other.url);
  if (one.by === other.by) return same(asJson(one), asJson(other));
  return one.by !== 'url' && other.by !== 'url';
}

function compareServer(path: readonly string[], before: ManagedServer, after: ManagedServer, changes: PolicyChanges): void {
  changes.either([...path, 'match'], asJson(before.match), asJson(after.match));
  changes.ranked([...path, 'trust'], before.trust, after.trust, trustRank);
  // Without one a server is bound to no project; with one, what is allowed in a project alone is allowed there.
  changes.either([...path, 'project'], optional(before.project), optional(after.project));
  for (const [tool, old, now] of paired(before.pins, after.pins)) changes.allowed([...path, 'pins', tool], old, now, 'everything');
  changes.allowed([...path, 'tlsKeys'], before.tlsKeys, after.tlsKeys, 'everything');
  compareTools(path, before, after, changes);
}

function compareTools(path: readonly string[], before: ManagedServer, after: ManagedServer, changes: PolicyChanges): void {
  const [oldOthers, nowOthers] = [othersOf(before), othersOf(after)];
  if (oldOthers !== nowOthers) changes.note([...path, 'otherTools'], before.otherTools, after.otherTools, Math.sign(ruleRank(nowOthers) - ruleRank(oldOthers)));
  for (const [tool, old, now] of paired(before.tools, after.tools)) {
    const direction = Math.sign(ruleRank(now ?? nowOthers) - ruleRank(old ?? oldOthers));
    if (old === now) continue;
    if (direction === 0) changes.other([...path, 'tools', tool], old, now);
    else changes.note([...path, 'tools', tool], old, now, direction);
  }
  if (oldOthers === nowOthers && same(before.tools, after.tools)) changes.other([...path, 'otherTools'], before.otherTools, after.otherTools);
}

function othersOf(server: ManagedServer): ToolRule {
  return server.otherTools ?? (server.tools === undefined ? 'allow' : 'deny');
}

function ruleRank(rule: ToolRule): number {
  return -TOOL_RULES.indexOf(rule);
}

function trustRank(level: TrustLevel | undefined): number {
  return level === undefined ? TRUST_LEVELS.length : TRUST_LEVELS.indexOf(level);
}

/** A part of a document as plain JSON, without keys that hold nothing. */
function asJson(value: object): Json {
  return JSON.parse(JSON.stringify(value));
}

function optional(value: object | undefined): Json | undefined {
  return value === undefined ? undefined : asJson(value);
}
