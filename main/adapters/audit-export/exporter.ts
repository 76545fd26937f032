import { setTimeout as wait } from 'node:timers/promises';
import type { AuditRecord } from '../../core/audit/event.ts';
import { recordText } from '../../core/audit/record.ts';
import type { EvidencePlace } from '../../core/ports.ts';
import { AT_THE_START, readCursor, writeCursor, type Cursor } from './cursor.ts';
import { callOf, type ToExport } from './otlp.ts';

/** Records and bytes that are sent at once, at most; a single longer record goes alone. */
const MOST_RECORDS = 200;
const MOST_BYTES = 1024 * 1024;
/** Calls that are out and remembered in the cursor; of more, the oldest end without what they began with. */
const MOST_OPEN = 2_000;
/** How long the end of the app waits for what is still to be sent. */
const LAST_MS = 1_000;

/** Where records go. */
export interface Outlet {
  /**
   * Resolves once the other side has them, with the number of those that it said it threw away: they are not sent again. On any
   * rejection of the promise they are sent again later, in the same order.
   */
  deliver(items: readonly ToExport[], signal: AbortSignal): Promise<number>;
  /** Whether it turned out that the other side has no place for spans: it is given the records alone. */
  noSpans?(): boolean;
  close(): void;
}

/** Why an outlet waits, and how long at least it asked to be left alone. */
export class NotDelivered extends Error {
  readonly retryAfterMs: number;
  constructor(why: string, retryAfterMs = 0) {
    super(why);
    this.name = 'NotDelivered';
    this.retryAfterMs = retryAfterMs;
  }
}

/** What has to be told of an outlet, once each until it is over. */
export type ExportNews =
  /** Records have waited for long: why, how many, and the moment of the oldest. */
  | { readonly what: 'waits'; readonly why: string; readonly waiting: number; readonly since: string }
  | { readonly what: 'goes-on' }
  /** The other side takes note of records and throws them away. Told once a run: what tells of it is itself a record that is sent. */
  | { readonly what: 'rejected'; readonly count: number }
  /** The other side takes records and no spans. Told once a run, too. */
  | { readonly what: 'no-spans' };

/** Sends a log to an outlet, from where it stopped. */
export interface Exporter {
  state(): Omit<EvidencePlace, 'to'>;
  /** Resolves when everything that is in the log now was sent, or the exporter ended. */
  caughtUp(): Promise<void>;
  /** Ends; what is not sent is sent after the next start. */
  close(): Promise<void>;
}

/** What an exporter reads of the log. */
export interface ExportedLog {
  total(): number;
  range(from: number, to: number): Promise<readonly AuditRecord[]>;
  read(seq: number): Promise<AuditRecord | null>;
  onChange(listener: () => void): () => void;
}

export interface ExporterParts {
  readonly log: ExportedLog;
  readonly outlet: Outlet;
  /** Where the cursor is kept. */
  readonly cursor: string;
  /** Records that come within so long travel together. */
  readonly gatherMs?: number;
  /** The first and the longest pause after a failure; each is twice the one before. */
  readonly pauseMs?: { readonly first: number; readonly longest: number };
  /** Records that wait so long are told of. */
  readonly longMs?: number;
  readonly onNews?: (news: ExportNews) => void;
}

/**
 * Starts an exporter. The log itself is the queue: however slow the other side is, nothing is dropped and nothing but
 * one batch is held in memory, and no call waits for it. The cursor moves once a batch was taken, so a record may be sent
 * twice (it bears the same hash) and none is left out.
 */
export function startExporter(parts: ExporterParts): Exporter {
  const { log, outlet, cursor: path, gatherMs = 500, pauseMs = { first: 1_000, longest: 300_000 }, longMs = 600_000, onNews = () => undefined } = parts;
  const ending = new AbortController();
  let cursor: Cursor = AT_THE_START;
  let known = false;
  let trouble: string | null = null;
  let failures = 0;
  let rejected = 0;
  let saidToWait = false;
  let saidNoSpans = false;
  let running: Promise<void> | null = null;
  let timer: NodeJS.Timeout | null = null;
  const noSpans = (): boolean => outlet.noSpans?.() === true;
  const isEnding = (): boolean => ending.signal.aborted;

  const step = async (): Promise<void> => {
    if (!known) cursor = await placeIn(log, await readCursor(path));
    known = true;
    const { items, next } = await batchAfter(log, cursor);
    const thrownAway = items.length === 0 ? 0 : await outlet.deliver(items, ending.signal);
    await writeCursor(path, next);
    cursor = next;
    if (thrownAway > 0 && rejected === 0) onNews({ what: 'rejected', count: thrownAway });
    rejected += thrownAway;
    if (noSpans() && !saidNoSpans) onNews({ what: 'no-spans' });
    saidNoSpans ||= noSpans();
    if (!saidToWait) return;
    saidToWait = false;
    onNews({ what: 'goes-on' });
  };

  /** Over restarts too: what counts is how old the oldest record is that waits. */
  const tellOfLongWaits = async (why: string): Promise<void> => {
    const since = saidToWait || isEnding() ? undefined : (await log.read(cursor.seq + 1).catch(() => null))?.at;
    if (since === undefined || Date.now() - Date.parse(since) < longMs) return;
    saidToWait = true;
    onNews({ what: 'waits', why, waiting: log.total() - cursor.seq, since });
  };

  const hasMore = (): boolean => !isEnding() && (!known || cursor.seq < log.total());
  const run = async (): Promise<void> => {
    while (hasMore()) {
      try {
        await step();
        [trouble, failures] = [null, 0];
      } catch (error) {
        trouble = error instanceof Error ? error.message : 'unknown';
        failures += 1;
        await tellOfLongWaits(trouble);
        const asked = error instanceof NotDelivered ? error.retryAfterMs : 0;
        await pause(Math.max(asked, Math.min(pauseMs.first * 2 ** (failures - 1), pauseMs.longest)), ending.signal);
      }
    }
    running = null;
  };
  // Only where there is something to send: a run that ends at once would be remembered as one under way, for ever.
  const start = async (): Promise<void> => { if (hasMore()) await (running ??= run()); };
  const soon = (): void => {
    if (timer !== null || running !== null || isEnding()) return;
    timer = setTimeout(() => { timer = null; void start(); }, gatherMs).unref();
  };
  const caughtUp = async (): Promise<void> => {
    while (hasMore()) await start();
  };
  const unlisten = log.onChange(soon);
  soon();
  return {
    state: () => ({ sent: cursor.seq, waiting: log.total() - cursor.seq, trouble, rejected, noSpans: noSpans() }),
    caughtUp,
    async close() {
      unlisten();
      if (timer !== null) clearTimeout(timer);
      // The last records are those that say how it ended; they go out if the other side answers at once.
      if (trouble === null) await Promise.race([caughtUp(), pause(LAST_MS, ending.signal)]);
      ending.abort();
      await running;
      outlet.close();
    },
  };
}

/** SECURITY: a cursor that the log does not bear out is not believed: another log stands there now, or somebody put it ahead, and all of it is sent. */
async function placeIn(log: ExportedLog, kept: Cursor): Promise<Cursor> {
  if (kept.seq === 0 || kept.seq > log.total()) return AT_THE_START;
  const record = await log.read(kept.seq);
  // Without a hash only where that line is there and is no record.
  return (record?.hash ?? '') === kept.hash ? kept : AT_THE_START;
}

async function batchAfter(log: ExportedLog, cursor: Cursor): Promise<{ readonly items: readonly ToExport[]; readonly next: Cursor }> {
  const last = Math.min(cursor.seq + MOST_RECORDS, log.total());
  const records = upTo(MOST_BYTES, await log.range(cursor.seq + 1, last));
  const open = new Map(Object.entries(cursor.open));
  const items: ToExport[] = [];
  for (const record of records) {
    const call = callOf(record);
    const began = call?.part === 'end' ? open.get(call.callId) : undefined;
    items.push({ record, start: began === undefined ? null : await log.read(began) });
    if (call?.part === 'start') open.set(call.callId, record.seq);
    if (call?.part === 'end') open.delete(call.callId);
  }
  const reached = records.at(-1);
  // Places whose lines are no records any more have nothing to send; a verification names them.
  if (reached === undefined) return { items, next: { ...cursor, seq: last, hash: '' } };
  return { items, next: { v: 1, seq: reached.seq, hash: reached.hash, open: Object.fromEntries([...open].slice(-MOST_OPEN)) } };
}

function upTo(bytes: number, records: readonly AuditRecord[]): readonly AuditRecord[] {
  let left = bytes;
  const fits = records.findIndex((record) => (left -= Buffer.byteLength(recordText(record, record.hash))) < 0);
  return fits === -1 ? records : records.slice(0, Math.max(1, fits));
}

/** Waits; shorter where the end comes before. */
async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await wait(ms, undefined, { signal }).catch(() => undefined);
}
