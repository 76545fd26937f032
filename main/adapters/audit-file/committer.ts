import { headOf, nextRecord, type ChainHead } from '../../core/audit/chain.ts';
import type { AuditEvent, AuditRecord } from '../../core/audit/event.ts';
import type { Sha256 } from '../../core/canonical/canonical.ts';
import type { Clock } from '../../core/ports.ts';
import { createAnchorKeeper } from './anchor-keeper.ts';
import { track, type Standing } from './recover.ts';
import type { SegmentWriter } from './segment-writer.ts';

/** Records that share one write and one flush, at most. */
const MOST_AT_ONCE = 512;

/** The disk did not take a record. What was to be recorded must not happen. */
export class LogUnwritable extends Error {
  constructor(cause: unknown) {
    super('the log cannot be written', { cause });
    this.name = 'LogUnwritable';
  }
}

interface Waiting {
  readonly event: AuditEvent;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

/** What the committer works with. */
export interface CommitterParts {
  readonly writer: SegmentWriter;
  readonly standing: Standing;
  readonly clock: Clock;
  readonly sha256: Sha256;
  /** The folder of the anchors. */
  readonly anchors: string;
}

/** Puts events into the chain and on disk: one commit at a time, each with all that wait by then. */
export function createCommitter(parts: CommitterParts) {
  const open = new Set(parts.standing.open);
  const keeper = createAnchorKeeper(parts.anchors);
  const listeners = new Set<() => void>();
  let head: ChainHead = parts.standing.head;
  let total = parts.standing.total;
  let unwritable = false;
  let closed = false;
  let waiting: Waiting[] = [];
  let running: Promise<void> | null = null;
  /** Outcomes that a crash left open; they go before anything else. */
  let unsettled: readonly AuditEvent[] = [...open].map(unknownOutcome);

  const drain = async (): Promise<void> => {
    while (waiting.length > 0) {
      const batch = waiting.splice(0, MOST_AT_ONCE);
      try {
        await commit(batch);
      } catch (error) {
        unwritable = true;
        // SECURITY: what waits behind a failed commit fails too; a record that is not on disk never lets a call go out.
        for (const one of [...batch, ...waiting.splice(0)]) one.reject(new LogUnwritable(error));
      }
      for (const listener of listeners) tell(listener);
    }
    // In the same turn as the last look at what waits: an append that comes later must start a new drain.
    running = null;
  };

  const commit = async (batch: readonly Waiting[]): Promise<void> => {
    const before = unsettled.map((event) => ({ event, resolve: () => undefined, reject: () => undefined }));
    const { lines, records, taken } = chainUp([...before, ...batch], head, parts);
    const last = records.at(-1);
    if (last === undefined) return;
    await parts.writer.commit(lines.join(''));
    unwritable = false;
    unsettled = [];
    head = headOf(last);
    total += records.length;
    for (const record of records) track(open, record);
    for (const one of taken) one.resolve();
    anchorAt(head);
  };

  const anchorAt = (at: ChainHead): void => {
    const segment = parts.writer.segments().at(-1);
    if (segment !== undefined) keeper.note({ v: 1, ...at, file: segment.file, size: segment.bytes, open: [...open] });
  };

  const start = (): Promise<void> => {
    running ??= drain();
    return running;
  };

  /** Resolves when nothing waits and the anchor is written. */
  const atRest = async (): Promise<void> => {
    while (running !== null) await running;
    await keeper.atRest();
  };

  const append = (event: AuditEvent): Promise<void> => new Promise((resolve, reject) => {
    if (closed) {
      reject(new LogUnwritable('closed'));
      return;
    }
    waiting.push({ event, resolve, reject });
    void start();
  });

  return {
    append,
    state: () => (unwritable ? 'unwritable' as const : parts.standing.broken ? 'broken' as const : 'writable' as const),
    total: () => total,
    openCalls: (): ReadonlySet<string> => new Set(open),
    onChange(listener: () => void) {
      listeners.add(listener);
      return () => { listeners.delete(listener); };
    },
    /** Records the calls a crash left open. Where the disk refuses, they stay due before the next record. */
    async settleOpenCalls() {
      const [first, ...rest] = unsettled;
      if (first === undefined) return;
      unsettled = rest;
      await append(first).catch(() => { unsettled = [first, ...unsettled]; });
    },
    atRest,
    async close() {
      closed = true;
      await atRest();
    },
  };
}

/** Builds the records of a batch. An event that cannot be spelled is refused alone. */
function chainUp(batch: readonly Waiting[], from: ChainHead, { clock, sha256 }: CommitterParts) {
  const lines: string[] = [];
  const records: AuditRecord[] = [];
  const taken: Waiting[] = [];
  let head = from;
  for (const one of batch) {
    try {
      const { record, line } = nextRecord(head, one.event, clock.now(), sha256);
      head = headOf(record);
      lines.push(line);
      records.push(record);
      taken.push(one);
    } catch (error) {
      one.reject(error);
    }
  }
  return { lines, records, taken };
}

/** Who listens must not be able to stop the log. */
function tell(listener: () => void): void {
  try {
    listener();
  } catch {
    // The listener's own fault; the records are safe.
  }
}

function unknownOutcome(callId: string): AuditEvent {
  return {
    type: 'outcome', callId, outcome: 'unknown', afterwards: 'not checkable', isError: false, error: null, resultDigest: null, ms: 0,
  };
}
