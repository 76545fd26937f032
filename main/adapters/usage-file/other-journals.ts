import { closeSync, fstatSync, openSync, readdirSync, readSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { parseLine, sealChain, type JournalLine, type SealChain } from './journal.ts';
import type { JournalMark, UseSeal } from './use-seal.ts';

export const JOURNAL = /^[0-9]+-[0-9a-f]{16}\.jsonl$/;

/** How far one journal was read, and what was found wrong with it. */
interface Reading {
  readonly chain: SealChain;
  offset: number;
  rest: string;
  /** Not as it was written: a line without the right seal, or one that was there and is not. */
  broken: boolean;
  gone: boolean;
}

/** Reads what other processes wrote since the last time. */
export interface JournalReader {
  /** Hands on each new line; `damaged` is told the modification time of a journal with a line that is none of ours. */
  readNew(skip: string | null, line: (line: JournalLine) => void, damaged: (mtimeMs: number) => void): void;
  /** Journals that went, or are not as our seal has them, and that were not told apart yet. */
  suspects(): readonly string[];
  /** True where a journal is there, is as it was sealed, and has at least so many lines. */
  holds(journal: string, mark: JournalMark): boolean;
  /** The journal was told apart: it is nobody's under our seal, or its loss was counted. It is no suspect any more. */
  toldApart(journal: string): void;
}

/** A reader of all journals of a folder. Throws what the disk says where the folder or a journal cannot be read. */
export function createJournalReader(folder: string, seal: UseSeal | null): JournalReader {
  const readings = new Map<string, Reading>();
  const known = new Set<string>();
  return {
    readNew(skip, line, damaged) {
      const names = readdirSync(folder).filter((name) => JOURNAL.test(name) && name !== skip);
      const there = new Set(names);
      for (const [name, reading] of readings) reading.gone = !there.has(name);
      for (const name of names) {
        const reading = readings.get(name) ?? { chain: sealChain(name, seal), offset: 0, rest: '', broken: false, gone: false };
        readings.set(name, reading);
        readOne(join(folder, name), reading, line, damaged);
      }
    },
    suspects: () => (seal === null ? [] : [...readings].filter(([name, { broken, gone }]) => (broken || gone) && !known.has(name)).map(([name]) => name)),
    holds(journal, { lines }) {
      const reading = readings.get(journal);
      return reading !== undefined && !reading.gone && !reading.broken && reading.chain.lines() >= lines;
    },
    toldApart: (journal) => void known.add(journal),
  };
}

function readOne(path: string, reading: Reading, line: (line: JournalLine) => void, damaged: (mtimeMs: number) => void): void {
  if (statSync(path, { throwIfNoEntry: false })?.size === reading.offset) return;
  const file = openOrGone(path);
  if (file === null) return;
  try {
    const { size, mtimeMs } = fstatSync(file);
    // A journal only ever grows: one that shrank was changed by somebody else.
    if (size < reading.offset) {
      reading.broken = true;
      damaged(mtimeMs);
    }
    if (size <= reading.offset) return;
    const bytes = Buffer.alloc(size - reading.offset);
    const read = readSync(file, bytes, 0, bytes.length, reading.offset);
    reading.offset += read;
    // Latin-1 keeps every byte apart, so that a character cut in two is whole again with the next read.
    const lines = (reading.rest + bytes.subarray(0, read).toString('latin1')).split('\n');
    // What has no end yet was not confirmed to anybody: its writer is still at it, or died there.
    reading.rest = lines.pop() ?? '';
    for (const stored of lines) {
      const text = Buffer.from(stored, 'latin1').toString('utf8');
      if (!reading.chain.follows(text)) reading.broken = true;
      const parsed = parseLine(text);
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
