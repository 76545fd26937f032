import type { AuditRecord } from '../../core/audit/event.ts';
import { typeOf } from '../../core/audit/signing.ts';
import type { LogReader } from './activity.ts';
import { callIn, outcomeIn, type ActivityEntry } from './entry.ts';
import type { ActivityFinder, Found } from './find.ts';
import { provenanceOf, type ObjectAnswer } from './object.ts';
import { familyOf } from './traces.ts';

/** Who changed an object, as far as its newest calls tell. */
export interface AboutObject extends ObjectAnswer {
  /** There are more records than were looked through, or damaged ones: those may say more. */
  readonly partial: boolean;
  /** Lines of the log that are no records, as far as it was looked through. */
  readonly damaged: number;
}

/** What an answer is made from. */
export interface AboutParts {
  readonly log: Pick<LogReader, 'total' | 'range' | 'openCalls'>;
  readonly find: ActivityFinder['find'];
  /** Milliseconds since an arbitrary start. */
  readonly monotonic: () => number;
}

/** An object's newest calls alone are looked at, as long as somebody waits for an answer. */
const MOST_CALLS = 500;
const ABOUT_MS = 3_000;
/** Around a call stand most of its records and of those of the call it was made for; others are looked for so many at a time. */
const AROUND = 200;
const SPAN = 1_000;

/** Who changed an object, server by server, or on one server alone; what could not be looked through in three seconds is said to be left. */
export async function aboutObject(object: string, server: string | null, { log, find, monotonic }: AboutParts): Promise<AboutObject> {
  const started = monotonic();
  const inTime = (): boolean => monotonic() - started < ABOUT_MS;
  const { entries, more, damaged } = await callsAbout(object, find, inTime);
  const families = new Families(log.openCalls());
  for (const { seq } of entries) families.takeAround(await log.range(seq - AROUND, seq + AROUND), seq);
  const whole = await findRest(families, log, inTime);
  return { ...provenanceOf(families.records(), server), partial: more || !whole || damaged > 0, damaged };
}

/** A search gives way after a while: what was not found so far is not yet what is not there. */
async function callsAbout(object: string, find: ActivityFinder['find'], inTime: () => boolean): Promise<{ readonly entries: readonly ActivityEntry[]; readonly more: boolean; readonly damaged: number }> {
  const entries: ActivityEntry[] = [];
  let before: number | null = null;
  let damaged = 0;
  do {
    const found: Found = await find({ object }, { before, limit: MOST_CALLS - entries.length });
    entries.push(...found.entries);
    before = found.more;
    damaged = Math.max(damaged, found.damaged);
  } while (before !== null && entries.length < MOST_CALLS && inTime());
  return { entries, more: before !== null, damaged };
}

/** Records that stand far from the calls: a question may wait for hours, and a server may take its time. False: there was no time for all. */
async function findRest(families: Families, log: AboutParts['log'], inTime: () => boolean): Promise<boolean> {
  for (let at = families.wantedAfter() + AROUND + 1; at <= log.total() && families.wantedAfter() < Infinity; at += SPAN) {
    if (!inTime()) return false;
    families.take(await log.range(at, at + SPAN - 1));
  }
  for (let to = families.wantedBefore() - AROUND - 1; to >= 1 && families.wantedBefore() > 0; to -= SPAN) {
    if (!inTime()) return false;
    families.take(await log.range(Math.max(1, to - SPAN + 1), to));
  }
  return true;
}

/** The records of calls that name an object, and of the calls they were made for. */
class Families {
  readonly #found = new Map<number, AuditRecord>();
  /** With the first and the last record beside which each was looked for. */
  readonly #calls = new Map<string, { begun: boolean; ended: boolean; first: number; last: number }>();
  readonly #open: ReadonlySet<string>;

  constructor(open: ReadonlySet<string>) {
    this.#open = open;
  }

  /** Takes a call, and what stands around it. */
  takeAround(records: readonly AuditRecord[], seq: number): void {
    for (const id of familyOf(records.filter((record) => record.seq === seq))) {
      const known = this.#calls.get(id) ?? { begun: false, ended: this.#open.has(id), first: seq, last: seq };
      this.#calls.set(id, { ...known, first: Math.min(known.first, seq), last: Math.max(known.last, seq) });
    }
    this.take(records);
  }

  take(records: readonly AuditRecord[]): void {
    for (const record of records) {
      const call = this.#calls.get(callIn(record)?.callId ?? '');
      if (call === undefined) continue;
      this.#found.set(record.seq, record);
      if (outcomeIn(record) === null) call.begun = true;
      if (outcomeIn(record) !== null || typeOf(record) === 'refusal') call.ended = true;
    }
  }

  /** Behind this record some call must still have an end, for it is not out; endless where none must. */
  wantedAfter(): number {
    return Math.min(...[...this.#calls.values()].map(({ ended, last }) => (ended ? Infinity : last)));
  }

  /** Before this record some call must have begun, for it ended or is out; 0 where none must. One of which there is no record at all never began. */
  wantedBefore(): number {
    return Math.max(0, ...[...this.#calls.values()].map(({ begun, ended, first }) => (ended && !begun ? first : 0)));
  }

  /** In the log's order. */
  records(): readonly AuditRecord[] {
    return [...this.#found.values()].sort((one, other) => one.seq - other.seq);
  }
}
