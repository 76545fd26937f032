import { randomUUID } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import type { AuditEvent, AuditRecord } from '../../core/audit/event.ts';
import type { Sha256 } from '../../core/canonical/canonical.ts';
import type { AuditLog, Clock } from '../../core/ports.ts';
import { readAnchors } from './anchor.ts';
import { createCommitter } from './committer.ts';
import { createLineIndex } from './line-index.ts';
import { findStanding } from './recover.ts';
import { createSegmentDisk, type SegmentDisk } from './segment-disk.ts';
import { createSegmentWriter } from './segment-writer.ts';
import { listSegments, logFolders } from './segments.ts';
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
  /** Verifies everything that is committed, from the first record on, against this home's anchors. */
  verify(): Promise<LogVerification>;
  /** Called after each commit and each change of state. Returns how to stop. */
  onChange(listener: () => void): () => void;
  /** Waits for what is under way and closes the file; later appends are refused. */
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
  const standing = await findStanding(dir, options.newChain ?? randomUUID, sha256);
  const writer = createSegmentWriter({
    folder: folders.audit, known: await listSegments(folders.audit), goOn: standing.segment,
    maxBytes: options.maxSegmentBytes ?? 32 * 1024 * 1024,
  }, options.disk ?? createSegmentDisk());
  const committer = createCommitter({ writer, standing, clock, sha256, anchors: folders.anchors });
  const index = createLineIndex(() => writer.segments(), () => committer.total());
  await committer.settleOpenCalls();
  return {
    append: committer.append,
    state: committer.state,
    total: committer.total,
    openCalls: committer.openCalls,
    onChange: committer.onChange,
    range: (from, to) => index.range(Math.max(1, from), to),
    async list({ before, limit }) {
      const to = Math.min(before === null ? Infinity : before - 1, committer.total());
      return [...await index.range(Math.max(1, to - limit + 1), to)].reverse();
    },
    read: async (seq) => (seq < 1 || seq > committer.total() ? null : (await index.range(seq, seq)).at(0) ?? null),
    async verify() {
      await committer.atRest();
      // Anchors first: a commit in between makes the log longer than its anchor, never shorter.
      const anchors = await readAnchors(folders.anchors);
      return verifyLog({ folder: folders.audit, anchors, kind: 'file', until: writer.segments().at(-1) ?? null }, sha256);
    },
    async close() {
      await committer.close();
      await writer.close();
    },
  };
}
