import { realpathSync, statSync } from 'node:fs';
import { homedir, userInfo } from 'node:os';
import { join, resolve } from 'node:path';

/** Where Countersign keeps its own files when nobody says otherwise; the app and the command line share it. */
export function defaultHome(env: NodeJS.ProcessEnv, platform: NodeJS.Platform, folder = homedir()): string {
  if (platform === 'win32') return join(env['APPDATA'] ?? join(folder, 'AppData', 'Roaming'), 'Countersign');
  if (platform === 'darwin') return join(folder, 'Library', 'Application Support', 'Countersign');
  const configured = env['XDG_CONFIG_HOME'];
  return join(configured !== undefined && configured.startsWith('/') ? configured : join(folder, '.config'), 'countersign');
}

/**
 * True for the home that people use. SECURITY: also where the environment says that theirs is another one: whoever starts
 * a command may set it.
 */
export function isPeoplesHome(home: string, env: NodeJS.ProcessEnv, platform: NodeJS.Platform, accountFolder = userInfo().homedir): boolean {
  return [defaultHome(env, platform), defaultHome({}, platform), defaultHome({}, platform, accountFolder)].some((usual) => isSameFolder(home, usual));
}

/** True when both paths lead to the same folder, also through links and in another case. One that does not exist is compared by name. */
export function isSameFolder(one: string, other: string): boolean {
  return real(one) === real(other) || sameOnDisk(one, other);
}

function sameOnDisk(one: string, other: string): boolean {
  try {
    const [a, b] = [statSync(one, { bigint: true }), statSync(other, { bigint: true })];
    return a.ino !== 0n && a.ino === b.ino && a.dev === b.dev;
  } catch {
    return false;
  }
}

function real(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return resolve(path);
  }
}
