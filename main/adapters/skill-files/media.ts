import { createHash } from 'node:crypto';
import { lstat, open, opendir } from 'node:fs/promises';
import { constants } from 'node:fs';
import { join } from 'node:path';
import { fileTypeFromBuffer } from 'file-type';
import { fileProblem, type FileProblemCode, type TableRead } from '../../core/skills/files.ts';
import type { CellProblem, TableRow } from '../../core/skills/plan/table.ts';
import type { MediaLimits } from '../../core/skills/ports.ts';
import { FOLDER_COLUMNS } from '../../core/skills/references.ts';

/** All files of one run together. */
const MOST_BYTES = 64 * 1024 * 1024;

/**
 * The files right inside a folder, by name, each as a row; folders in it, links and hidden files are not gone into. A file's type
 * is what its content is. What is not taken is a row with its reason and without content.
 */
export async function readMedia(path: string, limits: MediaLimits): Promise<TableRead> {
  const stat = await lstat(path).catch(() => null);
  if (stat === null) return { ok: false, problems: [fileProblem('no-file')] };
  if (!stat.isDirectory()) return { ok: false, problems: [fileProblem(stat.isSymbolicLink() ? 'link' : 'not-a-file')] };
  const names: string[] = [];
  for await (const entry of await opendir(path)) {
    if (entry.name.startsWith('.') || entry.isDirectory()) continue;
    names.push(entry.name);
    if (names.length > limits.maxFiles) return { ok: false, problems: [fileProblem('too-many-files', null, null, String(limits.maxFiles))] };
  }
  const rows: TableRow[] = [];
  const problems: CellProblem[] = [];
  let room = MOST_BYTES;
  for (const [index, name] of names.toSorted().entries()) {
    const at = index + 1;
    const read = await readOne(join(path, name), name, limits, room);
    if (typeof read === 'string') {
      problems.push({ at, column: null, code: read, text: name.slice(0, 120) });
      rows.push({ at, cells: [name, null, null, null, null] });
      continue;
    }
    room -= read.bytes.length;
    rows.push({ at, cells: [name, read.mimeType, read.bytes.length, read.bytes.toString('base64'), createHash('sha256').update(read.bytes).digest('hex')] });
  }
  if (rows.length === 0) return { ok: false, problems: [fileProblem('empty')] };
  return {
    ok: true, table: { file: path.split(/[\\/]/).findLast((part) => part !== '') ?? path, sheet: null, header: FOLDER_COLUMNS, rows, problems },
    found: { format: 'json', encoding: null, delimiter: null, decimal: null, sheet: null, sheets: [], headerRow: null, zone: null, ignored: 0 },
  };
}

async function readOne(path: string, name: string, limits: MediaLimits, room: number): Promise<FileProblemCode | { readonly bytes: Buffer; readonly mimeType: string }> {
  if (!name.isWellFormed() || name.length > 120 || /[\u0000-\u001F\\/:*?"<>|]/.test(name)) return 'name-not-usable';
  // SECURITY: opened without following a link, and judged by what was opened.
  const handle = await open(path, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0)).catch((error: NodeJS.ErrnoException) => error.code);
  if (typeof handle === 'string' || handle === undefined) return handle === 'ELOOP' ? 'link' : 'no-file';
  try {
    const stat = await handle.stat();
    if (!stat.isFile()) return 'not-a-file';
    if (stat.size > limits.maxBytes || stat.size > room) return 'media-too-large';
    const bytes = await handle.readFile();
    if (bytes.length > limits.maxBytes) return 'media-too-large';
    const mimeType = await typeOf(bytes);
    if (mimeType === null || !limits.mimeTypes.includes(mimeType)) return 'media-type';
    return mimeType === 'image/svg+xml' && isActive(bytes) ? 'media-active' : { bytes, mimeType };
  } finally {
    await handle.close();
  }
}

async function typeOf(bytes: Buffer): Promise<string | null> {
  const found = await fileTypeFromBuffer(bytes);
  if (found !== undefined && found.mime !== 'application/xml') return found.mime;
  const start = bytes.subarray(0, 4_096);
  if (start.includes(0)) return null;
  const text = start.toString('utf8');
  if (/^\uFEFF?\s*(<\?xml[^>]*>\s*)?(<!--[\s\S]*?-->\s*|<!DOCTYPE svg[^>]*>\s*)*<svg[\s>]/i.test(text)) return 'image/svg+xml';
  return /^\uFEFF?\s*</.test(text) ? null : 'text/plain';
}

/** A picture that runs something or fetches something is no picture. */
function isActive(bytes: Buffer): boolean {
  return /<\s*(script|foreignObject|iframe|object|embed|handler)|\son\w+\s*=|(href|src)\s*=\s*["']\s*(?!#|data:image\/(png|jpeg|gif|webp);)|@import|url\(\s*["']?(?!#|["']?data:image)|<!ENTITY/i.test(bytes.toString('utf8'));
}
