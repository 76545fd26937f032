import { realpath, stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { delimiter, isAbsolute, join, resolve } from 'node:path';
import which from 'which';
import type { LocalServer } from '../../core/trust/server-config.ts';

/** A path with the home filled in. */
export function atHome(path: string): string {
  return path === '~' || path.startsWith('~/') ? homedir() + path.slice(1) : path;
}

export async function isFolder(path: string): Promise<boolean> {
  return (await stat(path).catch(() => null))?.isDirectory() ?? false;
}

/** A file with every link followed; null where there is none. */
export async function realFile(path: string): Promise<string | null> {
  try {
    const real = await realpath(path);
    return (await stat(real)).isFile() ? real : null;
  } catch {
    return null;
  }
}

/** The folders a launch's programs are looked for in: a configured PATH, for that is what the child would see, or our own. */
export function searchPath(config: LocalServer, environment: NodeJS.ProcessEnv): string {
  const given = config.env['PATH'];
  return given !== undefined && 'plain' in given ? given.plain : (environment['PATH'] ?? '');
}

/**
 * A program by its name, as a child would find it. SECURITY: in absolute folders alone. A relative one is another place for
 * the child than for us: what would be bound and what would run could differ.
 */
export async function onPath(name: string, path: string): Promise<string | null> {
  for (const folder of path.split(delimiter)) {
    const found = isAbsolute(folder) ? await which(join(folder, name), { nothrow: true, path: '' }) : null;
    if (found !== null) return found;
  }
  return null;
}

/** The program of a launch, as it would be found; null where there is none. */
export async function findProgram(config: LocalServer, cwd: string, environment: NodeJS.ProcessEnv): Promise<string | null> {
  const command = atHome(config.command);
  if (/[\\/]/.test(command)) return (await which(resolve(cwd, command), { nothrow: true, path: '' })) ?? null;
  return onPath(command, searchPath(config, environment));
}
