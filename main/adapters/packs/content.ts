import { createHash } from 'node:crypto';
import { entryProblems, type PackEntry, type PackFile } from '../../core/skills/pack.ts';
import type { PackContent, PackRead } from '../../core/skills/ports.ts';

/** A pack whose bytes are in memory. Only this room sees the bytes. */
export interface OpenedPack extends PackContent {
  readonly bytes: ReadonlyMap<string, Uint8Array>;
}

/** Makes a pack of files that were read; checks once more what it is told, for reading and telling may differ. */
export function packOf(folder: string, bytes: ReadonlyMap<string, Uint8Array>): PackRead & { readonly ok: boolean } {
  const entries = [...bytes].map(([path, content]): PackEntry => ({ path, size: content.length, kind: 'file' }));
  const problems = entryProblems(entries);
  if (problems.length > 0) return { ok: false, problems };
  if (entries.length === 0) return { ok: false, problems: [{ code: 'empty', path: '' }] };
  const files = [...bytes].map(([path, content]): PackFile => ({ path, size: content.length, sha256: createHash('sha256').update(content).digest('hex') }))
    .toSorted((a, b) => (a.path < b.path ? -1 : 1));
  const pack: OpenedPack = {
    folder, files, bytes,
    text(path) {
      const content = bytes.get(path);
      if (content === undefined) return null;
      try {
        return new TextDecoder('utf-8', { fatal: true }).decode(content);
      } catch {
        return null;
      }
    },
  };
  return { ok: true, pack };
}

export function bytesOf(pack: PackContent): ReadonlyMap<string, Uint8Array> {
  if (!('bytes' in pack) || !(pack.bytes instanceof Map)) throw new TypeError('a pack of this room');
  return pack.bytes as ReadonlyMap<string, Uint8Array>;
}
