import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createWriteStream, type WriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { LONGEST_RECORD, parseRecord } from '../../core/audit/record.ts';
import { CSV_HEAD, csvLine } from '../../core/audit/record-csv.ts';
import { createOcsfExport } from '../../core/audit/record-ocsf.ts';
import { sha256 } from '../digest/sha256.ts';
import { scanLines } from './lines.ts';
import type { Segment } from './segments.ts';

/** How an export is spelled. */
export type ExportFormat = 'jsonl' | 'csv' | 'ocsf';

/** Gives the text of each record in one format, in the log's order. Null: the line is no record. */
function exportLines(format: ExportFormat): { readonly head: string; line(text: string | null): string | null } {
  const ocsf = createOcsfExport(sha256);
  return {
    head: format === 'csv' ? CSV_HEAD : '',
    line(text) {
      const record = text === null ? null : parseRecord(text);
      if (record === null) return null;
      return format === 'csv' ? csvLine(record) : format === 'ocsf' ? `${JSON.stringify(ocsf.eventOf(record, text ?? ''))}\n` : `${text}\n`;
    },
  };
}

/** Where spelled records go. */
export interface RecordSink {
  write(text: string): void;
  /** May hold up the reading until what was written has gone its way. What it rejects with ends the export. */
  afterChunk(): Promise<void>;
  /** Called with each line, whether it is a record or not. */
  line?(): void;
  /** This file cannot be read, or ended before what was committed of it: what it held is missing. */
  unread(file: string): void;
}

/** Spells the records of some segments. Gives how many lines are no records, which are left out; the rest of a file that cannot be read is too. */
export async function spellRecords(segments: readonly Segment[], format: ExportFormat, sink: RecordSink): Promise<number> {
  const { head, line } = exportLines(format);
  let leftOut = 0;
  const stopped: unknown[] = [];
  const afterChunk = (): Promise<void> => sink.afterChunk().catch((error: unknown) => { throw stopped[0] = error; });
  sink.write(head);
  for (const segment of segments) {
    let reached = 0;
    const torn = await scanLines(segment.path, 0, segment.bytes, (text, next) => {
      reached = next;
      const spelled = line(text);
      if (spelled === null) leftOut += 1;
      else sink.write(spelled);
      sink.line?.();
    }, afterChunk).catch(() => null);
    if (stopped.length > 0) throw stopped[0];
    if (torn === null || reached + torn < segment.bytes) sink.unread(segment.file);
    // What a crash cuts off was nobody's record; so much was put there.
    else if (torn > LONGEST_RECORD) leftOut += 1;
  }
  return leftOut;
}

/** Follows an export while it is written. `wrote` is told of each line. */
export interface ExportWatch {
  readonly signal?: AbortSignal;
  readonly wrote?: () => void;
}

/** What of a log is not in its export: lines that are no records, and files that could not be read to their end. */
export interface LeftOut {
  readonly lines: number;
  readonly files: number;
}

/**
 * Writes committed records to a file that its owner alone can read, in bounded memory. It has its name once it is whole and on
 * disk: what stood there before stays until then. What is damaged in the log is left out and counted, for the rest must be had all the
 * same. Rejects where the disk refuses and once `signal` says so, and leaves nothing then.
 */
export async function exportToFile(segments: readonly Segment[], format: ExportFormat, path: string, watch: ExportWatch = {}): Promise<LeftOut> {
  const part = `${path}.${randomUUID().slice(0, 8)}.part`;
  const file = createWriteStream(part, { mode: 0o600, flags: 'wx', flush: true });
  await once(file, 'open');
  const failed = once(file, 'error').then(([error]: unknown[]) => { throw error; });
  try {
    const left = await Promise.race([writeRecords(file, segments, format, watch), failed]);
    await rename(part, path);
    return left;
  } catch (error) {
    file.destroy();
    await rm(part, { force: true });
    throw error;
  }
}

async function writeRecords(file: WriteStream, segments: readonly Segment[], format: ExportFormat, { signal, wrote }: ExportWatch): Promise<LeftOut> {
  let files = 0;
  const lines = await spellRecords(segments, format, {
    write: (text) => { file.write(text); },
    async afterChunk() {
      signal?.throwIfAborted();
      if (file.writableNeedDrain) await once(file, 'drain');
    },
    ...(wrote !== undefined && { line: wrote }),
    unread: () => { files += 1; },
  });
  file.end();
  await once(file, 'finish');
  signal?.throwIfAborted();
  return { lines, files };
}
