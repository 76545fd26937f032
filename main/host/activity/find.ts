import type { ContentBook } from '../../core/audit/content.ts';
import type { AuditRecord } from '../../core/audit/event.ts';
import { typeOf } from '../../core/audit/signing.ts';
import { OUTCOMES, type Outcome } from '../../core/words/index.ts';
import type { LogReader } from './activity.ts';
import { namesObject } from './ask.ts';
import { passesFields, type ActivityFilter, type Candidate } from './columns.ts';
import { createActivityIndex, type IndexParts } from './activity-index.ts';
import { callIn, entryOf, outcomeIn, type ActivityEntry } from './entry.ts';
import { createExportEnds } from './export-ends.ts';
import { createLateEnds, noteEnd, type LateEnd } from './late-ends.ts';
import { shownOf } from './shown.ts';
import { lookingForText } from './text.ts';
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
  const late = createLateEnds(log);
  /** As `find`, on the log itself: slower, but there from the first moment. */
  const scan = async (filter: ActivityFilter, before: number | null, limit: number): Promise<Found> => {
    const passes = createTest(filter, await wantedOf(filter), content);
    const { ends, upTo } = before === null ? { ends: new Map<string, LateEnd>(), upTo: log.total() } : await late.above(before);
    const covered = createExportEnds();
    if (before !== null) (await log.range(before, before + PAGE)).toReversed().forEach(covered);
    const started = monotonic();
    const entries: ActivityEntry[] = [];
    let damaged = 0;
    for (let to = (before ?? upTo + 1) - 1; to >= 1; to -= PAGE) {
      const page = await log.range(Math.max(1, to - PAGE + 1), to);
      damaged += to - Math.max(0, to - PAGE) - page.length;
      for (const record of page) noteEnd(record, ends);
      const bySeq = placed(page);
      for (const record of page.toReversed()) {
        if (entries.length >= limit || monotonic() - started > LOOKED_MS) {
          late.keep(record.seq + 1, upTo, ends);
          return { entries, more: record.seq + 1, damaged };
        }
        if (outcomeIn(record) !== null || typeOf(record) === 'checkpoint' || covered(record)) continue;
        const callId = callIn(record)?.callId ?? '';
        const end = ends.get(callId);
        ends.delete(callId);
        if (!passesFields(record, end?.outcome ?? null, filter) || !await passes(record, () => endAmong(bySeq, end?.seq ?? null))) continue;
        entries.push(entryOf(record, end?.outcome ?? null));
      }
    }
    return { entries, more: null, damaged };
  };
  const endAmong = async (records: ReadonlyMap<number, AuditRecord>, seq: number | null): Promise<AuditRecord | null> =>
    (seq === null ? null : records.get(seq) ?? await log.read(seq));
  const wantedOf = ({ object }: ActivityFilter): Promise<Wanted | null> => (object === undefined ? Promise.resolve(null) : wantedObject(object, content));
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
      const wanted = await wantedOf(filter);
      const passes = createTest(filter, wanted, content);
      const entries: ActivityEntry[] = [];
      // All that pass by their fields are shown; text is looked for in many, and in their ends.
      const atOnce = filter.text === undefined ? { most: limit, beyond: 0 } : { most: PAGE, beyond: CLOSE };
      for await (const { seq, outcome, end, record, around } of readingAhead(log, index.columns().find(filter, wanted, before), atOnce)) {
        if (entries.length >= limit || monotonic() - started > LOOKED_MS) return { entries, more: seq + 1, damaged: index.damaged() };
        if (record !== null && await passes(record, () => endAmong(around, end))) entries.push(entryOf(record, ended(outcome)));
      }
      return { entries, more: null, damaged: index.damaged() };
    },
  };
}

/** A test of what fields do not tell: the object that a call names, and a text in it, in its end (looked up only where it is needed) or in what was kept of it. */
function createTest({ text }: ActivityFilter, wanted: Wanted | null, content: FinderParts['content']): (record: AuditRecord, end: () => Promise<AuditRecord | null>) => Promise<boolean> {
  const holds = text === undefined ? null : lookingForText(text);
  return async (record, end) => {
    if (wanted !== null && !namesObject(record, wanted)) return false;
    if (holds === null || holds(record.event)) return true;
    const callId = callIn(record)?.callId;
    if (callId === undefined) return false;
    const last = await end();
    if (last !== null && holds(last.event)) return true;
    const shown = await shownOf(last === null ? [record] : [record, last], callId, content);
    return shown !== null && holds([{ args: shown.args }, shown.card?.['preview'] ?? null, shown.answer, shown.after]);
  };
}

/** A candidate with its record, and those that were read with it. */
interface Looked extends Candidate {
  readonly record: AuditRecord | null;
  readonly around: ReadonlyMap<number, AuditRecord>;
}

/** Candidates, newest first, with their records: so many are read at once, those that lie close together with one reading, and some records beyond. */
async function* readingAhead(
  log: Pick<LogReader, 'range' | 'read'>, candidates: Iterable<Candidate>, { most, beyond }: { readonly most: number; readonly beyond: number },
): AsyncGenerator<Looked> {
  let waiting: Candidate[] = [];
  const read = async function* (): AsyncGenerator<Looked> {
    const [newest, oldest] = [waiting[0]?.seq ?? 0, waiting.at(-1)?.seq ?? 0];
    const close = newest - oldest < waiting.length * CLOSE;
    const around = placed(close ? await log.range(oldest, newest + beyond) : []);
    for (const one of waiting) yield { ...one, around, record: close ? around.get(one.seq) ?? null : await log.read(one.seq) };
    waiting = [];
  };
  for (const candidate of candidates) {
    waiting.push(candidate);
    if (waiting.length >= most) yield* read();
  }
  if (waiting.length > 0) yield* read();
}

function placed(records: readonly AuditRecord[]): ReadonlyMap<number, AuditRecord> {
  return new Map(records.map((record) => [record.seq, record]));
}

function ended(word: string | null): Outcome | null {
  return OUTCOMES.find((outcome) => outcome === word) ?? null;
}
