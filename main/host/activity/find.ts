import { OUTCOMES, type Outcome } from '../../core/words/index.ts';
import type { LogReader } from './activity.ts';
import { ActivityColumns, type ActivityFilter } from './columns.ts';
import { entryOf, type ActivityEntry } from './entry.ts';

/** Records read at a time. */
const SPAN = 2_000;

/** Finds entries by what is recorded of them. */
export interface ActivityFinder {
  /** Up to `limit` entries that pass, newest first, below `before`. The first call reads the whole log once. */
  find(filter: ActivityFilter, request: { readonly before: number | null; readonly limit: number }): Promise<readonly ActivityEntry[]>;
}

/** A finder over a log. What is appended later is taken in with the next call. */
export function createActivityFinder(log: Pick<LogReader, 'total' | 'range' | 'read'>): ActivityFinder {
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
  return {
    async find(filter, { before, limit }) {
      // One after the other: two readings at once would both take the same records.
      turn = turn.then(catchUp, catchUp);
      await turn;
      const found: ActivityEntry[] = [];
      const text = filter.text?.toLowerCase();
      for (const { seq, outcome } of columns.find(filter, before)) {
        if (found.length >= limit) break;
        const record = await log.read(seq);
        if (record !== null && (text === undefined || JSON.stringify(record.event).toLowerCase().includes(text))) found.push(entryOf(record, ended(outcome)));
      }
      return found;
    },
  };
}

function ended(word: string | null): Outcome | null {
  return OUTCOMES.find((outcome) => outcome === word) ?? null;
}
