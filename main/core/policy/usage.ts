import { overLimit, type LimitName, type Usage } from './limits.ts';

/** Whose limits a call is held against: counted for a person and a client together, whoever plans. */
export interface UsageKey {
  readonly person: string;
  readonly client: string;
  readonly plan: string | null;
}

/** What one call took: reserved before it goes out, settled afterwards. Until it is settled, all of it counts. */
export interface UsageEntry extends UsageKey {
  readonly callId: string;
  /** Milliseconds since 1970. */
  readonly at: number;
  /** Objects it may touch; 0 for a read, which uses up a call and no objects. */
  readonly objects: number;
}

export const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;
const DAY_MS = 86_400_000;
/** So long an entry counts for its plan; a plan that pauses over ten minutes is asked anew, so none lasts longer. */
export const KEPT_MS = 7 * DAY_MS;

/** What was used, by whom, and when. Holds only what was told; reading and writing it is an adapter's. */
export interface UsageLedger {
  /** Takes an entry in. One that is known by its call already changes nothing, whatever it says. */
  note(entry: UsageEntry): void;
  /** The call used so many objects after all. An unknown call changes nothing. */
  settle(callId: string, spent: number): void;
  /** The reservation was taken back before anything could go out. */
  withdraw(callId: string): void;
  usage(key: UsageKey, now: number): Usage;
  /** Everything that still counts for something, oldest first. */
  entries(now: number): UsageEntry[];
  /** Drops what counts for nothing any more. */
  forget(now: number): void;
}

/** What a call is reserved for. */
export interface ReserveRequest extends UsageKey {
  readonly callId: string;
  readonly objects: number | null;
  readonly isRead: boolean;
  readonly limits: Readonly<Record<LimitName, number>>;
}

/** The use of one account of the system, over all its homes and processes. */
export interface UsageStore {
  /** What was used up so far by this person and client. Throws where it cannot be read. */
  usage(key: UsageKey): Usage;
  /** Sets aside what a call takes, on disk before it resolves. Rejects where that cannot be done: nothing may be sent then. */
  reserve(request: ReserveRequest): Promise<Reservable>;
  /** What was used after all. What is never settled stays used. */
  settle(callId: string, spent: number): Promise<void>;
}

/** An empty ledger. */
export function createUsageLedger(): UsageLedger {
  const byCall = new Map<string, UsageEntry>();
  const byOwner = new Map<string, Set<string>>();
  const ownerOf = ({ person, client }: UsageKey): string => JSON.stringify([person, client]);
  const drop = (entry: UsageEntry): void => {
    byCall.delete(entry.callId);
    byOwner.get(ownerOf(entry))?.delete(entry.callId);
  };
  const entriesOf = (owner: string): UsageEntry[] => [...(byOwner.get(owner) ?? [])].flatMap((callId) => byCall.get(callId) ?? []);
  return {
    note(entry) {
      if (byCall.has(entry.callId)) return;
      byCall.set(entry.callId, entry);
      const owner = ownerOf(entry);
      const known = byOwner.get(owner) ?? new Set();
      byOwner.set(owner, known.add(entry.callId));
    },
    settle(callId, spent) {
      const entry = byCall.get(callId);
      // Written so that what is no number leaves the reservation as it is.
      if (entry !== undefined && spent >= 0) byCall.set(callId, { ...entry, objects: Math.ceil(spent) });
    },
    withdraw(callId) {
      const entry = byCall.get(callId);
      if (entry !== undefined) drop(entry);
    },
    usage: (key, now) => usageOf(entriesOf(ownerOf(key)), key.plan, now),
    entries: (now) => [...byCall.values()].filter((entry) => counts(entry, now)).sort((a, b) => a.at - b.at),
    forget(now) {
      for (const entry of [...byCall.values()]) if (!counts(entry, now)) drop(entry);
    },
  };
}

function usageOf(entries: readonly UsageEntry[], plan: string | null, now: number): Usage {
  const used = { plan: 0, hour: 0, day: 0, callsInMinute: 0 };
  for (const { at, objects, plan: of } of entries) {
    // What seems to come from the future counts: a clock set back must not give anything back.
    const age = now - at;
    if (age < MINUTE_MS) used.callsInMinute += 1;
    if (age < HOUR_MS) used.hour += objects;
    if (age < DAY_MS) used.day += objects;
    if (plan !== null && of === plan) used.plan += objects;
  }
  return used;
}

function counts({ at, objects }: UsageEntry, now: number): boolean {
  const age = now - at;
  return age < MINUTE_MS || (objects > 0 && age < KEPT_MS);
}

/** How many objects to set aside for a call, or the limit it would go over. */
export type Reservable = { readonly ok: true; readonly objects: number } | { readonly ok: false; readonly over: LimitName };

/**
 * What a call takes of its limits. What cannot be counted takes as many as one call may have at most, or all that is
 * left where that is less; it is refused where nothing is left. Reads take no objects.
 */
export function reservable(limits: Readonly<Record<LimitName, number>>, used: Usage, objects: number | null, isRead: boolean): Reservable {
  const over = overLimit(limits, used, objects, isRead);
  if (over !== null) return { ok: false, over };
  if (isRead) return { ok: true, objects: 0 };
  if (objects !== null) return { ok: true, objects };
  const left = Math.min(limits.perCall, limits.perPlan - used.plan, limits.perHour - used.hour, limits.perDay - used.day);
  return { ok: true, objects: Math.max(1, left) };
}
