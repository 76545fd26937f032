import { createHash } from 'node:crypto';
import { lstat, open, opendir } from 'node:fs/promises';
import { constants } from 'node:fs';
import { join } from 'node:path';
import { fileProblem, type FileProblemCode, type TableRead } from '../../core/skills/files.ts';
import type { CellProblem, TableRow } from '../../core/skills/plan/table.ts';
import type { MediaLimits, SkillWork } from '../../core/skills/ports.ts';
import { FOLDER_COLUMNS } from '../../core/skills/references.ts';

/** All files of one run together. */
const MOST_BYTES = 64 * 1024 * 1024;

/**
 * The files right inside a folder, by name, each as a row; folders in it, links and hidden files are not gone into. A file's type
 * is what its content is, which a thread says. What is not taken is a row with its reason and without content.
 */
export async function readMedia(work: SkillWork, path: string, limits: MediaLimits): Promise<TableRead> {
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
    const read = await readOne(work, join(path, name), name, limits, room);
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

async function readOne(work: SkillWork, path: string, name: string, limits: MediaLimits, room: number): Promise<FileProblemCode | { readonly bytes: Buffer; readonly mimeType: string }> {
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
    const look = await work.lookAt(bytes);
    if (look === null) return 'too-slow';
    if (look.mimeType === null || !limits.mimeTypes.includes(look.mimeType)) return 'media-type';
    return look.active ? 'media-active' : { bytes, mimeType: look.mimeType };
  } finally {
    await handle.close();
  }
}
