import { randomBytes } from 'node:crypto';
import { closeSync, constants, fdatasync, fstatSync, fsyncSync, mkdirSync, openSync, readdirSync, statSync, unlinkSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Usage } from '../../core/policy/limits.ts';
import { createUsageLedger, reservable, type UsageEntry, type UsageKey, type UsageStore } from '../../core/policy/usage.ts';
import { reservedLine, settledLine, withdrawnLine, type JournalLine } from './journal.ts';
import { createJournalReader, JOURNAL } from './other-journals.ts';

/** The use of an account, kept in files. */
export interface UsageFile extends UsageStore {
  close(): void;
}

/** What a usage file is opened with. */
export interface UsageFileOptions {
  readonly folder: string;
  readonly now?: () => number;
  /** Called before a reservation is written and before it is judged again; for tests that let somebody else in just there. */
  readonly between?: () => void;
}

const sync = promisify(fdatasync);
const DAY_MS = 86_400_000;
/** The journal of a process that is gone is taken over only when it has rested for so long. */
const REST_MS = 600_000;
const FORGET_EVERY = 500;
/** A journal of so many bytes is begun anew: reads fill it, and count for a minute only. */
const LARGE = 2_000_000;

interface Journal {
  readonly name: string;
  readonly file: number;
  written: number;
}

/**
 * Use, counted in one journal per process. A process appends what it reserves to its own journal, and only then reads
 * everybody else's: of two that reserve at the same moment at least one sees the other, so a limit is never gone over
 * and nobody waits for a lock. At the very edge both may see each other, and both are refused. A crash leaves the
 * reservation standing. A damaged journal counts as a day's use.
 */
export function openUsageFile({ folder, now = () => Date.now(), between = () => {} }: UsageFileOptions): UsageFile {
  makeFolder(folder);
  const ledger = createUsageLedger();
  const reader = createJournalReader(folder);
  let own: Journal | null = null;
  let begun = false;
  /** The reservation each call stands under now: one that is reserved again is counted again. */
  const reservations = new Map<string, string>();
  let reserved = 0;
  let damagedUntil = -Infinity;
  let sinceForgetting = 0;

  const take = (line: JournalLine): void => {
    switch (line.kind) {
      case 'reserved': return ledger.note(line.entry);
      case 'settled': return ledger.settle(line.callId, line.spent);
      case 'withdrawn': return ledger.withdraw(line.callId);
    }
  };
  const refresh = (): void => {
    reader.readNew(own?.name ?? null, take, (mtimeMs) => { damagedUntil = Math.max(damagedUntil, mtimeMs + DAY_MS); });
    sinceForgetting += 1;
    if (sinceForgetting < FORGET_EVERY) return;
    sinceForgetting = 0;
    ledger.forget(now());
  };
  const usageNow = (key: UsageKey): Usage => {
    const used = ledger.usage(key, now());
    // SECURITY: what was lost with a damaged journal may have been anything.
    return now() < damagedUntil ? { ...used, hour: Infinity, day: Infinity } : used;
  };

  const leave = (): void => {
    if (own !== null) closeSync(own.file);
    own = null;
  };
  const beginOwn = (copyAll: boolean): Journal => begin(folder, copyAll, () => { refresh(); return now() < damagedUntil ? null : ledger.entries(now()); }, now());
  /** The journal of this process. One that was taken away, broke off or grew large is begun anew with all that is known. */
  const journal = (): Journal => {
    if (own !== null && isThere(join(folder, own.name), own.file)) {
      if (own.written < LARGE) return own;
      const large = own;
      own = beginOwn(true);
      closeSync(large.file);
      unlinkSync(join(folder, large.name));
      return own;
    }
    leave();
    own = beginOwn(begun);
    begun = true;
    return own;
  };
  const append = (text: string): number => {
    const into = journal();
    try {
      into.written += writeWhole(into.file, text);
      return into.file;
    } catch (error) {
      // What broke off has no end and counts for nobody; nothing may be written behind it.
      leave();
      throw error;
    }
  };

  return {
    usage(key) {
      refresh();
      return usageNow(key);
    },
    async reserve({ callId, person, client, plan, objects, isRead, limits }) {
      const key = { person, client, plan };
      refresh();
      const wanted = reservable(limits, usageNow(key), objects, isRead);
      if (!wanted.ok) return wanted;
      between();
      const entry = { ...key, callId: `${callId} ${(reserved += 1)}`, at: now(), objects: wanted.objects };
      const file = append(reservedLine(entry));
      between();
      // SECURITY: read after writing. Whoever wrote in between is seen here, or sees this.
      refresh();
      const again = reservable(limits, usageNow(key), isRead ? objects : wanted.objects, isRead);
      if (!again.ok) {
        append(withdrawnLine(entry.callId));
        return again;
      }
      ledger.note(entry);
      reservations.set(callId, entry.callId);
      // A read takes no objects: its place in this minute is not worth a wait for the disk.
      if (!isRead) await sync(file);
      return wanted;
    },
    async settle(callId, spent) {
      const reservation = reservations.get(callId);
      if (reservation === undefined) return;
      reservations.delete(callId);
      ledger.settle(reservation, spent);
      append(settledLine(reservation, spent));
    },
    close: leave,
  };
}

/** Where it cannot be made, reading and reserving say so: the app opens, and nothing is sent. */
function makeFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
  } catch {
    // Said by the first use.
  }
}

function isThere(path: string, file: number): boolean {
  try {
    return statSync(path).ino === fstatSync(file).ino;
  } catch {
    return false;
  }
}

function writeWhole(file: number, text: string): number {
  const bytes = Buffer.from(text, 'utf8');
  if (writeSync(file, bytes) < bytes.length) throw new Error('the journal of use broke off');
  return bytes.length;
}

/**
 * Begins a journal. It takes over what the journals of dead processes hold, so that the folder stays small: all of it
 * is on disk here before the first of them goes, and whoever reads meanwhile sees a call twice and counts it once.
 * `known` gives null where something is damaged: then everything stays where it is.
 */
function begin(folder: string, copyAll: boolean, known: () => readonly UsageEntry[] | null, now: number): Journal {
  const dead = readdirSync(folder).filter((name) => JOURNAL.test(name) && isDead(Number(name.split('-')[0])) && now - mtimeOf(join(folder, name)) > REST_MS);
  const name = `${process.pid}-${randomBytes(8).toString('hex')}.jsonl`;
  const file = openSync(join(folder, name), constants.O_CREAT | constants.O_EXCL | constants.O_APPEND | constants.O_WRONLY, 0o600);
  const entries = copyAll || dead.length > 0 ? known() : null;
  const written = writeWhole(file, (entries ?? []).map(reservedLine).join(''));
  fsyncSync(file);
  fsyncFolder(folder);
  if (entries !== null) for (const old of dead) unlinkSync(join(folder, old));
  return { name, file, written };
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

function mtimeOf(path: string): number {
  try {
    return statSync(path).mtimeMs;
  } catch {
    return Infinity;
  }
}

function isDead(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return false;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'ESRCH';
  }
}
