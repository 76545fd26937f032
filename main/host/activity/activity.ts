import type { ContentBook } from '../../core/audit/content.ts';
import type { Actor, AuditRecord } from '../../core/audit/event.ts';
import { typeOf } from '../../core/audit/signing.ts';
import type { Verification } from '../../core/audit/verify.ts';
import type { AuditLog, Compute, IndexShelf } from '../../core/ports.ts';
import type { KeptSet, KeptUndo } from '../../core/preview/index.ts';
import type { Pages } from '../../core/preview/paged.ts';
import type { Outcome } from '../../core/words/index.ts';
import { aboutObject, type AboutObject } from './about.ts';
import type { ActivityFilter } from './columns.ts';
import { summaryOf, type DaySummary } from './day.ts';
import { erase, type Erased, type Erasure } from './erase.ts';
import { createActivityFinder, type Found } from './find.ts';
import { callIn, entryOf, outcomeIn, type ActivityEntry } from './entry.ts';
import { createExportEnds, exportIn } from './export-ends.ts';
import { keptSetOf } from './kept-set.ts';
import { drawShown, shownOf, type DrawnShown, type ShownCall } from './shown.ts';

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
export type LogVerdict = Verification & { readonly anchored: false | 'file' | 'keychain' | 'external'; readonly anchoredTo: number | null };

/** The log as people read it. */
export interface ActivityRoom {
  /** Entries before a record number, newest first; a call and its end are one entry, at the place of its intent. */
  list(request: { readonly before: number | null; readonly limit: number }): Promise<{ readonly entries: readonly ActivityEntry[]; readonly total: number }>;
  /** Entries that pass a filter, newest first, below a record number. The first one reads the whole log once. */
  find(filter: ActivityFilter, request: { readonly before: number | null; readonly limit: number }): Promise<Found>;
  /** Reads the log for the first search, beside other work. Never rejects. */
  warm(): Promise<void>;
  /** All records of the call a record belongs to, the reads made for it too; an event alone. Null: no such record. */
  read(seq: number): Promise<readonly AuditRecord[] | null>;
  /** What was kept of the call a record belongs to, word for word. Null: it belongs to none. */
  shown(seq: number): Promise<ShownCall | null>;
  /** The same, its card drawn as it was painted. Its pages are kept until the next one is drawn. */
  drawn(seq: number): Promise<DrawnShown | null>;
  /** What undoes a call of this log, newest first looked for. Null: it is not there, or was not kept. */
  undoOf(callId: string): Promise<KeptUndo | null>;
  /** What undoes the set a call belongs to. Null: the call is not there, or was planned alone. */
  setOf(callId: string): Promise<KeptSet | null>;
  /** Pages of the last drawn card, if it is of this call. */
  pages(callId: string): Pages;
  /** Who changed an object, server by server, or on one server alone: through Countersign, not through this log, or elsewhere since. */
  about(object: string, server?: string | null): Promise<AboutObject>;
  /** What happened from one moment up to another, counted. */
  summary(from: string, until: string): Promise<DaySummary>;
  /** Deletes the keys of content, on record. Rejects with `NotErased` where a key may be left. */
  erase(erasure: Erasure): Promise<Erased>;
  verify(): Promise<LogVerdict>;
}

/** What the room works with besides the log. */
export interface ActivityParts {
  readonly content: ContentBook;
  readonly audit: AuditLog;
  readonly actor: Actor;
  /** Milliseconds since an arbitrary start. */
  readonly monotonic: () => number;
  /** Where the index waits between two starts. */
  readonly shelf?: IndexShelf | null;
  readonly draw: Compute['draw'];
}

/** A day's newest records alone are counted, as long as somebody waits for an answer. */
const MOST_RECORDS = 20_000;

/** Records read at a time; most calls begin and end within so many. */
const SPAN = 1_000;

/** Reads the log of a home for the screen and the command line. */
export function createActivityRoom(log: LogReader, parts: ActivityParts): ActivityRoom {
  const { content } = parts;
  const finder = createActivityFinder(log, parts);
  const readAll = async (seq: number): Promise<{ readonly callId: string | null; readonly records: readonly AuditRecord[] } | null> => {
    const record = await log.read(seq);
    if (record === null) return null;
    const callId = callIn(record)?.callId ?? null;
    return { callId, records: callId === null ? await withBeginning(log, record) : await recordsOf(log, seq, callId) };
  };
  const shown = async (seq: number): Promise<ShownCall | null> => {
    const found = await readAll(seq);
    return found === null || found.callId === null ? null : shownOf(found.records, found.callId, content);
  };
  let last: DrawnShown | null = null;
  return {
    async list({ before, limit }) {
      const outcomes = new Map<string, Outcome>();
      const kept: AuditRecord[] = [];
      const covered = createExportEnds();
      if (before !== null) {
        const newer = await log.range(before, before + SPAN);
        noteOutcomes(newer, outcomes);
        newer.toReversed().forEach(covered);
      }
      for (let cursor = before; kept.length < limit;) {
        const page = await log.list({ before: cursor, limit: Math.max(limit, 100) });
        noteOutcomes(page, outcomes);
        kept.push(...page.filter((record) => isEntry(record) && !covered(record)).slice(0, limit - kept.length));
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
    warm: finder.warm,
    read: async (seq) => (await readAll(seq))?.records ?? null,
    shown,
    async drawn(seq) {
      const call = await shown(seq);
      last = call === null ? null : await drawShown(call, parts.draw);
      return last;
    },
    async undoOf(callId) {
      const seq = await seqOf(log, callId);
      const found = seq === null ? null : await readAll(seq);
      return found === null ? null : ((await shownOf(found.records, callId, content))?.undo ?? null);
    },
    async setOf(callId) {
      const seq = await seqOf(log, callId);
      return seq === null ? null : keptSetOf(log, seq, content);
    },
    pages: (callId) => (last?.callId === callId ? last.pages : new Map()),
    about: (object, server = null) => aboutObject(object, server, { log, find: finder.find, monotonic: parts.monotonic }),
    async summary(from, until) {
      const span = await finder.within(from, until);
      // A clock that went back leaves moments of other days between the first and the last record of this one.
      const isInside = ({ at }: AuditRecord): boolean => Date.parse(at) >= Date.parse(from) && Date.parse(at) < Date.parse(until);
      if (span === null) return summaryOf([], false, isInside);
      const first = Math.max(span.first, span.last - MOST_RECORDS);
      // Ends stand behind their beginnings.
      return summaryOf(await inPieces(log, first, Math.min(log.total(), span.last + SPAN)), span.cut || first > span.first, isInside);
    },
    erase: (erasure) => erase(erasure, { ...parts, log }),
    verify: () => log.verify(),
  };
}

/** Records in many readings: the log gives one after the other, and a search that comes meanwhile waits for one of them alone. */
async function inPieces(log: LogReader, from: number, to: number): Promise<readonly AuditRecord[]> {
  const records: AuditRecord[] = [];
  for (let at = from; at <= to; at += SPAN) records.push(...await log.range(at, Math.min(to, at + SPAN - 1)));
  return records;
}

/** The record that planned a call; null where it is not in this log. */
async function seqOf(log: LogReader, callId: string): Promise<number | null> {
  for (let last = log.total(); last > 0; last -= SPAN) {
    const records = await log.range(Math.max(1, last - SPAN + 1), last);
    const found = records.find((record) => outcomeIn(record) === null && callIn(record)?.callId === callId);
    if (found !== undefined) return found.seq;
  }
  return null;
}

/** An event; the end of an export with the beginning it belongs to. */
async function withBeginning(log: LogReader, record: AuditRecord): Promise<readonly AuditRecord[]> {
  if (exportIn(record) !== 'ended') return [record];
  const began = (await log.range(record.seq - SPAN, record.seq - 1)).findLast((one) => exportIn(one) !== null);
  return began === undefined || exportIn(began) === 'ended' ? [record] : [began, record];
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
