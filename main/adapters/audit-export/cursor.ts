import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { z } from 'zod';
import { readBeside, replaceFile } from '../audit-file/plain-file.ts';

const cursorSchema = z.strictObject({
  v: z.literal(1),
  /** The number and the hash of the last record the other side has taken; 0 where none. Empty where that line is no record. */
  seq: z.number().int().min(0),
  hash: z.string(),
  /** Calls whose end was not sent yet, and the number of the record they began with. */
  open: z.record(z.string(), z.number().int().min(1)),
});

/** How far an outlet has come. */
export type Cursor = z.infer<typeof cursorSchema>;

/** The place before the first record. */
export const AT_THE_START: Cursor = { v: 1, seq: 0, hash: '', open: {} };

/** The kept cursor, or the start where there is none or it is damaged: a record that is sent twice bears the same hash, one that is not sent is gone. */
export async function readCursor(path: string): Promise<Cursor> {
  try {
    const parsed = cursorSchema.safeParse(JSON.parse((await readBeside(path)).toString('utf8')));
    return parsed.success ? parsed.data : AT_THE_START;
  } catch {
    return AT_THE_START;
  }
}

/** Keeps a cursor in one step. Rejects when the disk refuses. */
export async function writeCursor(path: string, cursor: Cursor): Promise<void> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  await replaceFile(path, [`${JSON.stringify(cursor)}\n`], { flushed: false });
}
