import { join } from 'node:path';
import type { OpenSegment, SegmentDisk } from './segment-disk.ts';
import { nameAfter, type Segment } from './segments.ts';

/** Writes text at the end of the newest segment, and begins a new one after an error or when one is full. */
export interface SegmentWriter {
  /** Resolves when the lines are on disk. On any error nothing of them counts, and the next call tries a new segment. One call at a time. */
  commit(lines: readonly string[]): Promise<void>;
  /** All segments, oldest first, with the bytes that are committed. */
  segments(): readonly Segment[];
  /** The segment that was written last; null where there is none. */
  newest(): Segment | null;
  /** These files were removed: they are no part of the log any more. */
  forget(files: readonly string[]): void;
  close(): Promise<void>;
}

/** What a writer starts from. */
export interface WriterStart {
  readonly folder: string;
  readonly known: readonly Segment[];
  /** The segment to go on with; null: begin a new one. */
  readonly goOn: Segment | null;
  readonly maxBytes: number;
  /** A segment is left when it is so old: what is removed one day goes by whole segments. */
  readonly maxAgeMs: number;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** The segment in use was taken away or changed by somebody else: what it held may be lost, and the next records go into a new one. */
  readonly onGone: () => void;
}

interface Place {
  readonly segment: { readonly path: string; bytes: number };
  readonly handle: OpenSegment;
}

/** The writer of one home's log. There is one per home; the home's lock sees to that. */
export function createSegmentWriter(start: WriterStart, disk: SegmentDisk): SegmentWriter {
  let segments = start.known.map((segment) => ({ ...segment }));
  let current = start.goOn === null ? null : segments.find((one) => one.file === start.goOn?.file) ?? null;
  let lastName = segments.at(-1)?.file ?? null;
  /** The one that this run began; those of others are dated by the file system. */
  let own: Segment | null = null;
  let handle: OpenSegment | null = null;
  /** A segment that may hold bytes nobody was told are safe. */
  let doubtful: { readonly path: string; bytes: number } | null = null;
  const bytesOf = createLineBuffer();
  let lookedAt = 0;

  const leave = async (): Promise<void> => {
    const left = handle;
    handle = null;
    current = null;
    await left?.close();
  };

  const begin = async (): Promise<Place> => {
    // Each try takes a new number: a file that was made by a failed one is left empty.
    lastName = nameAfter(lastName);
    const fresh = { file: lastName, path: join(start.folder, lastName), bytes: 0, begun: start.now() };
    handle = await disk.openSegment(fresh.path, true);
    segments.push(fresh);
    current = fresh;
    own = fresh;
    return { segment: fresh, handle };
  };

  /** A clock that went back in this run counts as one that went on: else what was begun while it was ahead would go on for years. */
  const ageOf = (segment: Segment): number => {
    const age = start.now() - segment.begun;
    return segment === own ? Math.abs(age) : age;
  };
  const isFull = (segment: Segment): boolean =>
    segment.bytes >= start.maxBytes || (segment.bytes > 0 && ageOf(segment) >= start.maxAgeMs);

  /** SECURITY: what is written into a file that has no name any more is on no disk tomorrow. Looked at once a second at most, for it costs a turn. */
  const isTimeToLook = (): boolean => handle !== null && Math.abs(start.now() - lookedAt) >= LOOK_MS;

  const lookAfterIt = async (): Promise<void> => {
    lookedAt = start.now();
    if (await handle?.isThere(current?.bytes ?? 0).catch(() => false) !== false) return;
    await leave().catch(() => undefined);
    start.onGone();
  };

  /** Where to go on without waiting for anything; null: the segment is to be opened, mended or left first. */
  const ready = (): Place | null => (doubtful === null && current !== null && handle !== null && !isFull(current) ? { segment: current, handle } : null);

  const opened = async (): Promise<Place> => {
    if (doubtful !== null) {
      // Records that were refused must not stand in the log: the next one bears the same number.
      await disk.cut(doubtful.path, doubtful.bytes);
      // One that nothing was written to is written to now: a disk that is full for long must not fill its folder with empty files.
      const { path, bytes } = doubtful;
      if (bytes === 0) current = segments.find((one) => one.path === path) ?? null;
      doubtful = null;
    }
    if (current !== null && isFull(current)) await leave();
    if (current === null) return begin();
    handle ??= await disk.openSegment(current.path, false);
    return { segment: current, handle };
  };

  return {
    async commit(lines) {
      const bytes = bytesOf(lines);
      if (isTimeToLook()) await lookAfterIt();
      // Without a pause: the disk is at work while whoever called spells the next records.
      const open = ready() ?? await opened();
      try {
        await open.handle.append(bytes);
        open.segment.bytes += bytes.length;
      } catch (error) {
        doubtful = { path: open.segment.path, bytes: open.segment.bytes };
        await leave().catch(() => undefined);
        throw error;
      }
    },
    segments: () => segments.map((segment) => ({ ...segment })),
    newest() {
      const last = segments.at(-1);
      return last === undefined ? null : { ...last };
    },
    forget(files) {
      segments = segments.filter(({ file }) => !files.includes(file));
    },
    close: leave,
  };
}

const LOOK_MS = 1_000;
const FIRST_ROOM = 64 * 1024;
/** More than this is not kept for the next group. */
const MOST_ROOM = 4 * 1024 * 1024;

/** Gives lines as UTF-8, each time in the same memory: groups come by the hundred a second, and what they leave has to be cleared away. */
function createLineBuffer(): (lines: readonly string[]) => Uint8Array {
  let room = Buffer.allocUnsafeSlow(FIRST_ROOM);
  return (lines) => {
    // One UTF-16 unit is at most three bytes.
    const most = lines.reduce((sum, line) => sum + line.length * 3, 0);
    const into = most <= room.length ? room : Buffer.allocUnsafeSlow(most);
    if (most <= MOST_ROOM) room = into;
    let at = 0;
    for (const line of lines) at += into.write(line, at, 'utf8');
    return into.subarray(0, at);
  };
}
