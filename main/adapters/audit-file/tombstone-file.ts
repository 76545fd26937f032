import { join } from 'node:path';
import { readTombstone, type Tombstone } from '../../core/audit/tombstone.ts';
import type { Json } from '../../core/words/index.ts';
import { checkSignature } from './ed25519.ts';
import { parseBeside, readBeside, replaceFile } from './plain-file.ts';
import { listSegments, type Segment } from './segments.ts';

/** Beside the segments: what was removed of the log, signed. */
export const TOMBSTONE_FILE = 'tombstone.json';

/** What lies in a folder of segments: the ones that are part of the log, and what says that older ones were removed. */
export interface LogFolder {
  readonly segments: readonly Segment[];
  readonly tombstone: { readonly file: string; readonly stone: Tombstone | null } | null;
}

/**
 * The log in a folder. Files before the first one that a tombstone names are no part of it any more: a removal that was
 * interrupted left them. A tombstone that is there and not to be believed says nothing, and the verification names it.
 */
export async function readLogFolder(folder: string): Promise<LogFolder> {
  const segments = await listSegments(folder);
  const found = await foundIn(join(folder, TOMBSTONE_FILE));
  if (found === undefined) return { segments, tombstone: null };
  const stone = readTombstone(found, checkSignature);
  return { segments: stone === null ? segments : segments.filter(({ file }) => file >= stone.first), tombstone: { file: TOMBSTONE_FILE, stone } };
}

/** Writes a tombstone in one step; it is on disk before anything it speaks of is removed. */
export async function writeTombstone(folder: string, stone: Tombstone): Promise<void> {
  await replaceFile(join(folder, TOMBSTONE_FILE), [`${JSON.stringify(stone)}\n`], { flushed: true });
}

/** What it says; undefined where there is none. What is there and cannot be read is null: that is no tombstone. */
async function foundIn(path: string): Promise<Json | undefined> {
  try {
    return parseBeside(await readBeside(path));
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'ENOENT' ? undefined : null;
  }
}
