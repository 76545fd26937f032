import { constants } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';

/** Bytes that a file beside the log has at most, where nothing else is said: a tombstone of ten thousand chains has a tenth of it. */
export const MOST_BESIDE = 16 * 1024 * 1024;

/** Without waiting: who puts a pipe into the folder must not be able to stop the reading. Windows has no such flag and no such pipe. */
const READ = constants.O_RDONLY | (process.platform === 'win32' ? 0 : constants.O_NONBLOCK);

/** Opens a file for reading. Rejects where it is anything else. */
export async function openPlainFile(path: string): Promise<FileHandle> {
  const handle = await open(path, READ);
  if ((await handle.stat()).isFile()) return handle;
  await handle.close();
  throw new Error('no file');
}

/** The bytes of a file that stands beside the log. Rejects where it is no file, or larger than anything that was ever written there: that is not held in memory. */
export async function readBeside(path: string, most = MOST_BESIDE): Promise<Buffer> {
  const handle = await openPlainFile(path);
  try {
    if ((await handle.stat()).size > most) throw new Error('too large');
    return await handle.readFile();
  } finally {
    await handle.close();
  }
}
