import { readdir, realpath, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { readHeads } from './anchor.ts';
import { isSegmentName, logFolders } from './segments.ts';
import { TOMBSTONE_FILE } from './tombstone-file.ts';

/** Where a log lies: the folder of its segments, which may be gone, and the homes whose anchors (the files, the keychain) it must bear out. */
export interface LogPlace {
  readonly audit: string;
  readonly homes: readonly string[];
}

/** The log of a home, whatever of it is there. */
export function logOfHome(home: string): LogPlace {
  return { audit: logFolders(home).audit, homes: [home] };
}

/**
 * The log that is meant by a folder, judged by what lies in it; null: nothing of a log. SECURITY: a folder that holds segments is a folder of segments, whatever else
 * somebody put into it. Anything else is a home, and the less of it is there the more its anchors say: it is never taken for a log that is empty.
 */
export async function findLog(given: string): Promise<LogPlace | null> {
  const folder = resolve(given);
  const names = await readdir(folder).catch(() => null);
  if (names === null) return await isFolder(join(folder, 'audit')) ? logOfHome(folder) : await isFolder(folder) ? segmentsIn(folder) : null;
  if (names.some((name) => isSegmentName(name) || name === TOMBSTONE_FILE)) return segmentsIn(folder);
  if (names.includes('audit')) return logOfHome(folder);
  return await hasAnchors(folder) ? logOfHome(folder) : null;
}

/** Anchors of every home that this may be the log of: by its name, by where a link leads, and by what lies in the folder itself. */
async function segmentsIn(folder: string): Promise<LogPlace> {
  const real = await realpath(folder).catch(() => folder);
  return { audit: folder, homes: [...new Set([dirname(folder), dirname(real), folder])] };
}

/** An anchor, or a folder of anchors that cannot be looked into, is a home's. */
async function hasAnchors(home: string): Promise<boolean> {
  return (await readHeads(logFolders(home).anchors)).length > 0;
}

function isFolder(path: string): Promise<boolean> {
  return stat(path).then((found) => found.isDirectory(), () => false);
}
