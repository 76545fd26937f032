import { fdatasync, mkdirSync, readdirSync, statSync, unlinkSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Usage } from '../../core/policy/limits.ts';
import { createUsageLedger, reservable, type UsageKey, type UsageStore } from '../../core/policy/usage.ts';
import { reservedLine, settledLine, withdrawnLine, type JournalLine } from './journal.ts';
import { createJournalReader, JOURNAL } from './other-journals.ts';
import { beginJournal, type OwnJournal } from './own-journal.ts';
import { holdAgainstMarks, type Watched } from './seal-watch.ts';
import type { UseSeal } from './use-seal.ts';

/** The use of an account, kept in files. */
export interface UsageFile extends UsageStore {
  close(): void;
}

/** What a usage file is opened with. */
export interface UsageFileOptions {
  readonly folder: string;
  /** Opens the seal, null where there is no keychain. Asked by the first reservation, so that no start waits for a keychain. */
  readonly seal?: () => Promise<UseSeal | null>;
  readonly now?: () => number;
  /** Called before a reservation is written and before it is judged again; for tests that let somebody else in just there. */
  readonly between?: () => void;
}

const sync = promisify(fdatasync);
const DAY_MS = 86_400_000;
/** The journal of a process that is gone is taken over only when it has rested for so long. */
const REST_MS = 600_000;
const FORGET_EVERY = 500;
/** The keychain hears of reads so long after them: they count for a minute only. */
const READS_LATER_MS = 1_000;

/**
 * Use, counted in one journal per process. A process appends what it reserves to its own journal, and only then reads
 * everybody else's: of two that reserve at the same moment at least one sees the other, so a limit is never gone over
 * and nobody waits for a lock. At the very edge both may see each other, and both are refused. A crash leaves the
 * reservation standing. A journal that is damaged, changed, cut, swapped or gone counts as a day's use.
 */
export function openUsageFile({ folder, seal: open = () => Promise.resolve(null), now = () => Date.now(), between = () => {} }: UsageFileOptions): UsageFile {
  makeFolder(folder);
  const ledger = createUsageLedger();
  let seal: UseSeal | null = null;
  /** Whether all journals were held against the seal once. */
  let judged = false;
  let reader = createJournalReader(folder, null);
  let own: OwnJournal | null = null;
  let begun = false;
  let closed = false;
  let laterNote: NodeJS.Timeout | null = null;
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
  const lost = (until: number): void => { damagedUntil = Math.max(damagedUntil, until); };
  const refresh = (): void => {
    reader.readNew(own?.name ?? null, take, (mtimeMs) => lost(mtimeMs + DAY_MS));
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

  const watched: Watched = { reader: () => reader, refresh, own: () => own?.name ?? null, lost, now };
  let opening: Promise<void> | null = null;
  const openSeal = async (): Promise<void> => {
    seal = await open();
    // From the beginning: what was read so far was read without a seal.
    reader = createJournalReader(folder, seal);
  };
  /** Waits for the seal once, and holds against it what looks as if somebody else had been at it. */
  const judgeJournals = async (): Promise<void> => {
    opening ??= openSeal();
    await opening;
    if (seal !== null) await holdAgainstMarks(seal, watched, !judged);
    judged = true;
  };

  const noteOwn = (): Promise<void> => {
    if (laterNote !== null) clearTimeout(laterNote);
    laterNote = null;
    return own === null || seal === null ? Promise.resolve() : seal.note(own.name, { lines: own.lines(), at: now() });
  };
  const noteLater = (): void => {
    laterNote ??= setTimeout(() => void noteOwn(), READS_LATER_MS).unref();
  };
  const leave = (): void => {
    own?.close();
    own = null;
  };
  /** Takes journals out of the keychain and then off the disk: another one holds all of them. In the background, for there may be many. */
  const retire = async (names: readonly string[]): Promise<void> => {
    for (const name of names) {
      if (closed) return;
      await seal?.drop(name);
      remove(join(folder, name));
    }
  };
  /**
   * Begins a journal of our own. It takes over what the journals of dead processes hold, so that the folder stays small: all of
   * it is on disk here, and remembered, before the first of them goes; whoever reads meanwhile sees a call twice and counts it once.
   */
  const beginOwn = (copyAll: boolean, replaced: readonly string[]): OwnJournal => {
    const old = [...deadJournals(folder, now()), ...replaced];
    if (copyAll || old.length > 0) refresh();
    // What is damaged stays where it is until it counts for nothing.
    const whole = now() >= damagedUntil;
    const journal = beginJournal(folder, seal, whole && (copyAll || old.length > 0) ? ledger.entries(now()).map(reservedLine) : []);
    own = journal;
    const noted = noteOwn();
    if (whole && old.length > 0) void noted.then(() => retire(old));
    return journal;
  };
  /** The journal of this process. One that was taken away, broke off or grew large is begun anew with all that is known. */
  const journal = (): OwnJournal => {
    if (own !== null && own.isThere() && !own.isLarge()) return own;
    const before = own === null ? [] : [own.name];
    leave();
    const next = beginOwn(begun, before);
    begun = true;
    return next;
  };
  const append = (text: string): number => {
    const into = journal();
    try {
      into.append(text);
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
      if (!judged || reader.suspects().length > 0) await judgeJournals();
      const wanted = reservable(limits, usageNow(key), objects, isRead);
      if (!wanted.ok) return wanted;
      between();
      const entry = { ...key, callId: `${callId} ${(reserved += 1)}`, at: now(), objects: wanted.objects };
      const before = own?.name;
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
      const noted = isRead && before === own?.name ? noteLater() : noteOwn();
      // SECURITY: the keychain knows of a journal before anything of it is confirmed: one it never heard of could be taken away.
      if (before !== own?.name) await noted;
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
    close() {
      closed = true;
      void noteOwn();
      leave();
    },
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

function remove(path: string): void {
  try {
    unlinkSync(path);
  } catch {
    // It was taken away already.
  }
}

function deadJournals(folder: string, now: number): readonly string[] {
  return readdirSync(folder).filter((name) => JOURNAL.test(name) && isDead(Number(name.split('-')[0])) && now - mtimeOf(join(folder, name)) > REST_MS);
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
