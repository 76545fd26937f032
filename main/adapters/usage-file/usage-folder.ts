import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';

/** Where use is counted: one folder for each account of the system, whatever home is open. */
export function usageFolder(env: NodeJS.ProcessEnv, platform: NodeJS.Platform): string {
  const place = (given: string | undefined, otherwise: string): string => (given !== undefined && isAbsolute(given) ? given : otherwise);
  if (platform === 'win32') return join(place(env['LOCALAPPDATA'], join(homedir(), 'AppData', 'Local')), 'Countersign State', 'usage');
  if (platform === 'darwin') return join(homedir(), 'Library', 'Application Support', 'Countersign State', 'usage');
  return join(place(env['XDG_STATE_HOME'], join(homedir(), '.local', 'state')), 'countersign', 'usage');
}
