import { mkdir, open, type FileHandle } from 'node:fs/promises';
import { dirname } from 'node:path';

/** One segment open for writing at its end. */
export interface OpenSegment {
  /** Hands text to the system; not yet on disk. */
  write(text: string): Promise<void>;
  /** Resolves when everything written is on disk. */
  flush(): Promise<void>;
  close(): Promise<void>;
}

/** What the log needs of a disk. Its own port, so that a full or broken disk can be tested. */
export interface SegmentDisk {
  /** Opens a segment at its end. A new one is on disk, with its folder entry, before this resolves. */
  openSegment(path: string, isNew: boolean): Promise<OpenSegment>;
  /** Cuts a segment back to what was acknowledged. */
  cut(path: string, bytes: number): Promise<void>;
}

/** The real disk. Files are readable by their owner alone. */
export function createSegmentDisk(): SegmentDisk {
  return {
    async openSegment(path, isNew) {
      if (isNew) await mkdir(dirname(path), { recursive: true, mode: 0o700 });
      const handle = await open(path, isNew ? 'ax' : 'a', 0o600);
      try {
        if (isNew) await handle.sync();
        if (isNew) await syncFolder(dirname(path));
        return segmentOn(handle);
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

function segmentOn(handle: FileHandle): OpenSegment {
  return {
    write: (text) => handle.appendFile(text, 'utf8'),
    flush: () => handle.datasync(),
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
