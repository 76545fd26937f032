import { realpathSync } from 'node:fs';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';

/** Where Countersign keeps its own files when nobody says otherwise; the app and the command line share it. */
export function defaultHome(env: NodeJS.ProcessEnv, platform: NodeJS.Platform): string {
  if (platform === 'win32') return join(env['APPDATA'] ?? join(homedir(), 'AppData', 'Roaming'), 'Countersign');
  if (platform === 'darwin') return join(homedir(), 'Library', 'Application Support', 'Countersign');
  const configured = env['XDG_CONFIG_HOME'];
  return join(configured !== undefined && configured.startsWith('/') ? configured : join(homedir(), '.config'), 'countersign');
}

/** True when both paths lead to the same folder, also through links. A folder that does not exist is compared by name. */
export function isSameFolder(one: string, other: string): boolean {
  return real(one) === real(other);
}

function real(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return resolve(path);
  }
}
