import { randomUUID } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import type { AuditEvent, AuditRecord } from '../../core/audit/event.ts';
import type { Sha256 } from '../../core/canonical/canonical.ts';
import type { AuditLog, Clock, SecretStore } from '../../core/ports.ts';
import { createQueue } from '../../core/turns/queue.ts';
import { readHeads } from './anchor.ts';
import { createCommitter } from './committer.ts';
import { createEvidence, type SigningState } from './evidence.ts';
import { readKeychainAnchors } from './keychain-anchors.ts';
import { exportToFile, type ExportFormat, type ExportWatch, type LeftOut } from './export-file.ts';
import { createLineIndex } from './line-index.ts';
import { findStanding } from './recover.ts';
import { createSegmentDisk, type SegmentDisk } from './segment-disk.ts';
import { createSegmentWriter } from './segment-writer.ts';
import { logFolders } from './segments.ts';
import { readLogFolder } from './tombstone-file.ts';
import { FilesLeft, findRemoval, remove, sweepRemoved, type RetentionRefusal } from './retain.ts';
import { verifyLog, type LogVerification } from './verify-log.ts';

/**
 * `writable`: records reach the disk. `unwritable`: they do not, so no call goes out; each new record tries again.
 * `broken`: they do, but older records do not verify; they were left as they are and a new chain was begun.
 */
export type LogState = 'writable' | 'unwritable' | 'broken';

/** The log of a home, open for writing and reading. */
export interface AuditFile extends AuditLog {
  /** Resolves once the record is flushed to disk. Rejects with {@link LogUnwritable} or, for one event alone, a TypeError. */
  append(event: AuditEvent): Promise<void>;
  state(): LogState;
  /** Whether checkpoints are signed. `unsigned` where there is no keychain: then the chain and its anchor must do. */
  signing(): SigningState;
  /** Takes the signing key and the second anchor from a keychain, beside everything else. Never rejects. */
  signWith(secrets: SecretStore): Promise<void>;
  /** Records on disk; also the number of the newest one. */
  total(): number;
  /** Records with a number below `before` (null: from the newest), newest first. */
  list(request: { readonly before: number | null; readonly limit: number }): Promise<readonly AuditRecord[]>;
  /** Records numbered `from` to `to`, oldest first. */
  range(from: number, to: number): Promise<readonly AuditRecord[]>;
  /** One record by its number, or null. */
  read(seq: number): Promise<AuditRecord | null>;
  /** Calls that are out: their intent is recorded and their outcome is not. */
  openCalls(): ReadonlySet<string>;
  /** Calls that were out when the app ended before this run: their end is `unknown`. */
  readonly lost: readonly string[];
  /** Verifies everything that is committed, from the first record on, against this home's anchors. */
  verify(): Promise<LogVerification>;
  /**
   * Removes the oldest segments whose records are all older than a moment, behind a signed tombstone. `record` puts the removal on
   * record first. Gives how many records went, or why none does: without a key nothing may say where the log begins. Rejects where the disk does not let them go.
   */
  retain(before: string, record: (through: number) => Promise<void>, upTo?: number): Promise<number | RetentionRefusal>;
  /** Writes everything that is committed to a file, in one of the formats, but for what is damaged. Rejects where the disk refuses, and where `watch` stops it. */
  exportTo(path: string, format: ExportFormat, watch?: ExportWatch): Promise<LeftOut>;
  /** Called after each commit and each change of state. Returns how to stop. */
  onChange(listener: () => void): () => void;
  /** Puts down the last checkpoint and the last anchors; later appends are refused. What is there can be read until {@link AuditFile.close}. */
  end(): Promise<void>;
  /** Ends, if that was not done, and closes the file. */
  close(): Promise<void>;
}

/** What a log is opened with. `dir` is the home; the log lives in `dir/audit` and `dir/anchors`. */
export interface AuditLogOptions {
  readonly dir: string;
  readonly clock: Clock;
  readonly sha256: Sha256;
  readonly disk?: SegmentDisk;
  readonly newChain?: () => string;
  /** A new segment begins beyond this size. */
  readonly maxSegmentBytes?: number;
  /** A new segment begins when one is so old. */
  readonly maxSegmentMs?: number;
  /** A checkpoint comes at the latest so long after a record. */
  readonly sealMs?: number;
  /** What is due is tried again so long after the disk refused. */
  readonly retryMs?: number;
  /** The keychain learns where the log stands at most once in so long. */
  readonly mirrorMs?: number;
  /** An anchor, beside the log or in the keychain, that could not be written for so long is put on record. */
  readonly anchorMs?: number;
}

/**
 * Opens the log of a home, for one writer. Calls that were out when the app ended get the outcome `unknown` at once.
 * Rejects only when the folders cannot be made or read; a disk that refuses to write shows in `state()`.
 */
export async function openAuditLog(options: AuditLogOptions): Promise<AuditFile> {
  const { dir, clock, sha256 } = options;
  const folders = logFolders(dir);
  await mkdir(folders.audit, { recursive: true, mode: 0o700 });
  await mkdir(folders.anchors, { recursive: true, mode: 0o700 });
  const newChain = options.newChain ?? randomUUID;
  const standing = await findStanding(dir, newChain, sha256);
  const writer = createSegmentWriter({
    folder: folders.audit, known: (await readLogFolder(folders.audit)).segments, goOn: standing.segment,
    maxBytes: options.maxSegmentBytes ?? 32 * 1024 * 1024, maxAgeMs: options.maxSegmentMs ?? 86_400_000, now: () => Date.parse(clock.now()), onGone: () => committer.doubt(),
  }, options.disk ?? createSegmentDisk());
  const committer = createCommitter({ writer, standing, clock, sha256, anchors: folders.anchors, sealMs: options.sealMs ?? 60_000, retryMs: options.retryMs ?? 3_000, anchorMs: options.anchorMs ?? 60_000 });
  const index = createLineIndex(() => writer.segments(), () => committer.total());
  const read = async (seq: number): Promise<AuditRecord | null> =>
    (seq < 1 || seq > committer.total() ? null : (await index.range(seq, seq)).at(0) ?? null);
  const inKeychain = committer.watch('keychain');
  const evidence = createEvidence({ watch: inKeychain, committer, read, newChain, opened: standing, mirrorMs: options.mirrorMs ?? 5_000 });
  let keychain: SecretStore | null = null;
  /** The last record that was removed. */
  let gone = standing.removed;
  const oldest = (): number => gone;
  let ending: Promise<void> | null = null;
  const endNow = async (): Promise<void> => {
    await within(evidence.atRest(), 1_000);
    await within(evidence.settled(), 1_000);
    inKeychain.ending();
    await committer.close();
    await within(evidence.upToNow(), 1_000);
    evidence.end();
  };
  const end = (): Promise<void> => (ending ??= endNow());
  // SECURITY: one at a time. Of two that overlap, the one that looked first would put its older tombstone over what the other one removed.
  const removals = createQueue();
  const retainNow: AuditFile['retain'] = async (before, record, upTo = Infinity) => {
    await within(evidence.atRest(), 10_000);
    await committer.upToNow();
    const signer = committer.signer();
    if (signer === null) return 'unsigned';
    const removal = await findRemoval(folders.audit, writer.segments(), { before, now: clock.now(), upTo }, sha256);
    if (removal === null) await sweepRemoved(folders.audit);
    if (removal === null || removal === 'broken') return removal ?? 0;
    const through = removal.heads.at(-1)?.seq ?? 0;
    await record(through);
    // The key that signs the tombstone must have signed in what is left.
    if (!await committer.seal()) throw new Error('no checkpoint');
    // An anchor among what is removed holds nothing any more.
    await within(evidence.upToNow(), 10_000);
    const removed = through - oldest();
    const left = await index.alone(async () => {
      const files = await remove(folders.audit, removal, clock.now(), signer).then(() => null, (error: unknown) => {
        if (error instanceof FilesLeft) return error;
        throw error;
      });
      writer.forget(removal.segments.map(({ file }) => file));
      return files;
    });
    gone = through;
    if (left !== null) throw left;
    return removed;
  };
  await committer.settleOpenCalls();
  return {
    append: committer.append,
    state: committer.state,
    total: committer.total,
    openCalls: committer.openCalls,
    lost: [...standing.open],
    onChange: committer.onChange,
    range: (from, to) => index.range(Math.max(1, from), to),
    async list({ before, limit }) {
      const to = Math.min(before === null ? Infinity : before - 1, committer.total());
      return [...await index.range(Math.max(1, to - limit + 1), to)].reverse();
    },
    read,
    signing: evidence.state,
    signWith(secrets) {
      keychain = secrets;
      return evidence.attach(secrets);
    },
    async exportTo(path, format, watch) {
      await committer.upToNow();
      return exportToFile(writer.segments(), format, path, watch);
    },
    retain: (...what) => removals(() => retainNow(...what)),
    async verify() {
      await committer.upToNow();
      // Anchors first: a commit in between makes the log longer than its anchor, never shorter.
      const anchors = { keychain: keychain === null ? [] : await readKeychainAnchors(keychain), file: await readHeads(folders.anchors) };
      return verifyLog({ folder: folders.audit, anchors, until: writer.segments().at(-1) ?? null }, sha256);
    },
    end,
    async close() {
      await end();
      await index.close();
      await writer.close();
    },
  };
}

/** A keychain that hangs must not hold up the end of the app. */
async function within(work: Promise<void>, ms: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  await Promise.race([work, new Promise<void>((resolve) => { timer = setTimeout(resolve, ms); })]);
  clearTimeout(timer);
}
