import type { AuditRecord } from '../../core/audit/event.ts';
import { typeOf } from '../../core/audit/signing.ts';
import type { FirstBad } from '../../core/audit/verify.ts';
import type { Outcome } from '../../core/words/index.ts';
import type { ActivityFilter } from './columns.ts';
import { createActivityFinder } from './find.ts';
import { callIn, entryOf, outcomeIn, type ActivityEntry } from './entry.ts';

/** What the room reads of the log. */
export interface LogReader {
  total(): number;
  list(request: { readonly before: number | null; readonly limit: number }): Promise<readonly AuditRecord[]>;
  range(from: number, to: number): Promise<readonly AuditRecord[]>;
  read(seq: number): Promise<AuditRecord | null>;
  openCalls(): ReadonlySet<string>;
  verify(): Promise<LogVerdict>;
}

/** Whether the log is whole, and what stood behind it. */
export interface LogVerdict {
  readonly ok: boolean;
  readonly records: number;
  readonly firstBad: FirstBad | null;
  readonly anchored: false | 'file' | 'keychain' | 'external';
}

/** The log as people read it. */
export interface ActivityRoom {
  /** Entries before a record number, newest first; a call and its end are one entry, at the place of its intent. */
  list(request: { readonly before: number | null; readonly limit: number }): Promise<{ readonly entries: readonly ActivityEntry[]; readonly total: number }>;
  /** Entries that pass a filter, newest first, below a record number. The first one reads the whole log once. */
  find(filter: ActivityFilter, request: { readonly before: number | null; readonly limit: number }): Promise<readonly ActivityEntry[]>;
  /** All records of the call a record belongs to, the reads made for it too; an event alone. Null: no such record. */
  read(seq: number): Promise<readonly AuditRecord[] | null>;
  verify(): Promise<LogVerdict>;
}

/** Records read at a time; most calls begin and end within so many. */
const SPAN = 1_000;

/** Reads the log of a home for the screen and the command line. */
export function createActivityRoom(log: LogReader): ActivityRoom {
  const finder = createActivityFinder(log);
  return {
    async list({ before, limit }) {
      const outcomes = new Map<string, Outcome>();
      const kept: AuditRecord[] = [];
      if (before !== null) noteOutcomes(await log.range(before, before + SPAN), outcomes);
      for (let cursor = before; kept.length < limit;) {
        const page = await log.list({ before: cursor, limit: Math.max(limit, 100) });
        noteOutcomes(page, outcomes);
        kept.push(...page.filter(isEntry).slice(0, limit - kept.length));
        const oldest = page.at(-1);
        if (oldest === undefined || oldest.seq <= 1) break;
        cursor = oldest.seq;
      }
      await findLateOutcomes(log, kept, outcomes, before === null ? log.total() + 1 : before + SPAN);
      return {
        entries: kept.map((record) => entryOf(record, outcomes.get(callIn(record)?.callId ?? '') ?? null)),
        total: log.total(),
      };
    },
    find: finder.find,
    async read(seq) {
      const record = await log.read(seq);
      if (record === null) return null;
      const call = callIn(record);
      return call === null ? [record] : recordsOf(log, seq, call.callId);
    },
    async verify() {
      const { ok, records, firstBad, anchored } = await log.verify();
      return { ok, records, firstBad, anchored };
    },
  };
}

/** Ends stand with their calls, and checkpoints are no news: they are what a verification reads. */
function isEntry(record: AuditRecord): boolean {
  return outcomeIn(record) === null && typeOf(record) !== 'checkpoint';
}

function noteOutcomes(records: readonly AuditRecord[], outcomes: Map<string, Outcome>): void {
  for (const record of records) {
    const found = outcomeIn(record);
    if (found !== null) outcomes.set(found.callId, found.outcome);
  }
}

/** Ends that stand far behind their beginnings: looked for only where a call is neither out nor ended so far. */
async function findLateOutcomes(
  log: LogReader, records: readonly AuditRecord[], outcomes: Map<string, Outcome>, from: number,
): Promise<void> {
  const out = log.openCalls();
  const missing = (): boolean => records.some((record) => {
    const entry = entryOf(record, null);
    return entry.callId !== null && entry.outcome === null && !out.has(entry.callId) && !outcomes.has(entry.callId);
  });
  for (let at = from; at <= log.total() && missing(); at += SPAN) noteOutcomes(await log.range(at, at + SPAN - 1), outcomes);
}

async function recordsOf(log: LogReader, seq: number, callId: string): Promise<readonly AuditRecord[]> {
  const around = await log.range(seq - SPAN, seq + SPAN);
  const ids = new Set([callId]);
  for (const record of around) {
    const call = callIn(record);
    if (call !== null && call.parent === callId) ids.add(call.callId);
  }
  const belongs = (record: AuditRecord): boolean => ids.has(callIn(record)?.callId ?? '');
  const found = around.filter(belongs);
  const ended = found.some((record) => outcomeIn(record)?.callId === callId);
  for (let at = seq + SPAN + 1; !ended && at <= log.total(); at += SPAN) {
    const late = (await log.range(at, at + SPAN - 1)).filter(belongs);
    if (late.length > 0) return [...found, ...late];
  }
  return found;
}
