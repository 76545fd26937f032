import { randomBytes } from 'node:crypto';
import { closeSync, constants, fstatSync, fsyncSync, openSync, statSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { sealChain } from './journal.ts';
import type { UseSeal } from './use-seal.ts';

/** A journal of so many bytes is begun anew: reads fill it, and count for a minute only. */
const LARGE = 2_000_000;

/** The journal this process writes. */
export interface OwnJournal {
  readonly name: string;
  /** The open file, for it to be flushed. */
  readonly file: number;
  lines(): number;
  /** Writes one line. Throws where it broke off: then nothing may be written behind it. */
  append(text: string): void;
  isLarge(): boolean;
  /** False where somebody took it away or put another in its place. */
  isThere(): boolean;
  close(): void;
}

/** Begins a journal of this process with these lines, on disk when it returns. */
export function beginJournal(folder: string, seal: UseSeal | null, lines: readonly string[]): OwnJournal {
  const name = `${process.pid}-${randomBytes(8).toString('hex')}.jsonl`;
  const path = join(folder, name);
  const file = openSync(path, constants.O_CREAT | constants.O_EXCL | constants.O_APPEND | constants.O_WRONLY, 0o600);
  const chain = sealChain(name, seal);
  let written = writeWhole(file, lines.map((line) => chain.add(line)).join(''));
  fsyncSync(file);
  fsyncFolder(folder);
  return {
    name, file, lines: chain.lines,
    append(text) { written += writeWhole(file, chain.add(text)); },
    isLarge: () => written >= LARGE,
    isThere() {
      try {
        return statSync(path).ino === fstatSync(file).ino;
      } catch {
        return false;
      }
    },
    close: () => closeSync(file),
  };
}

function writeWhole(file: number, text: string): number {
  const bytes = Buffer.from(text, 'utf8');
  if (writeSync(file, bytes) < bytes.length) throw new Error('the journal of use broke off');
  return bytes.length;
}

/** A new name is on disk only once its folder is; some systems know no such thing. */
function fsyncFolder(folder: string): void {
  try {
    const open = openSync(folder, 'r');
    fsyncSync(open);
    closeSync(open);
  } catch {
    // Windows writes folders by itself.
  }
}
