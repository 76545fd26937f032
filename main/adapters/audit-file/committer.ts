import { NO_RECORD, startOf } from '../../core/audit/chain.ts';
import type { AuditEvent } from '../../core/audit/event.ts';
import { checkpointIsDue, checkpointText, type Signer } from '../../core/audit/signing.ts';
import type { AnchoredHead } from '../../core/audit/verify.ts';
import type { Sha256 } from '../../core/canonical/canonical.ts';
import type { Clock } from '../../core/ports.ts';
import { createAnchorKeeper } from './anchor-keeper.ts';
import { chainUp, type ChainParts, type Place, type Waiting } from './chain-up.ts';
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

/** What the committer works with. */
export interface CommitterParts {
  readonly writer: SegmentWriter;
  readonly standing: Standing;
  readonly clock: Clock;
  readonly sha256: Sha256;
  /** The folder of the anchors. */
  readonly anchors: string;
  /** A checkpoint is made at the latest so long after a record that none covers. */
  readonly sealMs: number;
}

/** Puts events into the chain and on disk: one commit at a time, each with all that wait by then. */
export function createCommitter(parts: CommitterParts) {
  const open = new Set(parts.standing.open);
  const keeper = createAnchorKeeper(parts.anchors);
  const listeners = new Set<() => void>();
  let place: Place = { head: parts.standing.head, signing: parts.standing.signing };
  let broken = parts.standing.broken;
  let signer: Signer | null = null;
  let presigned: ChainParts['presigned'] = null;
  let seal = false;
  let breakTo: string | null = null;
  let sealTimer: NodeJS.Timeout | null = null;
  let mirror: (head: AnchoredHead) => void = () => undefined;
  let total = parts.standing.total;
  let unwritable = false;
  let closed = false;
  let waiting: Waiting[] = [];
  let running: Promise<void> | null = null;
  /** Outcomes that a crash left open; they go before anything else. */
  let unsettled: readonly AuditEvent[] = [...open].map(unknownOutcome);

  const drain = async (): Promise<void> => {
    // What is appended in one turn shares one flush.
    await Promise.resolve();
    while (waiting.length > 0 || seal) {
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
    const sealing = seal;
    seal = false;
    if (breakTo !== null) place = { head: startOf(breakTo, place.head.seq), signing: place.signing };
    breakTo = null;
    const chained = chainUp([...before, ...batch], place, { clock: parts.clock, sha256: parts.sha256, signer, presigned }, sealing);
    if (chained.records.length === 0) return;
    await parts.writer.commit(chained.lines.join(''));
    unwritable = false;
    unsettled = [];
    place = { head: chained.head, signing: chained.signing };
    total += chained.records.length;
    for (const record of chained.records) track(open, record);
    for (const one of chained.taken) one.resolve();
    anchorHere();
    signAhead();
    sealLater();
  };

  const anchorHere = (): void => {
    const segment = parts.writer.segments().at(-1);
    if (segment === undefined) return;
    keeper.note({ v: 1, ...place.head, file: segment.file, size: segment.bytes, open: [...open], signing: place.signing });
    mirror({ ...place.head, file: segment.file });
  };

  /** The signature of a checkpoint that is due is made beside the flush of others, not in the way of the next record. */
  const signAhead = (): void => {
    const { chain, seq, hash } = place.head;
    if (signer === null || signer.keyId !== place.signing.keyId || !checkpointIsDue(place.signing)) return;
    const text = checkpointText(chain, seq, hash, signer.keyId);
    signer.signLater(text).then((signature) => { presigned = { text, signature }; }, () => undefined);
  };

  const sealNow = (): void => {
    seal = true;
    void start();
  };

  const sealLater = (): void => {
    if (signer === null || place.signing.since === 0 || sealTimer !== null || closed) return;
    sealTimer = setTimeout(() => { sealTimer = null; sealNow(); }, parts.sealMs).unref();
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
    state: () => (unwritable ? 'unwritable' as const : broken ? 'broken' as const : 'writable' as const),
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
    place: (): Place => place,
    /** From here on checkpoints are signed; `signer` null: they cannot be. The change itself is recorded. */
    signWith(next: Signer | null) {
      signer = next;
      if (next !== null && !closed) sealNow();
    },
    /** Called with each place the log reaches from here on, and with where it stands. */
    mirrorTo(next: (head: AnchoredHead) => void) {
      mirror = next;
      const segment = parts.writer.segments().at(-1);
      if (place.head.hash !== NO_RECORD && breakTo === null && segment !== undefined) mirror({ ...place.head, file: segment.file });
    },
    /** Leaves the chain as it is and goes on in another one: what stands outside the file says that it is not whole. */
    breakOff(chain: string) {
      broken = true;
      breakTo = chain;
    },
    /** Ends with a checkpoint where a key is at hand. */
    async close() {
      closed = true;
      if (sealTimer !== null) clearTimeout(sealTimer);
      if (signer !== null) sealNow();
      await atRest();
    },
  };
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
