import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { lstat, readdir, realpath, stat } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';

/** Bounds of one package tree: what is larger is no installed package. */
export const TREE = { files: 5000, bytes: 256 * 1024 * 1024 } as const;

interface Known {
  readonly stamp: string;
  readonly digest: string;
}

/** Digests of files, kept as long as nothing about a file moved: its times (change time too), size and inode. */
export class FileDigests {
  readonly #known = new Map<string, Known>();

  /** SHA-256 of one file's bytes. Rejects when it cannot be read. */
  async file(path: string): Promise<string> {
    const { mtimeMs, ctimeMs, size, ino } = await stat(path);
    const stamp = `${mtimeMs} ${ctimeMs} ${size} ${ino}`;
    const known = this.#known.get(path);
    if (known?.stamp === stamp) return known.digest;
    const hash = createHash('sha256');
    for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer);
    const digest = hash.digest('hex');
    this.#known.set(path, { stamp, digest });
    return digest;
  }

  /**
   * SHA-256 over the sorted files of a folder and their digests, without nested `node_modules` and `.git`; links that
   * leave the folder are left out. Null where the tree is larger than {@link TREE}.
   */
  async tree(root: string): Promise<string | null> {
    const files: string[] = [];
    if (!(await collect(root, root, files, { bytes: 0 }))) return null;
    const hash = createHash('sha256');
    const named = files.map((path) => ({ path, name: relative(root, path).split(sep).join('/') }));
    // By the name that is hashed: a release has the same digest on every system.
    for (const { path, name } of named.sort((a, b) => (a.name < b.name ? -1 : 1))) hash.update(`${name}\0${await this.file(path)}\n`);
    return hash.digest('hex');
  }
}

/** Gathers the files below a folder; false once there are too many or they are too large. */
async function collect(root: string, folder: string, files: string[], sum: { bytes: number }): Promise<boolean> {
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) {
      if (entry.name === 'node_modules' || entry.name === '.git') continue;
      if (!(await collect(root, path, files, sum))) return false;
    } else if (entry.isFile() || (entry.isSymbolicLink() && (await isFileInside(root, path)))) {
      files.push(path);
      sum.bytes += (await lstat(path)).size;
      if (files.length > TREE.files || sum.bytes > TREE.bytes) return false;
    }
  }
  return true;
}

async function isFileInside(root: string, link: string): Promise<boolean> {
  try {
    const target = await realpath(link);
    return target.startsWith(root + sep) && (await stat(target)).isFile();
  } catch {
    return false;
  }
}
