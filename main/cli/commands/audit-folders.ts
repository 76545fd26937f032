import { stat } from 'node:fs/promises';
import { findLog, logOfHome, type LogPlace } from '../../adapters/audit-file/log-place.ts';
import { visible } from '../../../preload/contract/language/index.ts';
import { WrongCall, type CommandContext } from '../command.ts';

/** The log that is meant: of a home, or of the folder of its segments. Without a name, the home in use. Its folder may be gone: only a verification says so. */
export async function logPlaceAt({ rest, path, home }: CommandContext): Promise<LogPlace> {
  const [given] = rest;
  const folder = given === undefined ? home.path : path(given);
  if (!await isFolder(folder)) throw new WrongCall('cli.no-folder', { path: given ?? folder });
  const found = given === undefined ? logOfHome(folder) : await findLog(folder);
  if (found === null) throw new WrongCall('cli.no-log', { path: given ?? folder });
  return found;
}

/** The folder of the segments, to be read. A log that is gone answers no question. */
export async function segmentsAt(context: CommandContext): Promise<string> {
  const { audit } = await logPlaceAt(context);
  if (!await isFolder(audit)) throw new WrongCall('cli.log-gone', { path: audit });
  return audit;
}

/** Says that a file was not read. Gives true. */
export function sayUnreadable({ terminal }: CommandContext, file: string): true {
  terminal.say(terminal.t('cli.file-unreadable', { file: visible(file, 80) }));
  return true;
}

function isFolder(path: string): Promise<boolean> {
  return stat(path).then((found) => found.isDirectory(), () => false);
}
