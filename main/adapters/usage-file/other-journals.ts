import { closeSync, fstatSync, openSync, readdirSync, readSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { parseLine, type JournalLine } from './journal.ts';

export const JOURNAL = /^[0-9]+-[0-9a-f]{16}\.jsonl$/;

/** How far one journal was read, and what was found wrong with it. */
interface Reading {
  offset: number;
  rest: string;
}

/** Reads what other processes wrote since the last time. */
export interface JournalReader {
  /** Hands on each new line; `damaged` is told the modification time of a journal with a line that is none of ours. */
  readNew(skip: string | null, line: (line: JournalLine) => void, damaged: (mtimeMs: number) => void): void;
}

/** A reader of all journals of a folder. Throws what the disk says where the folder or a journal cannot be read. */
export function createJournalReader(folder: string): JournalReader {
  const readings = new Map<string, Reading>();
  return {
    readNew(skip, line, damaged) {
      const names = readdirSync(folder).filter((name) => JOURNAL.test(name) && name !== skip);
      for (const name of names) {
        const reading = readings.get(name) ?? { offset: 0, rest: '' };
        readings.set(name, reading);
        readOne(join(folder, name), reading, line, damaged);
      }
    },
  };
}

function readOne(path: string, reading: Reading, line: (line: JournalLine) => void, damaged: (mtimeMs: number) => void): void {
  if (statSync(path, { throwIfNoEntry: false })?.size === reading.offset) return;
  const file = openOrGone(path);
  if (file === null) return;
  try {
    const { size, mtimeMs } = fstatSync(file);
    // A journal only ever grows: one that shrank was changed by somebody else.
    if (size < reading.offset) damaged(mtimeMs);
    if (size <= reading.offset) return;
    const bytes = Buffer.alloc(size - reading.offset);
    const read = readSync(file, bytes, 0, bytes.length, reading.offset);
    reading.offset += read;
    // Latin-1 keeps every byte apart, so that a character cut in two is whole again with the next read.
    const lines = (reading.rest + bytes.subarray(0, read).toString('latin1')).split('\n');
    // What has no end yet was not confirmed to anybody: its writer is still at it, or died there.
    reading.rest = lines.pop() ?? '';
    for (const text of lines) {
      const parsed = parseLine(Buffer.from(text, 'latin1').toString('utf8'));
      if (parsed === null) damaged(mtimeMs);
      else line(parsed);
    }
  } finally {
    closeSync(file);
  }
}

/** Null where it went since the folder was listed: it was copied into another journal, which is read as well. */
function openOrGone(path: string): number | null {
  try {
    return openSync(path, 'r');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
}
