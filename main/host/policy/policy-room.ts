import type { Actor } from '../../core/audit/event.ts';
import { digestOf, type Sha256 } from '../../core/canonical/canonical.ts';
import { assignedRole, OWNER, type Account, type Assignment } from '../../core/policy/assigned-role.ts';
import { combine, type EffectivePolicy } from '../../core/policy/document/combine.ts';
import type { PolicyFloor } from '../../core/policy/document/floor.ts';
import { closedSource, type GoodSource, type PolicySource, type SignatureState } from '../../core/policy/document/open.ts';
import { readPolicy } from '../../core/policy/document/read.ts';
import type { Lock } from '../../core/policy/document/schema.ts';
import { POLICY_VERSION } from '../../core/policy/evaluate.ts';
import { serverVerdict, wantedIdentity, type ServerVerdict, type WantedIdentity } from '../../core/policy/server-verdict.ts';
import type { AuditLog, Clock, DocumentStore } from '../../core/ports.ts';
import type { ServerIdentity } from '../../core/trust/server-identity.ts';
import type { Json, Role, ServerClass } from '../../core/words/index.ts';
import type { PolicyBook } from '../../gate/ports.ts';
import { BY_HAND, openChosenRole } from './chosen-role.ts';
import { openWithFallback, type Fallback } from './fallback.ts';
import { openKeptPolicies } from './kept-policies.ts';
import type { Found } from './open-sources.ts';

/** Where policies come from: the system's own places, and when to look there again. */
export interface PolicyOutside {
  /** Everything an administrator put on this machine. May take its time; nothing starts before it answered. */
  find(): Promise<readonly Found[]>;
  /** Has `look` called now and then; gives back what ends that. */
  watch(look: () => void): () => void;
  verify(bytes: Uint8Array, signature: string | null, keys: readonly string[]): SignatureState;
  account(): Promise<Account>;
}

export interface PolicyDeps {
  readonly outside: PolicyOutside;
  readonly documents: DocumentStore;
  readonly audit: AuditLog;
  readonly clock: Clock;
  readonly sha256: Sha256;
  readonly actor: () => Actor;
  readonly onDamaged: (error: unknown) => void;
}

/** Somebody to ask about a policy. */
export interface PolicyContact {
  readonly organisation: string | null;
  readonly name: string;
  readonly mail: string | null;
  readonly phone: string | null;
  readonly url: string | null;
}

/** The policies of this machine while the app runs. */
export interface PolicyRoom extends PolicyBook {
  /** Resolves once the policies were read for the first time. No server starts before. */
  ready(): Promise<void>;
  /** Reads what lies there now; resolves when it is in force. Never rejects. */
  look(): Promise<void>;
  /** Everything that was found, whether it holds or not. */
  sources(): readonly PolicySource[];
  /** Where a damaged policy was replaced by the last one that held. */
  fallbacks(): readonly Fallback[];
  /** What an administrator wrote down that must be there, where it can be read. */
  floors(): readonly PolicyFloor[];
  assignment(): Assignment;
  /** True where no policy says who has which role: a person may take one by hand. It reminds; it protects from nobody. */
  mayChooseRole(): boolean;
  /** The role that was taken by hand and holds; null for none. */
  chosenRole(): Role | null;
  /** Takes a role by hand, on record first; null: the owner again. False where policy says the roles. Rejects where it cannot be kept. */
  chooseRole(role: Role | null): Promise<boolean>;
  /** Whom to call about each policy; for a damaged one, whom the last one that held at its place named. */
  contacts(): readonly PolicyContact[];
  server(known: ServerIdentity, serverClass: ServerClass): ServerVerdict;
  wanted(): WantedIdentity;
  /** Where a lock was set; null where it is not locked. While nothing was read, everything is. */
  lockedBy(lock: Lock): readonly string[] | null;
  close(): void;
}

/** What holds while nothing was read yet: nothing. */
const UNREAD = closedSource('policy', [{ code: 'unreadable', pointer: '', line: 1, name: '' }]);

interface InForce {
  readonly sources: readonly PolicySource[];
  readonly fallbacks: readonly Fallback[];
  readonly floors: readonly PolicyFloor[];
  readonly policy: EffectivePolicy;
  readonly assignment: Assignment;
  readonly mayChoose: boolean;
  readonly chosen: Role | null;
  readonly digest: string;
}

/** Opens the room and begins to read. */
export function createPolicyRoom(deps: PolicyDeps): PolicyRoom {
  const { outside, clock, sha256 } = deps;
  const kept = openKeptPolicies(deps.documents, deps.onDamaged);
  const listeners = new Set<() => void>();
  const byHand = openChosenRole(deps.documents, deps.onDamaged);
  const force = ({ sources, fallbacks, floors }: Pick<InForce, 'sources' | 'fallbacks' | 'floors'>, account: Account): InForce => {
    const policy = combine(sources);
    const assigned = assignedRole(policy, account);
    const chosen = assigned === OWNER ? byHand.read() : null;
    const assignment = chosen === null ? assigned : { role: chosen, projects: null, from: [BY_HAND] };
    const told = [...policy.sources.map(({ file, digest }) => [file, digest]), ...policy.closed.map(({ file, problems }) => [file, problems.map(({ code }) => code)]), ...floors.map(({ file, policies }) => [file, policies])];
    return { sources, fallbacks, floors, policy, assignment, mayChoose: assigned === OWNER, chosen, digest: digestOf({ rules: POLICY_VERSION, sources: told as Json, role: assignment.role, projects: assignment.projects }, sha256) };
  };
  let now = force({ sources: [UNREAD], fallbacks: [], floors: [] }, { names: [], groups: [] });
  let account: Account | null = null;
  let last: readonly Found[] = [];

  const adopt = (found: readonly Found[], who: Account): void => {
    const same = account !== null && found.length === last.length && found.every((one, index) => sameFound(one, last[index]));
    last = found;
    if (same && !now.sources.includes(UNREAD) && !runsOut(now, clock.now())) return;
    const opened = openWithFallback(found, kept, { sha256, now: clock.now(), verify: outside.verify });
    const { sources, fallbacks } = opened;
    const good = sources.filter((source): source is GoodSource => source.state === 'good');
    const next = force(opened, who);
    const before = now;
    now = next;
    const fresh = found.filter((one): one is Extract<Found, { ok: true }> => one.ok && !fallbacks.some(({ file }) => file === one.place) && good.some(({ file }) => file === one.place));
    kept.remember(fresh, good.map(({ document }) => document));
    if (before.digest === next.digest && JSON.stringify(before.fallbacks) === JSON.stringify(next.fallbacks)) return;
    record(deps, next, before.sources.includes(UNREAD));
    for (const listener of listeners) listener();
  };

  const look = async (): Promise<void> => {
    try {
      account ??= await outside.account();
      adopt(withoutGaps(last, await outside.find()), account);
    } catch {
      // SECURITY: policies that cannot be looked for may be there; nothing is allowed until they were.
      adopt([...last.filter(({ place }) => place !== UNREAD.file), { place: UNREAD.file, scope: 'managed', ok: false, code: 'unreadable' }], account ?? { names: [], groups: [] });
    }
  };
  let looking: Promise<void> = look();
  const first = looking;
  const again = (): Promise<void> => (looking = looking.then(look));
  const unwatch = outside.watch(() => void again());

  const mayChooseRole = (): boolean => now.mayChoose && !now.sources.includes(UNREAD);
  const chooseRole = async (role: Role | null): Promise<boolean> => {
    if (!mayChooseRole()) return false;
    await deps.audit.append({ type: 'event', what: 'settings-changed', actor: deps.actor(), server: null, detail: { role } });
    byHand.write(role);
    now = force(now, account ?? { names: [], groups: [] });
    for (const listener of listeners) listener();
    return true;
  };

  return {
    effective: () => now.policy,
    digest: () => now.digest,
    person: () => ({ role: now.assignment.role, ownProjects: now.assignment.projects }),
    onChange(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    ready: () => first, look: again,
    sources: () => now.sources, fallbacks: () => now.fallbacks, floors: () => now.floors, assignment: () => now.assignment,
    contacts: () => now.sources.flatMap((source) => contactOf(source, kept.lastGood(source.file)?.text ?? null)),
    mayChooseRole, chosenRole: () => now.chosen, chooseRole,
    server: (known, serverClass) => serverVerdict(now.policy, known, serverClass),
    wanted: () => wantedIdentity(now.policy),
    lockedBy: (lock) => (now.policy.closed.length > 0 ? now.policy.closed.map(({ file }) => file) : (now.policy.boundsIn(null).locks.get(lock) ?? null)),
    close: unwatch,
  };
}

function contactOf(source: PolicySource, last: string | null): readonly PolicyContact[] {
  const read = source.state === 'good' ? { ok: true as const, document: source.document } : last === null ? null : readPolicy(last);
  if (read === null || !read.ok || read.document.scope !== 'managed') return [];
  const { contact, organisation = null } = read.document;
  return [{ organisation, name: contact.name, mail: contact.mail ?? null, phone: contact.phone ?? null, url: contact.url ?? null }];
}

/**
 * SECURITY: a policy that held and is gone goes on holding until the next start. A file that is being replaced is gone for
 * a moment, and that moment must open nothing.
 */
function withoutGaps(before: readonly Found[], found: readonly Found[]): readonly Found[] {
  const places = new Set(found.map(({ place }) => place));
  return [...found, ...before.filter(({ place }) => !places.has(place) && place !== UNREAD.file)];
}

function sameFound(one: Found, other: Found | undefined): boolean {
  if (other === undefined || one.place !== other.place || one.scope !== other.scope) return false;
  if (!one.ok || !other.ok) return !one.ok && !other.ok && one.code === other.code;
  return one.text === other.text && one.signature === other.signature;
}

/** A document is past its end though nothing of it moved. */
function runsOut({ sources }: InForce, at: string): boolean {
  return sources.some((source) => source.state === 'good' && source.document.expiresAt !== undefined && !(Date.parse(source.document.expiresAt) > Date.parse(at)));
}

/** Puts on record what came into force. It is in force already: a log that cannot be written must not keep an old policy. */
function record({ audit, actor }: PolicyDeps, { sources, fallbacks, digest }: InForce, first: boolean): void {
  const good = sources.filter((source) => source.state === 'good');
  const closed = sources.filter((source) => source.state === 'closed');
  if (first && sources.length === 0) return; // nobody manages this machine
  const event = (what: 'policy-loaded' | 'policy-refused', detail: { readonly [key: string]: Json }): void =>
    void audit.append({ type: 'event', what, actor: actor(), server: null, detail }).catch(() => undefined);
  if (good.length > 0 || closed.length === 0) {
    event('policy-loaded', { digest, sources: good.map(({ file, document, digest: content }) => ({ file, id: document.id, version: document.version, content })) });
  }
  for (const { file, problems, instead } of [...fallbacks.map((one) => ({ ...one, instead: 'last-verified' })), ...closed.map((one) => ({ ...one, instead: 'nothing' }))]) {
    event('policy-refused', { digest, file, instead, problems: problems.slice(0, 20).map(({ code, pointer, line }) => ({ code, pointer, line })) });
  }
}
