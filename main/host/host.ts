import type { ContentBook } from '../core/audit/content.ts';
import type { Actor } from '../core/audit/event.ts';
import type { Sha256, Sha256OfBase64 } from '../core/canonical/canonical.ts';
import type { Leads } from '../core/grants/pattern.ts';
import type { Connector } from '../core/connections/connection.ts';
import { DamagedDocument, type AuditLog, type Clock, type Compute, type DocumentStore, type EvidencePlace, type NamedFiles, type IndexShelf, type Scanner, type SecretStore } from '../core/ports.ts';
import type { PackageInstaller } from '../core/trust/package-installer.ts';
import { namedTokens } from '../core/policy/document/outlets.ts';
import { tlsKeysOf } from '../core/policy/document/tls-keys.ts';
import type { UsageStore } from '../core/policy/usage.ts';
import type { LaunchResolver } from '../core/trust/resolution.ts';
import type { DamageKind } from '../core/words/index.ts';
import type { GatePorts, ProtectedPaths, ServerBook } from '../gate/ports.ts';
import type { Receipt } from '../gate/receipt.ts';
import { createAlarmsRoom, type AlarmsRoom } from './alarms/alarms.ts';
import { createLostEndsRoom, type LostEndsRoom } from './alarms/lost-ends.ts';
import { createActivityRoom, type ActivityRoom, type LogReader } from './activity/activity.ts';
import { retain, type Retained, type RetainedLog } from './activity/retention.ts';
import { createCallsRoom, OPEN_PER_PLANNER, type CallsRoom } from './calls/calls.ts';
import { createInbox, type Inbox } from './calls/inbox.ts';
import { createGrantsRoom, type GrantsRoom } from './grants/grants.ts';
import { createRequestsRoom, type RequestsRoom } from './requests/requests.ts';
import { cleanWith, rememberSecrets } from './known-secrets.ts';
import { createPause } from './pause.ts';
import { createPlansRoom, type PlansRoom } from './plans/plans.ts';
import { createFindingsRoom, type FindingsRoom } from './review/findings.ts';
import { openPins } from './review/pin-document.ts';
import { openSeen } from './review/seen-document.ts';
import { createReviewRoom, type ReviewRoom } from './review/review.ts';
import { createPolicyDesk, type PolicyDesk } from './policy/policy-desk.ts';
import { createPolicyRoom, type PolicyOutside, type PolicyRoom } from './policy/policy-room.ts';
import { withPinnedKeys } from './servers/pinned-keys.ts';
import { createServersRoom, type ServersRoom } from './servers/servers.ts';
import { createUsageBook } from './usage/usage-book.ts';
import type { PackStore, SkillFiles, SkillWork } from '../core/skills/ports.ts';
import type { SkillRules } from './skills/installing.ts';
import { createOwnObjects } from './reset/own-objects.ts';
import { createResetRoom, type ResetRoom } from './reset/reset.ts';
import { createSkillsRoom, type SkillsRoom } from './skills/skills.ts';
import { createSettingsRoom, type SettingsRoom } from './settings/settings.ts';

/** Everything the host needs from the outside; both composition roots build it their own way. */
export interface HostOutside {
  readonly documents: DocumentStore;
  readonly secrets: SecretStore;
  readonly log: RetainedLog & LogReader;
  readonly content: ContentBook;
  /** Where the index of Activity waits between two starts. */
  readonly shelf: IndexShelf | null;
  /** The use of this account of the system, over all its homes. */
  readonly usage: UsageStore;
  /** Where policy has the log sent to. */
  readonly evidence: () => readonly EvidencePlace[];
  readonly clock: Clock;
  readonly compute: Compute;
  readonly scanner: Scanner;
  readonly sha256: Sha256;
  readonly sha256OfBase64: Sha256OfBase64;
  readonly resolver: LaunchResolver;
  readonly connector: Connector;
  readonly packages: PackageInstaller;
  readonly skills: { readonly packs: PackStore; readonly files: SkillFiles; readonly work: SkillWork };
  readonly policies: PolicyOutside;
  /** Takes where each server may start from with a relative path. */
  readonly protectedPaths: (basesOf: (serverId: string) => readonly string[]) => ProtectedPaths;
  /** Takes where each server may read from. */
  readonly namedFiles: (foldersOf: (serverId: string) => readonly string[]) => NamedFiles;
  /** Where an absolute path really leads on this machine. */
  readonly leads: Leads;
  readonly newCallId: () => string;
  /** The account of the operating system, and the client this host speaks through. */
  readonly person: string;
  readonly client: 'desktop' | 'cli';
}

/** A part of the host whose content changed. */
export type ChangedRoom = 'servers' | 'review' | 'tools' | 'approvals' | 'grants' | 'calls' | 'plans' | 'skills' | 'alarms' | 'settings' | 'policy';

/** A document that was not taken, why, and where a copy of it lies; '' for none. */
export interface Damage {
  readonly document: string;
  readonly keptAt: string;
  readonly why: DamageKind;
}

/** The rooms of a running host. */
export interface Host {
  readonly servers: ServersRoom;
  readonly review: ReviewRoom;
  readonly findings: FindingsRoom;
  readonly calls: CallsRoom;
  readonly plans: PlansRoom;
  readonly skills: SkillsRoom;
  readonly reset: ResetRoom;
  readonly alarms: AlarmsRoom;
  /** Calls whose end was lost in a crash. */
  readonly lostEnds: LostEndsRoom;
  readonly inbox: Inbox;
  readonly grants: GrantsRoom;
  readonly requests: RequestsRoom;
  readonly activity: ActivityRoom;
  readonly settings: SettingsRoom;
  /** Removes what is older than policy and settings keep it. `days` may only keep records longer. */
  retain(days?: number): Promise<Retained>;
  readonly policy: PolicyRoom;
  readonly policyDesk: PolicyDesk;
  /** Where policy has the log sent to, and how far each place is. */
  evidence(): readonly EvidencePlace[];
  /** Documents that were not taken for what they say, and where the copies lie. */
  readonly damaged: readonly Damage[];
  readonly actor: Actor;
  /** Withdraws what is open and stops every server. */
  close(): Promise<void>;
}

/** Builds the host: the rooms, and the one gate between them. Nothing is started. `onChange` is told what to read again. */
export function createHost(outside: HostOutside, onChange: (room: ChangedRoom) => void): Host {
  const { documents, clock, sha256, compute } = outside;
  // The policies need a log to be read, and the secrets ask the policies: what asks later may be known later.
  let known: PolicyRoom | null = null;
  const secrets = rememberSecrets(outside.secrets, () => (known === null ? [] : namedTokens(known.effective())));
  // SECURITY: what is said of anything but a call may hold a server's own words.
  const audit: AuditLog = {
    append: (event) => outside.log.append(event.type === 'event' ? { ...event, detail: secrets.redact(event.detail) } : event),
  };
  const damaged: Damage[] = [];
  const onDamaged = (error: unknown): void => {
    const { document, keptAt, why } = error instanceof DamagedDocument ? error : { document: 'documents', keptAt: '', why: 'unreadable' as const };
    if (damaged.some((known) => known.document === document)) return;
    damaged.push({ document, keptAt, why });
    void audit.append({ type: 'event', what: 'document-damaged', actor, server: null, detail: { document, keptAt, why } }).catch(() => {});
  };
  const actor: Actor = {
    // The role is policy's to say, at each moment.
    get role() { return known?.person().role ?? ''; },
    person: outside.person, planner: { kind: 'person', name: outside.person }, client: outside.client,
  };
  const policy = createPolicyRoom({ outside: outside.policies, documents, audit, clock, sha256, actor: () => actor, onDamaged });
  known = policy;
  const resolver = withPinnedKeys(outside.resolver, (url) => tlsKeysOf(policy.effective().sources.map(({ document }) => document), url));
  const servers = createServersRoom({
    documents, secrets, redact: secrets.clean, holdsSecret: secrets.holds, audit, clock, sha256, actor, onDamaged, resolver, connector: outside.connector, packages: outside.packages, policy,
  });
  const pins = openPins(documents, onDamaged);
  const review = createReviewRoom({
    servers, pins, seen: openSeen(documents, onDamaged), audit, clock, sha256, actor,
    locked: () => policy.lockedBy('review-servers') !== null,
    onChange: () => { onChange('review'); onChange('tools'); onChange('servers'); },
  });
  const inbox = createInbox(() => onChange('approvals'));
  const alarms = createAlarmsRoom({
    documents, audit, clock, actor, onDamaged, nameOf: (id) => servers.facts(id)?.name ?? id,
    onChange: () => { onChange('alarms'); onChange('tools'); },
  });
  const book: ServerBook = {
    server: (id) => servers.facts(id),
    tool(id, name) {
      const tool = review.tool(id, name);
      return tool === null ? null : { ...tool, suspended: alarms.isSuspended(id, servers.facts(id)?.identity ?? null, name) };
    },
    refresh: (id) => servers.caller.refresh(id),
  };
  const grants = createGrantsRoom({
    documents, audit, clock, actor, onDamaged, newId: outside.newCallId, leads: outside.leads, server: book.server, tool: book.tool,
    // While a policy cannot be read nothing runs, and nothing is said about what comes after.
    policy: () => (policy.effective().closed.length > 0 ? null : { digest: policy.digest(), role: policy.person().role }), onChange: () => onChange('grants'),
  });
  const ports: GatePorts = {
    servers: book, caller: servers.caller, audit, content: outside.content, clock, compute, sha256, sha256OfBase64: outside.sha256OfBase64, asker: inbox,
    protectedPaths: outside.protectedPaths((id) => servers.folders(id)), namedFiles: outside.namedFiles((id) => servers.folders(id)), redact: (args, pause) => (pause === undefined ? secrets.redact(args) : secrets.redactInTurns(args, pause)),
    newCallId: outside.newCallId, person: outside.person, policy, usage: createUsageBook(outside.usage), grants,
    alarm: alarms.raise, pause: createPause(),
  };
  const settings = createSettingsRoom({ documents, audit, actor, onDamaged });
  const withoutSecrets = (receipt: Receipt): Receipt => ({ ...receipt, answer: receipt.answer === null ? null : cleanWith(secrets.redact)(receipt.answer) });
  const activity = createActivityRoom(outside.log, { content: outside.content, shelf: outside.shelf, audit, actor, monotonic: () => clock.monotonic(), draw: (drawing) => compute.draw(drawing) });
  const lostEnds = createLostEndsRoom({ documents, audit, actor, activity, onChange: () => onChange('alarms') });
  const calls = createCallsRoom(ports, () => onChange('calls'), {
    openElsewhere: (planner) => plans.open(planner), withoutSecrets, keptUndo: (callId) => activity.undoOf(callId),
  });
  const plans = createPlansRoom(ports, {
    limit: () => policy.effective().limitsIn(null).perPlan,
    mayOpen: (planner) => calls.open(planner) + plans.open(planner) < OPEN_PER_PLANNER,
    onChange: () => onChange('plans'), keptSet: (callId) => activity.setOf(callId),
  });
  const skills = createSkillsRoom({
    ...outside.skills, documents, audit, log: outside.log, clock, sha256, actor, calls, plans, onDamaged,
    server: (id) => book.server(id), tool: (id, name) => book.tool(id, name), newRunId: outside.newCallId, onChange: () => onChange('skills'),
    rules: skillRules(policy),
  });
  const reset = createResetRoom({
    own: createOwnObjects({ log: outside.log, content: outside.content, person: outside.person, sha256 }),
    plans, server: book.server, limit: () => policy.effective().limitsIn(null).perPlan, actor,
  });
  const requests = createRequestsRoom({
    calls, plans, tool: book.tool, review: (id) => review.read(id), redact: (value) => secrets.redact({ value })['value'] as typeof value, audit, clock, sha256, actor,
    servers: { ids: () => servers.list().map(({ config }) => config.id), facts: book.server, target: (id) => servers.entry(id)?.target ?? '' },
  });
  policy.onChange(() => {
    grants.tend();
    for (const room of ['policy', 'tools', 'settings'] as const) onChange(room);
    void servers.enforce();
  });
  servers.onChange(() => { grants.tend(); onChange('servers'); });
  servers.onCatalogue((id) => {
    grants.tend();
    review.saw(id);
    void review.acceptShipped(id).catch(() => undefined);
    for (const room of ['review', 'tools', 'servers'] as const) onChange(room);
  });
  return {
    servers, review, calls, plans, skills, reset, alarms, lostEnds, inbox, grants, requests, damaged, actor, policy,
    policyDesk: createPolicyDesk({ policy, servers, tool: (id, name) => review.tool(id, name), pins, resolver, clock, sha256, person: outside.person }),
    findings: createFindingsRoom(servers, outside.scanner),
    activity, settings, evidence: outside.evidence,
    retain(days = 0) {
      const records = Math.max(days, policy.effective().boundsIn(null).retainDays.value);
      const wish = policy.lockedBy('audit') === null ? settings.read().contentDays : null;
      return retain({ records, content: wish ?? records }, { log: outside.log, content: outside.content, actor, clock });
    },
    async close() {
      policy.close();
      calls.cancelAll();
      plans.cancelAll();
      await servers.stopAll();
    },
  };
}

/** What the policies in force say of installing skills. */
function skillRules(policy: PolicyRoom): SkillRules {
  const documents = () => policy.effective().sources.map(({ document }) => document);
  return {
    lockedBy: () => policy.lockedBy('skills'),
    requireSignature: () => documents().some((document) => 'skills' in document && document.skills?.requireSignature === true),
    keys: () => documents().flatMap((document) => ('signatures' in document ? document.signatures?.keys ?? [] : [])),
  };
}
