import { lstat, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** A segment of the log as it lies on disk. */
export interface Segment {
  readonly file: string;
  readonly path: string;
  readonly bytes: number;
  /** When it was begun, in milliseconds since 1970; as the file system tells it for those of earlier runs. */
  readonly begun: number;
}

/** The log's own folders under a home. */
export function logFolders(home: string): { readonly audit: string; readonly anchors: string } {
  return { audit: join(home, 'audit'), anchors: join(home, 'anchors') };
}

/** SECURITY: a backup, an editor's lock or a system's own file that lies beside the segments is no part of the log, and is not written to. */
const SEGMENT = /^\d{6}\.jsonl$/;
const LAST = 999_999;

/** Whether a file of this name, beside others of its kind, is part of the log. */
export function isSegmentName(name: string): boolean {
  return SEGMENT.test(name);
}

/** The segments in a folder, oldest first. A folder that does not exist has none; what cannot be looked at has no bytes. Rejects where what bears its name is no folder. */
export async function listSegments(folder: string): Promise<readonly Segment[]> {
  const names = await readdir(folder).catch(async (error: NodeJS.ErrnoException) => {
    // A link that leads nowhere is there all the same.
    if (error.code === 'ENOENT' && !await lstat(folder).then(() => true, () => false)) return [];
    throw error;
  });
  const files = names.filter(isSegmentName).sort();
  return Promise.all(files.map(async (file) => {
    const path = join(folder, file);
    const { size, birthtimeMs } = await stat(path).catch(() => ({ size: 0, birthtimeMs: 0 }));
    return { file, path, bytes: size, begun: birthtimeMs };
  }));
}

/** The name of the segment after `last`: numbers of six digits, so that names sort as they were written. Throws where they are used up. */
export function nameAfter(last: string | null): string {
  const number = last === null ? 0 : Number.parseInt(last, 10);
  // Thirty terabytes of records, or a file somebody put there: one that sorts wrongly would break the log for good.
  if (number >= LAST) throw new Error('no segment can follow the last one');
  return `${String(number + 1).padStart(6, '0')}.jsonl`;
}
