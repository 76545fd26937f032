import type { AuditRecord } from '../../core/audit/event.ts';
import type { Outcome } from '../../core/words/index.ts';
import type { LogReader } from './activity.ts';
import { callIn, outcomeIn } from './entry.ts';

/** Records read at a time, and places that are remembered. */
const SPAN = 1_000;
const MOST_PLACES = 8;

/** How a call ended, and the record that says so. */
export interface LateEnd {
  readonly outcome: Outcome;
  readonly seq: number;
}

/** Ends that stand above a place in the log, of calls that began below it. Who goes through a log downwards in several goes needs them, and begins each go in its middle. */
export interface LateEnds {
  /** The ends in the records from `before` on, perhaps with others, to be changed at will. What {@link LateEnds.keep} took is not read again. */
  above(before: number): Promise<{ readonly ends: Map<string, LateEnd>; readonly upTo: number }>;
  /** Remembers what was found above a place, in the records up to `upTo`. */
  keep(before: number, upTo: number, ends: ReadonlyMap<string, LateEnd>): void;
}

/** Notes the end a record says, and gives whether it says one. */
export function noteEnd(record: AuditRecord, ends: Map<string, LateEnd>): boolean {
  const end = outcomeIn(record);
  if (end !== null) ends.set(end.callId, { outcome: end.outcome, seq: record.seq });
  return end !== null;
}

export function createLateEnds(log: Pick<LogReader, 'total' | 'range'>): LateEnds {
  const places = new Map<number, { readonly upTo: number; readonly ends: ReadonlyMap<string, LateEnd> }>();
  return {
    async above(before) {
      const kept = places.get(before);
      const ends = new Map(kept?.ends);
      const upTo = log.total();
      for (let at = kept === undefined ? before : kept.upTo + 1; at <= upTo; at += SPAN) await readEnds(log, at, Math.min(upTo, at + SPAN - 1), ends);
      return { ends, upTo };
    },
    keep(before, upTo, ends) {
      places.delete(before);
      places.set(before, { upTo, ends });
      for (const oldest of places.keys()) if (places.size > MOST_PLACES) places.delete(oldest);
    },
  };
}

/** The ends of calls that did not begin in these very records: most did, and are not worth remembering. */
async function readEnds(log: Pick<LogReader, 'range'>, from: number, to: number, ends: Map<string, LateEnd>): Promise<void> {
  const begun = new Set<string>();
  for (const record of await log.range(from, to)) {
    if (begun.has(outcomeIn(record)?.callId ?? '') || noteEnd(record, ends)) continue;
    const callId = callIn(record)?.callId;
    if (callId !== undefined) begun.add(callId);
  }
}
