import { randomBytes } from 'node:crypto';
import { lstat, mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { zipSync } from 'fflate';
import { SKILL_NAME } from '../../core/skills/front-matter.ts';
import { manifestText, SIGNATURE_FILE } from '../../core/skills/pack.ts';
import type { PackContent, PackStore } from '../../core/skills/ports.ts';
import { replaceWhole, writeNew } from '../files/whole-file.ts';
import { verifyBytes } from '../policy-sources/minisign.ts';
import { bytesOf } from './content.ts';
import { readPackArchive } from './read-archive.ts';
import { readPackFolder } from './read-folder.ts';

/** A date without meaning, so that the same pack gives the same archive. */
const NO_TIME = new Date('1980-01-02T00:00:00Z');

/** Beside the installed packs, where no skill can have its name: an archive of each as it was written. */
const KEPT = '.kept';

/** Packs in two folders: `shipped` is part of the program, `installed` belongs to the home. */
export function createPackStore(folders: { readonly shipped: string; readonly installed: string }): PackStore {
  const names = async (folder: string): Promise<readonly string[]> => {
    const found = await readdir(folder, { withFileTypes: true }).catch(() => []);
    return found.filter((entry) => entry.isDirectory() && SKILL_NAME.test(entry.name)).map(({ name }) => name).toSorted();
  };
  /** SECURITY: a name is a folder right below, never a path. */
  const placeOf = (folder: string, name: string): string => {
    if (!SKILL_NAME.test(name)) throw new TypeError('no name of a skill');
    return join(folder, name);
  };
  const keptAt = (name: string): string => `${placeOf(join(folders.installed, KEPT), name)}.zip`;
  return {
    shipped: () => names(folders.shipped),
    installed: () => names(folders.installed),
    open: async (from, name) => readPackFolder(placeOf(folders[from], name)),
    async openFrom(path) {
      const stat = await lstat(path).catch(() => null);
      return stat?.isFile() === true ? readPackArchive(path) : readPackFolder(path);
    },
    async write(name, pack) {
      const target = placeOf(folders.installed, name);
      const incoming = join(folders.installed, `.incoming-${randomBytes(8).toString('hex')}`);
      try {
        for (const [path, content] of bytesOf(pack)) {
          const file = join(incoming, ...path.split('/'));
          await mkdir(dirname(file), { recursive: true, mode: 0o700 });
          await writeFile(file, content, { flag: 'wx', mode: 0o600 });
        }
        await mkdir(dirname(keptAt(name)), { recursive: true, mode: 0o700 });
        await replaceWhole(keptAt(name), [archiveOf(pack, name)], { flushed: false });
        await rm(target, { recursive: true, force: true });
        await rename(incoming, target);
      } catch (error) {
        await rm(incoming, { recursive: true, force: true });
        throw error;
      }
    },
    kept: (name) => readPackArchive(keptAt(name)),
    async remove(name) {
      await rm(placeOf(folders.installed, name), { recursive: true, force: true });
      await rm(keptAt(name), { force: true });
    },
    async export(pack, path, replace) {
      const parts = [archiveOf(pack, pack.folder)];
      await (replace ? replaceWhole(path, parts, { flushed: true }) : writeNew(path, parts));
    },
    signature: (pack, keys) => verifyBytes(Buffer.from(manifestText(pack.files)), pack.text(SIGNATURE_FILE), keys),
  };
}

/** The same pack gives the same archive, byte for byte. */
function archiveOf(pack: PackContent, folder: string): Uint8Array {
  return zipSync(Object.fromEntries([...bytesOf(pack)].map(([file, content]) => [`${folder}/${file}`, content] as const)), { mtime: NO_TIME });
}
