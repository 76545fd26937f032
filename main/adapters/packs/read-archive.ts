import { readFile, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { fromBuffer, type Entry, type ZipFile } from 'yauzl';
import { entryProblems, PACK_LIMITS, type PackEntry, type PackProblem, type PackProblemCode } from '../../core/skills/pack.ts';
import type { PackRead } from '../../core/skills/ports.ts';
import { EntryTooLarge, readEntry } from '../archives/read-entry.ts';
import { packOf } from './content.ts';

/** Unix file types in the upper half of an entry's attributes. */
const TYPE_MASK = 0o170000;
const LINK = 0o120000;
const FILE = 0o100000;
const FOLDER = 0o040000;

class Refused extends Error {
  readonly problem: PackProblem;
  constructor(code: PackProblemCode, path: string) {
    super(code);
    this.problem = { code, path: path.slice(0, 200) };
  }
}

/**
 * Reads an archive as a pack, into memory and never to disk. The directory is judged whole before an entry is opened, and the
 * bytes are counted as they come. One folder around everything is taken off.
 */
export async function readPackArchive(path: string): Promise<PackRead> {
  const found = await stat(path).catch(() => null);
  if (found === null || !found.isFile()) return { ok: false, problems: [{ code: 'not-found', path: '' }] };
  if (found.size > PACK_LIMITS.archiveBytes) return { ok: false, problems: [{ code: 'too-large', path: '' }] };
  try {
    const archive = await readFile(path);
    const zip = await openZip(archive);
    const entries = await listEntries(zip);
    const problems = entryProblems(entries.map(({ entry, kind }): PackEntry => ({ path: entry.fileName, size: entry.uncompressedSize, kind })));
    if (problems.length > 0) return { ok: false, problems };
    const bytes = new Map<string, Uint8Array>();
    let room: number = PACK_LIMITS.bytes;
    for (const { entry, kind } of entries) {
      if (kind !== 'file') continue;
      const content = await readEntry(zip, entry, Math.min(room, PACK_LIMITS.fileBytes));
      room -= content.length;
      bytes.set(entry.fileName, content);
    }
    const { inner, folder } = withoutOuterFolder(bytes, basename(path).replace(/\.(zip|skill)$/i, ''));
    return packOf(folder, inner);
  } catch (failed) {
    const error = failed instanceof EntryTooLarge ? new Refused('bomb', failed.entry) : failed;
    return { ok: false, problems: [error instanceof Refused ? error.problem : { code: 'not-an-archive', path: '' }] };
  }
}

function openZip(archive: Buffer): Promise<ZipFile> {
  return new Promise((resolve, reject) => {
    // Names as they stand, so that they are judged here and not made harmless there.
    fromBuffer(archive, { lazyEntries: true, autoClose: false, strictFileNames: true, validateEntrySizes: true }, (error, zip) => { if (error) reject(error); else resolve(zip); });
  });
}

interface Listed {
  readonly entry: Entry;
  readonly kind: PackEntry['kind'];
}

function listEntries(zip: ZipFile): Promise<readonly Listed[]> {
  if (zip.entryCount > PACK_LIMITS.files) return Promise.reject(new Refused('too-many-entries', String(zip.entryCount)));
  return new Promise((resolve, reject) => {
    const entries: Listed[] = [];
    zip.on('error', (error: Error) => { reject(/path|file name|characters/i.test(error.message) ? new Refused('bad-path', error.message) : error); });
    zip.on('end', () => { resolve(entries); });
    zip.on('entry', (entry: Entry) => {
      if (entries.length >= PACK_LIMITS.files) return reject(new Refused('too-many-entries', String(entries.length)));
      if (entry.isEncrypted()) return reject(new Refused('encrypted', entry.fileName));
      if (entry.uncompressedSize > 1024 * 1024 && entry.uncompressedSize > entry.compressedSize * PACK_LIMITS.ratio) return reject(new Refused('bomb', entry.fileName));
      entries.push({ entry, kind: kindOf(entry) });
      zip.readEntry();
    });
    zip.readEntry();
  });
}

function kindOf(entry: Entry): PackEntry['kind'] {
  const type = (entry.externalFileAttributes >>> 16) & TYPE_MASK;
  if (type === LINK) return 'link';
  if (entry.fileName.endsWith('/')) return type === 0 || type === FOLDER ? 'folder' : 'other';
  return type === 0 || type === FILE ? 'file' : 'other';
}

/** `name/SKILL.md` and so on: archives often hold the folder itself. */
function withoutOuterFolder(bytes: ReadonlyMap<string, Uint8Array>, folder: string): { readonly inner: ReadonlyMap<string, Uint8Array>; readonly folder: string } {
  const tops = new Set([...bytes.keys()].map((path) => (path.includes('/') ? path.slice(0, path.indexOf('/')) : '')));
  const [top = ''] = tops;
  if (tops.size !== 1 || top === '') return { inner: bytes, folder };
  return { inner: new Map([...bytes].map(([path, content]) => [path.slice(top.length + 1), content])), folder: top };
}
