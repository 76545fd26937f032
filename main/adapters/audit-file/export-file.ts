import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createWriteStream, type WriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { parseRecord } from '../../core/audit/record.ts';
import { CSV_HEAD, csvLine } from '../../core/audit/record-csv.ts';
import { createOcsfExport } from '../../core/audit/record-ocsf.ts';
import { sha256 } from '../digest/sha256.ts';
import { scanLines } from './lines.ts';
import type { Segment } from './segments.ts';

/** How an export is spelled. */
export type ExportFormat = 'jsonl' | 'csv' | 'ocsf';

/** Gives the text of each record in one format, in the log's order. Null: the line is no record. */
export function exportLines(format: ExportFormat): { readonly head: string; line(text: string | null): string | null } {
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

/** Follows an export while it is written. `wrote` is told of each record. */
export interface ExportWatch {
  readonly signal?: AbortSignal;
  readonly wrote?: () => void;
}

/**
 * Writes committed records to a file that its owner alone can read, in bounded memory. It has its name once it is whole and on
 * disk: what stood there before stays until then. Rejects where the disk refuses and once `signal` says so, and leaves nothing then.
 */
export async function exportToFile(segments: readonly Segment[], format: ExportFormat, path: string, watch: ExportWatch = {}): Promise<void> {
  const part = `${path}.${randomUUID().slice(0, 8)}.part`;
  const file = createWriteStream(part, { mode: 0o600, flags: 'wx', flush: true });
  await once(file, 'open');
  const failed = once(file, 'error').then(([error]: unknown[]) => { throw error; });
  try {
    await Promise.race([writeRecords(file, segments, format, watch), failed]);
    await rename(part, path);
  } catch (error) {
    file.destroy();
    await rm(part, { force: true });
    throw error;
  }
}

async function writeRecords(file: WriteStream, segments: readonly Segment[], format: ExportFormat, { signal, wrote }: ExportWatch): Promise<void> {
  const { head, line } = exportLines(format);
  file.write(head);
  for (const segment of segments) {
    await scanLines(segment.path, 0, segment.bytes, (text) => { file.write(line(text) ?? ''); wrote?.(); }, async () => {
      signal?.throwIfAborted();
      if (file.writableNeedDrain) await once(file, 'drain');
    });
  }
  file.end();
  await once(file, 'finish');
  signal?.throwIfAborted();
}
