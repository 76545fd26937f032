import { lstat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import type { LocalServer } from '../../core/trust/server-config.ts';

/** Variables that say where a runner finds its settings and what it fetched before. */
const ELSEWHERE = /^(HOME|USERPROFILE|HOMEDRIVE|HOMEPATH|XDG_CONFIG_(HOME|DIRS)|XDG_(CACHE|DATA)_HOME|APPDATA|LOCALAPPDATA|PROGRAMDATA|PREFIX|DESTDIR)$/i;

/**
 * True where a name with an exact version may be another package than the registry's: settings or stores of the
 * configuration's own, or a project around the folder that holds a package of that name or says where packages come from.
 */
export async function mayBeAnother(config: LocalServer, name: string, cwd: string): Promise<boolean> {
  if (Object.keys(config.env).some((variable) => ELSEWHERE.test(variable))) return true;
  // npm takes the nearest folder with one of these as the project, and runs a package that it holds instead of fetching it.
  for (let folder = cwd; ; folder = dirname(folder)) {
    if (await exists(join(folder, 'node_modules', name))) return true;
    // The person's own settings hold wherever they are; those of a project are its author's.
    if (folder !== homedir() && await anyOf(folder, ['.npmrc', 'uv.toml', 'pip.conf', 'bunfig.toml', '.yarnrc', '.yarnrc.yml'])) return true;
    if (folder === dirname(folder) || await anyOf(folder, ['package.json', 'node_modules'])) return false;
  }
}

async function anyOf(folder: string, names: readonly string[]): Promise<boolean> {
  for (const name of names) if (await exists(join(folder, name))) return true;
  return false;
}

async function exists(path: string): Promise<boolean> {
  return lstat(path).then(() => true, () => false);
}
