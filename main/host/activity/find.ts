import type { ContentBook } from '../../core/audit/content.ts';
import type { AuditRecord } from '../../core/audit/event.ts';
import { typeOf } from '../../core/audit/signing.ts';
import { OUTCOMES, type Outcome } from '../../core/words/index.ts';
import type { LogReader } from './activity.ts';
import { namesObject } from './ask.ts';
import { passesFields, type ActivityFilter } from './columns.ts';
import { createActivityIndex, type IndexParts } from './activity-index.ts';
import { callIn, entryOf, outcomeIn, type ActivityEntry } from './entry.ts';
import { createExportEnds } from './export-ends.ts';
import { shownOf } from './shown.ts';
import { wantedObject, type Wanted } from './wanted.ts';

/** Text is looked for so long; then what was found so far is the answer, with where to go on. */
const LOOKED_MS = 400;
const PAGE = 500;
/** Reading a record by itself costs as much as reading so many in a row. */
const CLOSE = 16;
/** Records that are looked at for a span of time while the index is not there. */
const NEWEST = 10_000;

/** What was found, and the record number to go on below; null: everything was looked through. */
export interface Found {
  readonly entries: readonly ActivityEntry[];
  readonly more: number | null;
  /** Lines that are no records, of those that were looked through; once there is an index, of the whole log. */
  readonly damaged: number;
}

/** Finds entries by what is recorded of them. */
export interface ActivityFinder {
  /** Up to `limit` entries that pass, newest first, below `before`. A long log is read into an index beside the first call. */
  find(filter: ActivityFilter, request: { readonly before: number | null; readonly limit: number }): Promise<Found>;
  /** The record numbers between two moments; null: nothing was recorded then. `cut`: there may be older ones. */
  within(from: string, until: string): Promise<{ readonly first: number; readonly last: number; readonly cut: boolean } | null>;
  /** Takes in what was appended, so that the next search need not. Never rejects: what it cannot read, that search says. */
  warm(): Promise<void>;
}

/** What a finder works with besides the log. */
export interface FinderParts extends IndexParts {
  readonly content: Pick<ContentBook, 'open' | 'marks'>;
  /** Milliseconds since an arbitrary start. */
  readonly monotonic: () => number;
}

/** A finder over a log. What is appended later is taken in with the next call. */
export function createActivityFinder(log: Pick<LogReader, 'total' | 'range' | 'read'>, parts: FinderParts): ActivityFinder {
  const { content, monotonic } = parts;
  const index = createActivityIndex(log, parts);
  const { behind, ahead, upToDate, warm } = index;
  const passes = async (record: AuditRecord, filter: ActivityFilter, wanted: Wanted | null): Promise<boolean> => {
    if (wanted !== null && !namesObject(record, wanted)) return false;
    const text = filter.text?.toLowerCase();
    if (text === undefined || JSON.stringify(record.event).toLowerCase().includes(text)) return true;
    const callId = callIn(record)?.callId;
    const shown = callId === undefined ? null : await shownOf([record], callId, content);
    return shown !== null && JSON.stringify([shown.args, shown.card?.['preview'] ?? null]).toLowerCase().includes(text);
  };
  /** As `find`, on the log itself: slower, but there from the first moment. */
  const scan = async (filter: ActivityFilter, before: number | null, limit: number): Promise<Found> => {
    const started = monotonic();
    const wanted = filter.object === undefined ? null : await wantedObject(filter.object, content);
    const ends = new Map<string, Outcome>();
    const entries: ActivityEntry[] = [];
    const covered = createExportEnds();
    let damaged = 0;
    const note = (record: AuditRecord): void => { const end = outcomeIn(record); if (end !== null) ends.set(end.callId, end.outcome); };
    if (before !== null) {
      const newer = await log.range(before, before + PAGE);
      newer.forEach(note);
      newer.toReversed().forEach(covered);
    }
    for (let to = (before ?? log.total() + 1) - 1; to >= 1; to -= PAGE) {
      const page = await log.range(Math.max(1, to - PAGE + 1), to);
      page.forEach(note);
      damaged += to - Math.max(0, to - PAGE) - page.length;
      for (const record of [...page].reverse()) {
        if (entries.length >= limit || monotonic() - started > LOOKED_MS) return { entries, more: record.seq + 1, damaged };
        if (outcomeIn(record) !== null || typeOf(record) === 'checkpoint' || covered(record)) continue;
        const outcome = ends.get(callIn(record)?.callId ?? '') ?? null;
        if (passesFields(record, outcome, filter) && await passes(record, filter, wanted)) entries.push(entryOf(record, outcome));
      }
    }
    return { entries, more: null, damaged };
  };
  return {
    warm,
    async within(from, until) {
      if (behind()) {
        void warm();
        const newest = await log.range(Math.max(1, log.total() - NEWEST), log.total());
        const inside = newest.filter(({ at }) => at >= from && at < until);
        const [first, last] = [inside[0], inside.at(-1)];
        return first === undefined || last === undefined ? null : { first: first.seq, last: last.seq, cut: first === newest[0] && first.seq > 1 };
      }
      await upToDate();
      const span = index.columns().within(Date.parse(from), Date.parse(until));
      return span === null ? null : { ...span, cut: false };
    },
    async find(filter, { before, limit }) {
      if (behind()) {
        void warm();
        return ahead(() => scan(filter, before, limit));
      }
      await upToDate();
      const started = monotonic();
      const wanted = filter.object === undefined ? null : await wantedObject(filter.object, content);
      const entries: ActivityEntry[] = [];
      // All that pass by their fields are shown; text is looked for in many.
      const atOnce = filter.text === undefined ? limit : PAGE;
      for await (const { seq, outcome, record } of readingAhead(log, index.columns().find(filter, wanted, before), atOnce)) {
        if (entries.length >= limit || monotonic() - started > LOOKED_MS) return { entries, more: seq + 1, damaged: index.damaged() };
        if (record !== null && await passes(record, filter, wanted)) entries.push(entryOf(record, ended(outcome)));
      }
      return { entries, more: null, damaged: index.damaged() };
    },
  };
}

interface Candidate {
  readonly seq: number;
  readonly outcome: string | null;
}

/** Candidates, newest first, with their records: so many are read at once, those that lie close together with one reading. */
async function* readingAhead(
  log: Pick<LogReader, 'range' | 'read'>, candidates: Iterable<Candidate>, atOnce: number,
): AsyncGenerator<Candidate & { readonly record: AuditRecord | null }> {
  let waiting: Candidate[] = [];
  const read = async function* (): AsyncGenerator<Candidate & { readonly record: AuditRecord | null }> {
    const [newest, oldest] = [waiting[0]?.seq ?? 0, waiting.at(-1)?.seq ?? 0];
    const close = newest - oldest < waiting.length * CLOSE ? await log.range(oldest, newest) : null;
    const bySeq = close === null ? null : new Map(close.map((record) => [record.seq, record]));
    for (const one of waiting) yield { ...one, record: bySeq === null ? await log.read(one.seq) : bySeq.get(one.seq) ?? null };
    waiting = [];
  };
  for (const candidate of candidates) {
    waiting.push(candidate);
    if (waiting.length >= atOnce) yield* read();
  }
  if (waiting.length > 0) yield* read();
}

function ended(word: string | null): Outcome | null {
  return OUTCOMES.find((outcome) => outcome === word) ?? null;
}
