import { stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { visible } from '../../../preload/contract/language/index.ts';
import { WrongCall, type CommandContext } from '../command.ts';

/** The folders of the log that is meant: a home, or the folder of its segments. Without a name, the home in use. */
export async function logFoldersAt({ rest, path, home }: CommandContext): Promise<{ audit: string; anchors: string }> {
  const [given] = rest;
  const folder = given === undefined ? home.path : path(given);
  if (!await isFolder(folder)) throw new WrongCall('cli.no-folder', { path: given ?? folder });
  return await isFolder(join(folder, 'audit'))
    ? { audit: join(folder, 'audit'), anchors: join(folder, 'anchors') }
    : { audit: folder, anchors: join(dirname(folder), 'anchors') };
}

/** Says that a file was not read. Gives true. */
export function sayUnreadable({ terminal }: CommandContext, file: string): true {
  terminal.say(terminal.t('cli.file-unreadable', { file: visible(file, 80) }));
  return true;
}

async function isFolder(path: string): Promise<boolean> {
  return stat(path).then((found) => found.isDirectory(), () => false);
}
