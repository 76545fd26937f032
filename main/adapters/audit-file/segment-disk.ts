import { constants } from 'node:fs';
import { lstat, mkdir, open, type FileHandle } from 'node:fs/promises';
import { dirname } from 'node:path';
import { writeWhole } from './plain-file.ts';

/** One segment open for writing at its end. */
export interface OpenSegment {
  /** Resolves when the bytes are on disk, at the end of the segment. */
  append(bytes: Uint8Array): Promise<void>;
  /** Whether the file at the segment's path is still this one, of so many bytes. */
  isThere(bytes: number): Promise<boolean>;
  close(): Promise<void>;
}

/** What the log needs of a disk. Its own port, so that a full or broken disk can be tested. */
export interface SegmentDisk {
  /** Opens a segment at its end. A new one is on disk, with its folder entry, before this resolves. */
  openSegment(path: string, isNew: boolean): Promise<OpenSegment>;
  /** Cuts a segment back to what was acknowledged. */
  cut(path: string, bytes: number): Promise<void>;
}

/**
 * SECURITY: under Linux each write flushes its own data (O_DSYNC), which is fdatasync without the second way to the system.
 * Elsewhere the flush is asked for, which on macOS is a full one.
 */
const WRITES_FLUSH = process.platform === 'linux';
const AT_THE_END = constants.O_WRONLY | constants.O_APPEND | (WRITES_FLUSH ? constants.O_DSYNC : 0);

/** The real disk. Files are readable by their owner alone. */
export function createSegmentDisk(): SegmentDisk {
  return {
    async openSegment(path, isNew) {
      if (isNew) await mkdir(dirname(path), { recursive: true, mode: 0o700 });
      const handle = await open(path, AT_THE_END | (isNew ? constants.O_CREAT | constants.O_EXCL : 0), 0o600);
      try {
        if (isNew) await handle.sync();
        if (isNew) await syncFolder(dirname(path));
        return segmentOn(handle, path);
      } catch (error) {
        await handle.close().catch(() => undefined);
        throw error;
      }
    },
    async cut(path, bytes) {
      const handle = await open(path, 'r+');
      try {
        await handle.truncate(bytes);
        await handle.sync();
      } finally {
        await handle.close();
      }
    },
  };
}

function segmentOn(handle: FileHandle, path: string): OpenSegment {
  return {
    async append(bytes) {
      await writeWhole(handle, bytes);
      if (!WRITES_FLUSH) await handle.datasync();
    },
    async isThere(bytes) {
      const [mine, named] = await Promise.all([handle.stat({ bigint: true }), lstat(path, { bigint: true }).catch(() => null)]);
      return named !== null && named.ino === mine.ino && named.dev === mine.dev && mine.size === BigInt(bytes);
    },
    close: () => handle.close(),
  };
}

/** Folders cannot be flushed on every system (Windows refuses to open them); there the file's own flush must do. */
async function syncFolder(path: string): Promise<void> {
  if (process.platform === 'win32') return;
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}
