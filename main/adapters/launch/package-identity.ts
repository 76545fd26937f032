import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { PackageIdentity } from '../../core/trust/launch.ts';
import { claimsIn, type PackageClaims } from '../../core/trust/package-claims.ts';
import type { FileDigests } from './file-digests.ts';

/** The package a file belongs to, by the nearest `package.json` with a name; null where there is none or it is no package. */
export async function packageOf(file: string, digests: FileDigests): Promise<PackageIdentity | null> {
  for (let folder = dirname(file); ; folder = dirname(folder)) {
    const named = await manifest(join(folder, 'package.json'));
    if (named !== null) {
      const treeDigest = await digests.tree(folder);
      return treeDigest === null ? null : { ...named, treeDigest };
    }
    if (folder === dirname(folder)) return null;
  }
}

/** What the manifest of the package a file belongs to says of its makers; null where there is none. */
export async function claimsOf(file: string): Promise<PackageClaims | null> {
  for (let folder = dirname(file); ; folder = dirname(folder)) {
    const path = join(folder, 'package.json');
    if ((await manifest(path)) !== null) return claimsIn(await readFile(path, 'utf8').then(JSON.parse).catch(() => null));
    if (folder === dirname(folder)) return null;
  }
}

async function manifest(path: string): Promise<{ name: string; version: string } | null> {
  try {
    const { name, version } = JSON.parse(await readFile(path, 'utf8')) as { name?: unknown; version?: unknown };
    return typeof name === 'string' ? { name, version: typeof version === 'string' ? version : '' } : null;
  } catch {
    return null;
  }
}
