import { createHash } from 'node:crypto';
import { readdir, readFile, realpath, stat } from 'node:fs/promises';
import { dirname, join, relative, resolve, sep } from 'node:path';
import type { Launch } from '../../core/trust/launch.ts';
import type { BundleIdentity } from '../../core/trust/resolution.ts';
import { verifyBytes } from '../policy-sources/minisign.ts';
import { isInterpreter } from './code-files.ts';
import { FileDigests } from './file-digests.ts';
import { isSystemPlace } from './interpreter.ts';

/** The publisher's detached signature (minisign) over the listing of a bundle, in its topmost folder. */
export const BUNDLE_SIGNATURE = 'countersign.minisig';
/** What is larger is no bundle: reading it would hold up each start. */
const MOST = { files: 20_000, bytes: 512 * 1024 * 1024 } as const;

/** A launch that runs nothing but files of one folder, as far as a launch says. Null for every other. */
export async function bundleRoot(launch: Launch): Promise<string | null> {
  if (launch.kind !== 'local') return null;
  const main = await mainFile(launch);
  if (main === null) return null;
  for (let folder = dirname(main); folder !== dirname(folder); folder = dirname(folder)) {
    if (await isFile(join(folder, BUNDLE_SIGNATURE)) || await isNamedPackage(join(folder, 'package.json'))) {
      // SECURITY: a package among others loads those beside it, which are no part of it.
      return folder.split(sep).includes('node_modules') ? null : folder;
    }
  }
  return null;
}

/**
 * The program itself, or the script that is an interpreter's first argument. An interpreter must be the system's: one of
 * somebody's own may run anything, and so may options before the script.
 */
async function mainFile({ resolved, args, cwd, interpreter }: Extract<Launch, { kind: 'local' }>): Promise<string | null> {
  if (isInterpreter(resolved)) {
    const [script] = args;
    if (!isSystemPlace(resolved) || script === undefined || script.startsWith('-') || script.includes('${')) return null;
    return realpath(resolve(cwd, script)).catch(() => null);
  }
  const reads = interpreter === 'none' ? [] : interpreter.split(' ');
  return reads.every((one) => one.startsWith('system:') && isSystemPlace(one.slice('system:'.length))) ? resolved : null;
}

/**
 * The listing of a bundle: each file below the folder with its SHA-256, as `sha256sum` writes it, in the order of the paths, without
 * the signature. Null where there is anything else than files and folders, or too much: what is not listed could be loaded.
 */
export async function bundleListing(root: string, digests: FileDigests): Promise<string | null> {
  const files: string[] = [];
  if (!(await collect(root, root, files, { bytes: 0 }))) return null;
  const lines = await Promise.all(files.map(async (path) => `${await digests.file(path)}  ${relative(root, path).split(sep).join('/')}\n`));
  return lines.sort((a, b) => (a.slice(66) < b.slice(66) ? -1 : 1)).join('');
}

/** The listing of a folder that is to be signed, and where its signature belongs. Null where no bundle can be made of it. */
export async function bundleToSign(folder: string): Promise<{ readonly listing: string; readonly signature: string } | null> {
  const listing = await bundleListing(folder, new FileDigests()).catch(() => null);
  return listing === null ? null : { listing, signature: join(folder, BUNDLE_SIGNATURE) };
}

/** What a launch's bundle is: the digest of its listing, and which of these keys signed that. */
export async function bundleOf(launch: Launch, keys: readonly string[], digests: FileDigests): Promise<BundleIdentity | null> {
  try {
    const root = await bundleRoot(launch);
    const listing = root === null ? null : await bundleListing(root, digests);
    if (root === null || listing === null) return null;
    const signature = await readFile(join(root, BUNDLE_SIGNATURE), 'utf8').catch(() => null);
    const bytes = Buffer.from(listing, 'utf8');
    return {
      digest: createHash('sha256').update(bytes).digest('hex'),
      publisherKey: keys.find((key) => verifyBytes(bytes, signature, [key]) === 'valid') ?? null,
    };
  } catch {
    return null; // what cannot be read whole is recognised as nothing
  }
}

async function collect(root: string, folder: string, files: string[], sum: { bytes: number }): Promise<boolean> {
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) {
      if (!(await collect(root, path, files, sum))) return false;
    } else if (!entry.isFile() || /[\n\r\\]/.test(entry.name)) {
      return false;
    } else if (folder !== root || entry.name !== BUNDLE_SIGNATURE) {
      files.push(path);
      sum.bytes += (await stat(path)).size;
      if (files.length > MOST.files || sum.bytes > MOST.bytes) return false;
    }
  }
  return true;
}

async function isFile(path: string): Promise<boolean> {
  return (await stat(path).catch(() => null))?.isFile() === true;
}

async function isNamedPackage(path: string): Promise<boolean> {
  try {
    const { name } = JSON.parse(await readFile(path, 'utf8')) as { name?: unknown };
    return typeof name === 'string' && name !== '';
  } catch {
    return false;
  }
}
