import { constants, type Dirent } from 'node:fs';
import { lstat, open, opendir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { entryProblems, PACK_LIMITS, type PackEntry } from '../../core/skills/pack.ts';
import type { PackRead } from '../../core/skills/ports.ts';
import { packOf } from './content.ts';

/** Reads a folder as a pack. Links are refused, not followed; the names are judged before a byte is read. */
export async function readPackFolder(path: string): Promise<PackRead> {
  const stat = await lstat(path).catch(() => null);
  if (stat === null) return { ok: false, problems: [{ code: 'not-found', path: '' }] };
  if (!stat.isDirectory()) return { ok: false, problems: [{ code: stat.isSymbolicLink() ? 'link' : 'special-file', path: '' }] };
  const entries: PackEntry[] = [];
  await list(path, '', entries);
  const problems = entryProblems(entries);
  if (problems.length > 0) return { ok: false, problems };
  const bytes = new Map<string, Uint8Array>();
  for (const entry of entries) {
    if (entry.kind !== 'file') continue;
    // SECURITY: opened without following a link, so that what was judged is what is read.
    const handle = await open(join(path, ...entry.path.split('/')), constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0)).catch(() => null);
    if (handle === null) return { ok: false, problems: [{ code: 'link', path: entry.path }] };
    try {
      // Read no further than was judged: a file may grow meanwhile, and some have no end.
      const content = Buffer.alloc(entry.size + 1);
      const { bytesRead } = await handle.read(content, 0, content.length, 0);
      if (bytesRead !== entry.size) return { ok: false, problems: [{ code: 'changed', path: entry.path }] };
      bytes.set(entry.path, content.subarray(0, bytesRead));
    } finally {
      await handle.close();
    }
  }
  return packOf(basename(path), bytes);
}

async function list(root: string, below: string, entries: PackEntry[]): Promise<void> {
  if (entries.length > PACK_LIMITS.files || below.split('/').length > PACK_LIMITS.depth + 1) return;
  for await (const entry of await opendir(join(root, below))) {
    const path = below === '' ? entry.name : `${below}/${entry.name}`;
    const kind = kindOf(entry);
    const size = kind === 'file' ? (await lstat(join(root, path))).size : 0;
    entries.push({ path, size, kind });
    if (entries.length > PACK_LIMITS.files) return;
    if (kind === 'folder') await list(root, path, entries);
  }
}

function kindOf(entry: Dirent): PackEntry['kind'] {
  if (entry.isSymbolicLink()) return 'link';
  return entry.isFile() ? 'file' : entry.isDirectory() ? 'folder' : 'other';
}
