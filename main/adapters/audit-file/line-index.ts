import type { AuditRecord } from '../../core/audit/event.ts';
import { parseRecord } from '../../core/audit/record.ts';
import { createQueue } from '../../core/turns/queue.ts';
import { scanLines } from './lines.ts';
import type { Segment } from './segments.ts';

/** One place in this many is remembered: a million records cost some 62,500 numbers. */
const EVERY = 16;

/** What is remembered of one segment: how far it was read, its whole lines, and where every 16th line starts. */
interface Marks {
  readonly segment: Segment;
  scanned: number;
  /** How far it was looked through: behind the last line end of an old segment may stand what is no line. */
  looked: number;
  lines: number;
  readonly starts: number[];
}

/** Finds records by their place in the log without reading it whole. Reads only what is committed. */
export interface LineIndex {
  /** Records at places `from` to `to` (both counted from 1, both included), in order. Lines that are no records are left out. */
  range(from: number, to: number): Promise<readonly AuditRecord[]>;
  /** Does work between two readings. Segments are removed in it, so that no reading looks for one that is gone. */
  alone<T>(work: () => Promise<T>): Promise<T>;
  /** Waits for the reading under way; every later one rejects. */
  close(): Promise<void>;
}

/**
 * An index over segments, newest first, made as far as it is needed. `segments` gives them, oldest first, with the number
 * of bytes that are committed; `total` the number of whole lines in all of them.
 */
export function createLineIndex(segments: () => readonly Segment[], total: () => number): LineIndex {
  const known = new Map<string, Marks>();
  let closed = false;
  const read = async (from: number, to: number): Promise<readonly AuditRecord[]> => {
    // An empty answer would pass for an empty log.
    if (closed) throw new Error('the log is closed');
    const found: AuditRecord[][] = [];
    // Taken together, before anything is awaited: what is appended meanwhile belongs to the next reading.
    let last = total();
    const committed = [...segments()].reverse();
    for (const segment of committed) {
      if (last < from) break;
      const marks = await upToDate(known, segment);
      const first = last - marks.lines + 1;
      if (to >= first && marks.lines > 0) {
        found.unshift(await readPlaces(marks, Math.max(from, first) - first, Math.min(to, last) - first));
      }
      last = first - 1;
    }
    return found.flat();
  };
  // One after the other: two readings at once would both go over the same new lines and count them twice.
  const alone = createQueue();
  return {
    range: (from, to) => alone(() => read(from, to)),
    alone,
    async close() {
      closed = true;
      await alone(async () => undefined);
    },
  };
}

async function upToDate(known: Map<string, Marks>, segment: Segment): Promise<Marks> {
  const marks = known.get(segment.file) ?? { segment, scanned: 0, looked: 0, lines: 0, starts: [0] };
  known.set(segment.file, marks);
  if (marks.looked >= segment.bytes) return marks;
  await scanLines(segment.path, marks.scanned, segment.bytes, (_text, next) => {
    marks.lines += 1;
    marks.scanned = next;
    if (marks.lines % EVERY === 0) marks.starts.push(next);
  });
  marks.looked = segment.bytes;
  return marks;
}

/** Records of one segment by their place in it, counted from 0. */
async function readPlaces(marks: Marks, from: number, to: number): Promise<AuditRecord[]> {
  const group = Math.floor(from / EVERY);
  const start = marks.starts[group] ?? 0;
  const end = marks.starts[Math.floor(to / EVERY) + 1] ?? marks.scanned;
  let place = group * EVERY - 1;
  const records: AuditRecord[] = [];
  await scanLines(marks.segment.path, start, end, (text) => {
    place += 1;
    if (place < from || place > to || text === null) return;
    const record = parseRecord(text);
    if (record !== null) records.push(record);
  });
  return records;
}
