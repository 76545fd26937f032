import { FILE_LIMITS, fileProblem, type TableFormat, type TableOptions, type TableRead } from '../../core/skills/files.ts';
import { readCsv } from './csv.ts';
import { readIcs } from './ics.ts';
import { readJson } from './json.ts';
import { readXlsx } from './xlsx.ts';

/**
 * Reads a table from a file's bytes, as what its content says it is; its name is only a name. Never rejects: what cannot be read
 * right is refused with its reason, its row and its column. Runs off the main thread.
 */
export async function readTable(bytes: Uint8Array, file: string, options: TableOptions): Promise<TableRead> {
  if (bytes.length === 0) return { ok: false, problems: [fileProblem('empty')] };
  if (bytes.length > FILE_LIMITS.bytes) return { ok: false, problems: [fileProblem('too-large', null, null, String(bytes.length))] };
  const format = formatOf(bytes);
  if (format === 'old' || format === null) return { ok: false, problems: [fileProblem(format === 'old' ? 'old-format' : 'unknown-format')] };
  if (options.formats !== undefined && !options.formats.includes(format)) return { ok: false, problems: [fileProblem('format-not-taken', null, null, format)] };
  switch (format) {
    case 'csv': return readCsv(bytes, file, options);
    case 'json': return readJson(bytes, file, options);
    case 'ics': return readIcs(bytes, file, options);
    case 'xlsx': return readXlsx(bytes, file, options);
  }
}

function formatOf(bytes: Uint8Array): TableFormat | 'old' | null {
  const begins = (...signature: readonly number[]): boolean => signature.every((byte, at) => bytes[at] === byte);
  if (begins(0x50, 0x4B)) return 'xlsx';
  if (begins(0xD0, 0xCF, 0x11, 0xE0)) return 'old';
  if (begins(0x25, 0x50, 0x44, 0x46) || begins(0x89, 0x50, 0x4E, 0x47) || begins(0xFF, 0xD8, 0xFF) || begins(0x47, 0x49, 0x46)) return null;
  const start = beginningOf(bytes);
  if (/^BEGIN:VCALENDAR/i.test(start)) return 'ics';
  if (/^<(\?xml|!doctype|html|table)/i.test(start)) return null;
  return start.startsWith('{') || start.startsWith('[') ? 'json' : 'csv';
}

/** The first letters, as far as they are plain ones: enough to know a format by, in any encoding. */
function beginningOf(bytes: Uint8Array): string {
  const [first, second] = bytes;
  const wide = (first === 0xFF && second === 0xFE) || second === 0 ? 'utf-16le' : (first === 0xFE && second === 0xFF) || first === 0 ? 'utf-16be' : 'latin1';
  return new TextDecoder(wide).decode(bytes.subarray(0, 400)).replace(/^(ï»¿|\uFEFF)/, '').trimStart();
}
