import { constants } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';
import { isDeeper } from '../../core/audit/json-parts.ts';
import type { Json } from '../../core/words/index.ts';
import { replaceWhole, type FileParts } from '../files/whole-file.ts';

/** Bytes that a file beside the log has at most, where nothing else is said: a tombstone of ten thousand chains has a tenth of it. */
export const MOST_BESIDE = 16 * 1024 * 1024;

/** Without waiting: who puts a pipe into the folder must not be able to stop the reading. Windows has no such flag and no such pipe. */
const READ = constants.O_RDONLY | (process.platform === 'win32' ? 0 : constants.O_NONBLOCK);

/** Opens a file for reading. Rejects where it is anything else. */
export async function openPlainFile(path: string | Buffer): Promise<FileHandle> {
  const handle = await open(path, READ);
  if ((await handle.stat()).isFile()) return handle;
  await handle.close();
  throw new Error('no file');
}

/** The bytes of a file that stands beside the log. Rejects where it is no file, or larger than anything that was ever written there: that is not held in memory. */
export async function readBeside(path: string | Buffer, most = MOST_BESIDE): Promise<Buffer> {
  const handle = await openPlainFile(path);
  try {
    if ((await handle.stat()).size > most) throw new Error('too large');
    return await handle.readFile();
  } finally {
    await handle.close();
  }
}

/** What stands beside the log is nested so deep at most; none that was ever written there has a hundredth of it. */
const MOST_DEEP = 1_000;

/** The JSON of a file that stands beside the log. Throws where its bytes are no UTF-8, no JSON, or nested too deep: nothing is guessed of evidence. */
export function parseBeside(bytes: Buffer): Json {
  const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  if (isDeeper(text, MOST_DEEP)) throw new Error('nested too deep');
  return JSON.parse(text) as Json;
}

/**
 * Writes all of these bytes, at a place or at the end of what was written. A disk that is nearly full takes a part of them without a word; what
 * it left is asked for again, and then it says why.
 */
export async function writeWhole(handle: FileHandle, bytes: Uint8Array, place: number | null = null): Promise<void> {
  for (let at = 0; at < bytes.length;) at += (await handle.write(bytes, at, bytes.length - at, place === null ? null : place + at)).bytesWritten;
}

/** Puts a file of this folder in the place of another, as {@link replaceWhole} does. `flushed`: its bytes are on disk before it bears its name. */
export function replaceFile(path: string, parts: FileParts, { flushed }: { readonly flushed: boolean }): Promise<void> {
  return replaceWhole(path, parts, { flushed, beside: `${path}.new` });
}
