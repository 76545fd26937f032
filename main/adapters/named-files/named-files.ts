import { createHash } from 'node:crypto';
import { constants } from 'node:fs';
import { lstat, open, realpath, stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { basename, dirname, isAbsolute, join, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { pathCandidates, type PathCandidate } from '../../core/policy/protected-paths.ts';
import type { NamedFile } from '../../core/preview/preview.ts';
import type { NamedFiles } from '../../core/ports.ts';

/** So much is read of one file, and of all that one call names, in bytes; more is not bound, and said so. */
const MOST_BYTES = 64 * 1024 * 1024;
/** So many paths of one call are looked at. */
const MOST_PATHS = 50;

/** What one path of the arguments came to: a file with its digest, nothing there, no file of ours to read, or a place to work in. */
type Found = NamedFile | 'open' | 'place';

/**
 * Reads the files that a call's arguments name and gives their digests, where a local server would find them: in the
 * folders its launch names, links followed, plain files only. Whatever cannot be told for sure is `open`. Nothing of a file
 * leaves here but its size and its digest.
 */
export function createNamedFiles(foldersOf: (serverId: string) => readonly string[]): NamedFiles {
  return {
    async read(serverId, args) {
      const candidates = pathCandidates(args);
      if (candidates.length === 0) return { files: [], open: false };
      const folders = await realFolders(foldersOf(serverId));
      if (folders.length === 0 || candidates.length > MOST_PATHS) return { files: [], open: true };
      const files: NamedFile[] = [];
      let isOpen = false;
      let left = MOST_BYTES;
      for (const candidate of candidates) {
        const found = await look(candidate, folders, left).catch((): Found => 'open');
        if (found === 'open') isOpen = true;
        if (typeof found === 'string') continue;
        left -= found.bytes;
        files.push(found);
      }
      return { files, open: isOpen };
    },
  };
}

/** The folders among what a launch names, as they really are. */
async function realFolders(named: readonly string[]): Promise<string[]> {
  const texts = named.map((text) => text.replace(/^--?[\w-]+=/, '')).filter(isAbsolute);
  const real = await Promise.all([...new Set(texts)].map(async (text) => {
    const path = await realpath(text).catch(() => null);
    return path !== null && (await stat(path)).isDirectory() ? [path] : [];
  }));
  return [...new Set(real.flat())];
}

async function look(candidate: PathCandidate, folders: readonly string[], left: number): Promise<Found> {
  const text = spelled(candidate.text);
  if (text === null) return 'open';
  if (isAbsolute(text)) return lookAt(candidate, text, folders, left);
  const places = await Promise.all(folders.map(async (folder) => ((await realpath(join(folder, text)).catch(() => null)) === null ? [] : [join(folder, text)])));
  const [only, ...others] = places.flat();
  // From which of its folders a server starts is not known: two files of that name are none.
  return only === undefined || others.length > 0 ? 'open' : lookAt(candidate, only, folders, left);
}

/** The path as any server would read it; null for a text that servers read differently. */
function spelled(text: string): string | null {
  if (text !== text.trim() || /[%$\0]/.test(text)) return null;
  if (/^file:/i.test(text)) return fileURLToPath(text);
  if (text.startsWith('~')) return /^~[/\\]/.test(text) ? join(homedir(), text.slice(2)) : null;
  return text;
}

async function lookAt({ pointer, anchor }: PathCandidate, path: string, folders: readonly string[], left: number): Promise<Found> {
  const real = await realpath(path).catch(() => null);
  if (real === null) {
    // A link to nothing is something; only what is not there at all is absent.
    const parent = await realpath(dirname(path));
    const place = join(parent, basename(path));
    return isWithin(place, folders) && (await lstat(place).catch(() => null)) === null ? { pointer, path: place, bytes: 0, digest: null } : 'open';
  }
  if (!isWithin(real, folders)) return 'open';
  const about = await stat(real);
  if (about.isDirectory()) return anchor ? 'place' : 'open';
  if (!about.isFile() || about.size > left) return 'open';
  const read = await digestOfFile(real, left);
  return read === null ? 'open' : { pointer, path: real, ...read };
}

function isWithin(path: string, folders: readonly string[]): boolean {
  return folders.some((folder) => path === folder || path.startsWith(folder.endsWith(sep) ? folder : `${folder}${sep}`));
}

/** SECURITY: the opened file counts, not the path; a pipe or a device is never waited for. */
async function digestOfFile(path: string, most: number): Promise<{ readonly bytes: number; readonly digest: string } | null> {
  const handle = await open(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0) | (constants.O_NOFOLLOW ?? 0));
  try {
    if (!(await handle.stat()).isFile()) return null;
    const hash = createHash('sha256');
    let bytes = 0;
    for await (const chunk of handle.createReadStream({ autoClose: false }) as AsyncIterable<Buffer>) {
      bytes += chunk.length;
      if (bytes > most) return null;
      hash.update(chunk);
    }
    return { bytes, digest: hash.digest('hex') };
  } finally {
    await handle.close();
  }
}
