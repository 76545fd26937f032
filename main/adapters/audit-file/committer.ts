import { NO_RECORD, startOf } from '../../core/audit/chain.ts';
import type { AuditEvent } from '../../core/audit/event.ts';
import { CHECKPOINT_EVERY, checkpointIsDue, keyEvent, type Signer } from '../../core/audit/signing.ts';
import type { AnchoredHead } from '../../core/audit/anchors.ts';
import type { Sha256 } from '../../core/canonical/canonical.ts';
import type { Clock } from '../../core/ports.ts';
import { createAnchorKeeper } from './anchor-keeper.ts';
import { watchAnchor, type AnchorWatch } from './anchor-watch.ts';
import { chainUp, type Place } from './chain-up.ts';
import { unknownOutcome, type Group } from './group.ts';
import { createPipeline } from './pipeline.ts';
import type { Standing } from './recover.ts';
import type { SegmentWriter } from './segment-writer.ts';

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
  /** What is due is tried again so long after the disk refused. */
  readonly retryMs: number;
  /** An anchor that could not be written for so long is put on record. */
  readonly anchorMs: number;
}

/**
 * Puts events into the chain at once and on disk in groups (see the pipeline). Nobody is told that a record is safe before its group
 * is on disk.
 */
export function createCommitter(parts: CommitterParts) {
  const open = new Set(parts.standing.open);
  /** Watches an anchor of this log, and puts on record that it cannot be written. */
  const watch = (where: 'file' | 'keychain'): AnchorWatch =>
    watchAnchor({ monotonic: parts.clock.monotonic, longMs: parts.anchorMs, tell: () => append({ type: 'anchor', where, why: 'unwritable' }) });
  const beside = watch('file');
  const keeper = createAnchorKeeper({ folder: parts.anchors, watch: beside, retryMs: parts.retryMs });
  const listeners = new Set<() => void>();
  /** Where the log stands on disk, and where it will stand once everything that waits is there. */
  let durable: Place = { head: parts.standing.head, signing: parts.standing.signing };
  let ahead: Place = durable;
  let broken = parts.standing.broken;
  let signer: Signer | null = null;
  /** The chain to go on in, until something of it is on disk. */
  let breakTo: string | null = null;
  let sealTimer: NodeJS.Timeout | null = null;
  let mirror: (head: AnchoredHead) => void = () => undefined;
  let total = parts.standing.total;
  let unwritable = false;
  let closed = false;
  let retryTimer: NodeJS.Timeout | null = null;
  /** Ends of calls that are out: what a crash left open, and what the disk refused. They go before anything else. */
  let unsettled: readonly AuditEvent[] = [...open].map(unknownOutcome);

  /** Chains events, behind those that are due, into the group that gathers. Throws, and changes nothing, where one is no JSON. */
  const gather = (events: readonly AuditEvent[], seal: boolean): void => {
    // Who tries an end again after the disk refused it: it is recorded once.
    const waiting = seal || unsettled.length === 0 ? NOTHING : unsettled.filter((due) => !events.some((event) => isEndOf(event, due)));
    const due = waiting.length === 0 ? events : [...waiting, ...events];
    const chained = chainUp(due, ahead, { clock: parts.clock, sha256: parts.sha256, signer }, seal);
    const group = pipeline.gathering();
    if (!seal) {
      group.settling.push(...waiting);
      // The end of a call that went out must not be lost with its group.
      for (const event of events) if (event.type === 'outcome' && open.has(event.callId)) group.settling.push(event);
      unsettled = NOTHING;
    }
    ahead = { head: chained.head, signing: chained.signing };
    group.add(chained.lines, due, ahead);
  };

  /** Where a checkpoint would fall into the next group it goes to its front: the disk is at work and nobody waits for a signature. */
  const sealAhead = (group: Group, full: boolean): void => {
    if (!full && ahead.signing.since + group.lines.length >= CHECKPOINT_EVERY) gather([], true);
  };

  const settle = (group: Group): void => {
    unwritable = false;
    durable = group.reached() ?? durable;
    if (durable.head.chain === breakTo) breakTo = null;
    total += group.lines.length;
    group.track(open);
    group.resolve();
    anchorHere();
    sealLater();
  };

  const fail = (groups: readonly [Group, Group], error: unknown): void => {
    unwritable = true;
    ahead = breakTo === null ? durable : { head: startOf(breakTo, durable.head.seq), signing: durable.signing };
    unsettled = [...groups.flatMap(({ settling }) => settling), ...unsettled];
    for (const failed of groups) failed.reject(new LogUnwritable(error));
    retryLater();
  };

  /** Nobody has to plan a call to find out that the disk takes records again: what is due is tried, or a checkpoint. */
  const retryLater = (): void => {
    if (retryTimer !== null || closed) return;
    retryTimer = setTimeout(() => {
      retryTimer = null;
      if (unwritable) tryDue();
    }, parts.retryMs).unref();
  };

  const tryDue = (): void => {
    gather([], unsettled.length === 0);
    pipeline.sendSoon();
  };

  const anchorHere = (): void => {
    const segment = parts.writer.newest();
    if (segment === null) return;
    const { head, signing } = durable;
    keeper.note(() => ({ v: 1, ...head, file: segment.file, size: segment.bytes, open: [...open], signing }));
    mirror({ ...head, file: segment.file });
  };

  /** A checkpoint; where its key is not at hand, a record of that: who takes the keychain away leaves a trace, however few records follow. */
  const sealNow = (): void => {
    const isGone = signer === null && ahead.signing.keyId !== null && ahead.signing.since > 0 && !checkpointIsDue(ahead.signing);
    gather(isGone ? [keyEvent(ahead.signing, null)] : NOTHING, !isGone);
    pipeline.sendSoon();
  };

  const sealLater = (): void => {
    if (durable.signing.keyId === null || durable.signing.since === 0 || sealTimer !== null || closed) return;
    sealTimer = setTimeout(() => { sealTimer = null; sealNow(); }, parts.sealMs).unref();
  };

  /** Resolves once everything that was appended up to now is on disk (true), or was refused. Whoever goes on appending holds nobody up. */
  const carried = async (): Promise<boolean> => pipeline.carried() ?? !unwritable;

  /** As {@link carried}, and the anchor says so. */
  const upToNow = async (): Promise<boolean> => {
    const safe = await carried();
    await keeper.upToNow();
    return safe;
  };

  /** Resolves when nothing waits and the anchor is written: for the end, when nobody appends any more. */
  const atRest = async (): Promise<void> => {
    for (let last = pipeline.carried(); last !== null; last = pipeline.carried()) await last;
    await keeper.upToNow();
  };

  const pipeline = createPipeline({
    commit: (lines) => parts.writer.commit(lines),
    sent: sealAhead, safe: settle, refused: fail,
    ended: () => { for (const listener of listeners) tell(listener); },
  });

  const append = (event: AuditEvent): Promise<void> => {
    try {
      if (closed) throw new LogUnwritable('closed');
      const group = pipeline.gathering();
      gather([event], false);
      pipeline.sendSoon();
      return group.done;
    } catch (error) {
      return Promise.reject(error);
    }
  };

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
      if (unsettled.length === 0) return;
      tryDue();
      await carried();
    },
    upToNow,
    watch,
    /** From here on checkpoints are signed; `signer` null: they cannot be. The change itself is recorded. */
    signWith(next: Signer | null) {
      signer = next;
      if (next !== null && !closed) sealNow();
    },
    signer: (): Signer | null => (signer !== null && signer.keyId === durable.signing.keyId ? signer : null),
    /** Puts down a checkpoint. True once it is on disk and covers everything before it. */
    async seal(): Promise<boolean> {
      sealNow();
      const sealed = ahead.signing.since === 0;
      return await upToNow() && sealed;
    },
    /** Called with each place the log reaches from here on, and with where it stands. */
    mirrorTo(next: (head: AnchoredHead) => void) {
      mirror = next;
      const segment = parts.writer.newest();
      if (durable.head.hash !== NO_RECORD && breakTo === null && segment !== null) mirror({ ...durable.head, file: segment.file });
    },
    /** Says that older records may not be what they were, from here on. */
    doubt() {
      broken = true;
      for (const listener of listeners) tell(listener);
    },
    /** Leaves the chain as it is and goes on in another one: what stands outside the file says that it is not whole. */
    breakOff(chain: string) {
      broken = true;
      breakTo = chain;
      ahead = { head: startOf(chain, ahead.head.seq), signing: ahead.signing };
    },
    /** Ends with a checkpoint where a key is at hand, and says so where one should be. */
    async close() {
      await keeper.upToNow();
      beside.ending();
      closed = true;
      if (sealTimer !== null) clearTimeout(sealTimer);
      if (retryTimer !== null) clearTimeout(retryTimer);
      if (unsettled.length > 0) tryDue();
      if (signer !== null || ahead.signing.keyId !== null) sealNow();
      await atRest();
      keeper.end();
    },
  };
}

const NOTHING: readonly AuditEvent[] = [];

function isEndOf(event: AuditEvent, other: AuditEvent): boolean {
  return event.type === 'outcome' && other.type === 'outcome' && event.callId === other.callId;
}

/** Who listens must not be able to stop the log. */
function tell(listener: () => void): void {
  try {
    listener();
  } catch {
    // The listener's own fault; the records are safe.
  }
}
