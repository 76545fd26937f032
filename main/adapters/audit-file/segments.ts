import { readdir, stat } from 'node:fs/promises';
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

/** The segments in a folder, oldest first. A folder that does not exist has none; what cannot be looked at has no bytes. */
export async function listSegments(folder: string): Promise<readonly Segment[]> {
  const names = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });
  const files = names.filter((name) => name.endsWith('.jsonl')).sort();
  return Promise.all(files.map(async (file) => {
    const path = join(folder, file);
    const { size, birthtimeMs } = await stat(path).catch(() => ({ size: 0, birthtimeMs: 0 }));
    return { file, path, bytes: size, begun: birthtimeMs };
  }));
}

/** The name of the segment after `last`: numbers of six digits, so that names sort as they were written. */
export function nameAfter(last: string | null): string {
  const number = last === null ? 0 : Number.parseInt(last, 10);
  return `${String((Number.isNaN(number) ? 0 : number) + 1).padStart(6, '0')}.jsonl`;
}
