import { open, realpath } from 'node:fs/promises';
import { isAbsolute } from 'node:path';
import { isInterpreter } from './code-files.ts';
import { baseName } from './fetched-package.ts';
import type { FileDigests } from './file-digests.ts';
import { onPath } from './places.ts';

const SYSTEM = /^(\/usr\/|\/bin\/|\/sbin\/|\/opt\/|\/nix\/store\/|\/Library\/|\/System\/|[A-Z]:\\(Program Files|Windows)( \(x86\))?\\)/i;
/** A script may be run by a script, and so on; the system itself follows no more. */
const LONGEST_CHAIN = 5;

/** True for a place where only an administrator writes. */
export function isSystemPlace(path: string): boolean {
  return SYSTEM.test(path);
}

/** What runs a program: an interpreter of the system by its place, so that its update blocks nobody; one of somebody's own by its bytes. */
export async function interpreterOf(resolved: string, path: string, digests: FileDigests): Promise<string> {
  if (isInterpreter(resolved)) return originOf(resolved, digests);
  const chain: string[] = [];
  for (let file = resolved; chain.length < LONGEST_CHAIN;) {
    const next = await shebang(file, path);
    if (next === null) break;
    if (next.file === null) return [...chain, `system:${next.name}`].join(' ');
    chain.push(await originOf(next.file, digests));
    file = next.file;
  }
  return chain.length === 0 ? 'none' : chain.join(' ');
}

async function originOf(file: string, digests: FileDigests): Promise<string> {
  return isSystemPlace(file) ? `system:${file}` : `file:${await digests.file(file)}`;
}

/** The interpreter that a script's first line asks for; its file is null where it is not there. Null: it asks for none. */
async function shebang(file: string, path: string): Promise<{ readonly name: string; readonly file: string | null } | null> {
  const name = await askedFor(file);
  if (name === null) return null;
  // SECURITY: what `env` finds is looked for as the child would: its search path may begin in anybody's folder.
  const found = isAbsolute(name) ? name : await onPath(name, path);
  return { name, file: found === null ? null : await realpath(found).catch(() => null) };
}

async function askedFor(file: string): Promise<string | null> {
  const handle = await open(file, 'r').catch(() => null);
  if (handle === null) return null;
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(256), 0, 256, 0);
    const line = buffer.toString('utf8', 0, bytesRead).split('\n')[0] ?? '';
    const parts = /^#!\s*(\S+)(?:\s+(?:-S\s+)?(\S+))?/.exec(line);
    if (parts === null) return null;
    return baseName(parts[1] ?? '') === 'env' ? (parts[2] ?? 'env') : (parts[1] ?? null);
  } finally {
    await handle.close();
  }
}
