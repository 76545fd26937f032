import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
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

/** Writes committed records to a file that its owner alone can read, in bounded memory. Rejects where the disk refuses. */
export async function exportToFile(segments: readonly Segment[], format: ExportFormat, path: string): Promise<void> {
  const { head, line } = exportLines(format);
  const file = createWriteStream(path, { mode: 0o600 });
  await once(file, 'open');
  const failed = once(file, 'error').then(([error]: unknown[]) => { throw error; });
  const work = async (): Promise<void> => {
    file.write(head);
    for (const segment of segments) {
      await scanLines(segment.path, 0, segment.bytes, (text) => { file.write(line(text) ?? ''); }, async () => { if (file.writableNeedDrain) await once(file, 'drain'); });
    }
    file.end();
    await once(file, 'finish');
  };
  await Promise.race([work(), failed]);
}
