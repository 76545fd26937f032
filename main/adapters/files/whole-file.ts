import { randomBytes } from 'node:crypto';
import { open, rename, rm, type FileHandle } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** What a file is made of; text is written as UTF-8. */
export type FileParts = readonly (string | Uint8Array)[];

/** How a file is put in the place of another. */
export interface Replacement {
  /** Its bytes are on disk before it bears its name. */
  readonly flushed: boolean;
  /** 0600 where nothing is said: readable by its owner alone. */
  readonly mode?: number;
  /**
   * Where it is written first, on the same disk; what a crash left there is taken away. Only for a folder of ours with one writer: without it the
   * name is a fresh one, so that no file of somebody else's is touched.
   */
  readonly beside?: string;
}

/**
 * Puts a whole file in the place of another in one step: a reader sees the old one or the new one, and so does whoever comes after a crash or a
 * full disk. Nothing is written through a link or into a pipe that stands there: either is replaced. Rejects when the disk refuses, and leaves
 * what was there then.
 */
export async function replaceWhole(path: string, parts: FileParts, { flushed, mode = 0o600, beside = besideOf(path) }: Replacement): Promise<void> {
  const handle = await openNew(beside, mode);
  try {
    await fill(handle, parts, flushed);
    await rename(beside, path);
  } catch (error) {
    await rm(beside, { force: true });
    throw error;
  }
}

/** Writes a file, readable by its owner alone, where there is none. Rejects where something has that name, and when the disk refuses; leaves no half of it. */
export async function writeNew(path: string, parts: FileParts): Promise<void> {
  const handle = await open(path, 'wx', 0o600);
  try {
    await fill(handle, parts, true);
  } catch (error) {
    await rm(path, { force: true });
    throw error;
  }
}

/** Short, whatever the length of the file's own name: both have to fit into what a folder takes. */
function besideOf(path: string): string {
  return join(dirname(path), `.countersign-${randomBytes(6).toString('hex')}.new`);
}

/** SECURITY: what lies there is taken away and never opened: a pipe would hold up the writing, and the end of the program, for ever, and a link lead it elsewhere. */
async function openNew(path: string, mode: number): Promise<FileHandle> {
  try {
    return await open(path, 'wx', mode);
  } catch {
    await rm(path, { force: true, recursive: true });
    return open(path, 'wx', mode);
  }
}

async function fill(handle: FileHandle, parts: FileParts, flushed: boolean): Promise<void> {
  try {
    for (const part of parts) await handle.writeFile(part);
    if (flushed) await handle.sync();
  } finally {
    await handle.close();
  }
}
