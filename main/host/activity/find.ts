import type { ContentBook } from '../../core/audit/content.ts';
import type { AuditRecord } from '../../core/audit/event.ts';
import { OUTCOMES, type Outcome } from '../../core/words/index.ts';
import type { LogReader } from './activity.ts';
import { namesObject } from './ask.ts';
import { ActivityColumns, type ActivityFilter } from './columns.ts';
import { callIn, entryOf, type ActivityEntry } from './entry.ts';
import { shownOf } from './shown.ts';

/** Records read at a time. */
const SPAN = 2_000;
/** Text is looked for so long; then what was found so far is the answer, with where to go on. */
const LOOKED_MS = 600;

/** What was found, and the record number to go on below; null: everything was looked through. */
export interface Found {
  readonly entries: readonly ActivityEntry[];
  readonly more: number | null;
}

/** Finds entries by what is recorded of them. */
export interface ActivityFinder {
  /** Up to `limit` entries that pass, newest first, below `before`. The first call reads the whole log once. */
  find(filter: ActivityFilter, request: { readonly before: number | null; readonly limit: number }): Promise<Found>;
  /** The record numbers between two moments; null: nothing was recorded then. */
  within(from: string, until: string): Promise<{ readonly first: number; readonly last: number } | null>;
  /** Takes in what was appended, so that the next search need not. */
  warm(): Promise<void>;
}

/** What a finder works with besides the log. */
export interface FinderParts {
  readonly content: Pick<ContentBook, 'open' | 'marks'>;
  /** Milliseconds since an arbitrary start. */
  readonly monotonic: () => number;
}

/** A finder over a log. What is appended later is taken in with the next call. */
export function createActivityFinder(log: Pick<LogReader, 'total' | 'range' | 'read'>, { content, monotonic }: FinderParts): ActivityFinder {
  const columns = new ActivityColumns();
  let taken = 0;
  let turn: Promise<void> = Promise.resolve();
  const catchUp = async (): Promise<void> => {
    for (const total = log.total(); taken < total;) {
      const to = Math.min(taken + SPAN, total);
      for (const record of await log.range(taken + 1, to)) columns.add(record);
      taken = to;
    }
  };
  const warm = async (): Promise<void> => {
    // One after the other: two readings at once would both take the same records.
    turn = turn.then(catchUp, catchUp);
    await turn;
  };
  const passes = async (record: AuditRecord, filter: ActivityFilter, mark: string | null): Promise<boolean> => {
    if (filter.object !== undefined && !namesObject(record, filter.object, mark)) return false;
    const text = filter.text?.toLowerCase();
    if (text === undefined || JSON.stringify(record.event).toLowerCase().includes(text)) return true;
    const callId = callIn(record)?.callId;
    const shown = callId === undefined ? null : await shownOf([record], callId, content);
    return shown !== null && JSON.stringify([shown.args, shown.card?.['preview'] ?? null]).toLowerCase().includes(text);
  };
  return {
    warm,
    async within(from, until) {
      await warm();
      return columns.within(Date.parse(from), Date.parse(until));
    },
    async find(filter, { before, limit }) {
      await warm();
      const started = monotonic();
      const mark = filter.object === undefined ? null : (await content.marks([filter.object]))?.[0] ?? null;
      const entries: ActivityEntry[] = [];
      for (const { seq, outcome } of columns.find(filter, mark, before)) {
        if (entries.length >= limit || monotonic() - started > LOOKED_MS) return { entries, more: seq + 1 };
        const record = await log.read(seq);
        if (record !== null && await passes(record, filter, mark)) entries.push(entryOf(record, ended(outcome)));
      }
      return { entries, more: null };
    },
  };
}

function ended(word: string | null): Outcome | null {
  return OUTCOMES.find((outcome) => outcome === word) ?? null;
}
