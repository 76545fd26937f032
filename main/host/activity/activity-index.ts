import type { ContentBook } from '../../core/audit/content.ts';
import type { IndexShelf, SealOf } from '../../core/ports.ts';
import type { LogReader } from './activity.ts';
import { ActivityColumns } from './columns.ts';
import { pack, unpack } from './packed.ts';

/** Records read at a time. */
const SPAN = 2_000;
/** Records between two places that are looked for. */
const STEP = 10_000;
/** Where more than this was not taken in yet, the log itself is looked through, newest first; so many are worth being put away. */
const BEHIND = 5_000;

/** What the columns hold, and by which rule: one of another shape is made anew. */
const SHAPE = 'activity-index 2';

/** What an index is kept with. */
export interface IndexParts {
  readonly content: Pick<ContentBook, 'marks'>;
  /** Where it waits for the next start; without one it is made anew. */
  readonly shelf?: IndexShelf | null;
}

/** The columns over a log, and how far they are. */
export interface ActivityIndex {
  columns(): ActivityColumns;
  /** Lines among those it took in that are no records. */
  damaged(): number;
  /** True where so much is missing that the log itself is looked through meanwhile. */
  behind(): boolean;
  /** Work that somebody waits for, on the log itself: until it is done the index takes in nothing more. */
  ahead<T>(work: () => Promise<T>): Promise<T>;
  /** Takes in what was appended. Rejects where the log cannot be read. */
  upToDate(): Promise<void>;
  /** As {@link ActivityIndex.upToDate}, and never rejects: the log may be closed meanwhile, and nobody waits for this. */
  warm(): Promise<void>;
}

/** The index over a log, from what an earlier run left of it, or made anew. It is never evidence: what is shown is read from the log. */
export function createActivityIndex(log: Pick<LogReader, 'total' | 'range' | 'read'>, { content, shelf = null }: IndexParts): ActivityIndex {
  let columns = new ActivityColumns();
  let taken = 0;
  let damaged = 0;
  let shelved: number | null = null;
  let turn: Promise<void> = Promise.resolve();
  // No name of an object holds a line end: what the log says of names never fits as a seal.
  const sealOf: SealOf = async (text) => (await content.marks([`${SHAPE}\n${text}`]))?.[0] ?? null;
  /** What an earlier run left counts where it is of this very log: the record it ended with is still there. */
  const takeUp = async (): Promise<void> => {
    shelved = 0;
    const bytes = log.total() < BEHIND ? null : await shelf?.load(sealOf) ?? null;
    const found = bytes === null ? null : unpack(bytes);
    const made = found === null ? null : ActivityColumns.unpacked(found);
    const { total, hash, damaged: lost } = found?.about ?? {};
    if (made === null || typeof total !== 'number' || typeof lost !== 'number' || (await log.read(total))?.hash !== hash) return;
    columns = made;
    taken = total;
    damaged = lost;
    shelved = total;
  };
  const behind = (): boolean => log.total() - taken > BEHIND;
  /** What goes ahead of the index. */
  let front: Promise<unknown> = Promise.resolve();
  /** A log finds old records only behind newer ones: looked for step by step, so that a search that comes meanwhile waits for one step alone. */
  const findPlaces = async (): Promise<void> => {
    for (let at = log.total() - STEP; at >= 1; at -= STEP) {
      await front;
      await log.range(at, at);
    }
  };
  const putAway = async (): Promise<void> => {
    if (shelf === null || taken - (shelved ?? 0) < BEHIND) return;
    shelved = taken;
    const { about, columns: all } = columns.packed();
    const last = await log.read(taken);
    if (last !== null) await shelf.save(pack({ about: { ...about, total: taken, hash: last.hash, damaged }, columns: all }), sealOf);
  };
  const catchUp = async (): Promise<void> => {
    if (shelved === null) {
      await takeUp();
      const places = findPlaces();
      // Where little is missing nobody waits for this: what cannot be read says the search that needs it.
      if (behind()) await places;
      else places.catch(() => undefined);
    }
    for (const total = log.total(); taken < total;) {
      const to = Math.min(taken + SPAN, total);
      await front;
      const records = await log.range(taken + 1, to);
      for (const record of records) columns.add(record);
      damaged += to - taken - records.length;
      taken = to;
    }
    void putAway().catch(() => undefined);
  };
  const upToDate = async (): Promise<void> => {
    // One after the other: two readings at once would both take the same records.
    turn = turn.then(catchUp, catchUp);
    await turn;
  };
  const ahead = <T>(work: () => Promise<T>): Promise<T> => {
    const result = work();
    front = Promise.all([front, result.catch(() => undefined)]).then(() => undefined);
    return result;
  };
  return { columns: () => columns, damaged: () => damaged, behind, ahead, upToDate, warm: () => upToDate().catch(() => undefined) };
}
