import { closeSync, constants, fstatSync, lstatSync, openSync, readdirSync, type Stats } from 'node:fs';
import { dirname, join } from 'node:path';
import type { PolicyProblemCode } from '../../core/policy/document/problem.ts';
import type { PolicyScope } from '../../core/policy/document/schema.ts';
import { readOpenFile, readPolicyFile } from './policy-file.ts';
import type { FoundPolicy, PolicySourceReader } from './source-reader.ts';

/** What is wrong with who owns a file or folder and who may write to it, or null. Rejects where that cannot be told. */
export type Ownership = (path: string, about: Stats) => PolicyProblemCode | null | Promise<PolicyProblemCode | null>;

/** Where policies lie as files, and who must own them. */
export interface FilePlaces {
  readonly files: readonly { readonly path: string; readonly scope: PolicyScope }[];
  /** Folders of which every `*.json` counts, in the order of their names. */
  readonly folders: readonly { readonly path: string; readonly scope: PolicyScope }[];
  /** Where it stands which policies must be there; null for nowhere. */
  readonly floor: string | null;
  readonly ownership: Ownership;
  /** The topmost folder whose owner and mode are looked at; everything below it is. */
  readonly top: string;
}

/** The places of Linux. `recommended` only narrows; what a person may change himself is no policy. */
export const LINUX_PLACES: FilePlaces = {
  files: [{ path: '/etc/countersign/policy.json', scope: 'managed' }],
  folders: [
    { path: '/etc/opt/countersign/policies/managed', scope: 'managed' },
    { path: '/etc/opt/countersign/policies/recommended', scope: 'narrowing' },
  ],
  floor: '/etc/countersign/floor.json', ownership: ownedBy(0), top: '/etc',
};

/** The places of macOS beside the managed preferences. */
export const MACOS_PLACES: FilePlaces = {
  files: [{ path: '/Library/Application Support/Countersign/policy.json', scope: 'managed' }],
  folders: [{ path: '/Library/Application Support/Countersign/policy.d', scope: 'managed' }],
  floor: '/Library/Application Support/Countersign/floor.json', ownership: ownedBy(0), top: '/Library',
};

/** The places of Windows, below its folder of programs, where nobody but an administrator writes. */
export function windowsPlaces(programs: string, ownership: Ownership): FilePlaces {
  const folder = `${programs}\\Countersign\\policy`;
  return {
    files: [{ path: `${folder}\\policy.json`, scope: 'managed' }],
    folders: [{ path: `${folder}\\policy.d`, scope: 'managed' }],
    floor: `${folder}\\floor.json`, ownership, top: programs,
  };
}

/** Owned by this user or root, and writable by nobody else, as POSIX systems keep it. */
export function ownedBy(owner: number): Ownership {
  return (_path, { uid, mode }) => {
    if (uid !== owner && uid !== 0) return 'wrong-owner';
    return (mode & 0o022) === 0 ? null : 'writable-by-others';
  };
}

/** Policies in files that only an administrator can write. */
export function filePolicies(places: FilePlaces): PolicySourceReader {
  return {
    async find() {
      const files = places.files.map(({ path, scope }) => found(path, scope, places));
      const folders = places.folders.map(({ path, scope }) => inFolder(path, scope, places));
      const floor = places.floor === null ? [] : [found(places.floor, 'floor', places)];
      return (await Promise.all([...files, ...folders, ...floor])).flat();
    },
  };
}

async function inFolder(folder: string, scope: PolicyScope, places: FilePlaces): Promise<FoundPolicy[]> {
  try {
    const names = readdirSync(folder).filter((name) => name.endsWith('.json')).sort();
    return (await Promise.all(names.map((name) => found(join(folder, name), scope, places)))).flat();
  } catch (error) {
    return isMissing(error) ? [] : [{ place: folder, scope, ok: false, code: 'unreadable' }];
  }
}

async function found(path: string, scope: PolicyScope | 'floor', places: FilePlaces): Promise<FoundPolicy[]> {
  let file: number;
  try {
    // SECURITY: a link is never followed, and what is checked below is the very file that is read.
    file = openSync(path, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0));
  } catch (error) {
    if (isMissing(error)) return [];
    return [{ place: path, scope, ok: false, code: isLink(error) ? 'link' : 'unreadable' }];
  }
  try {
    const code = await problemOf(path, file, places);
    if (code !== null) return [{ place: path, scope, ok: false, code }];
    const read = readOpenFile(file);
    if (!read.ok) return [{ place: path, scope, ok: false, code: read.code }];
    const beside = readPolicyFile(`${path}.minisig`);
    return [{ place: path, scope, ok: true, text: read.text, bytes: read.bytes, signature: beside.ok ? beside.text : null }];
  } catch {
    return [{ place: path, scope, ok: false, code: 'unreadable' }];
  } finally {
    closeSync(file);
  }
}

/** Looks at the open file, and at every folder above it up to the topmost: whoever may write there can put another file in its place. */
async function problemOf(path: string, file: number, { ownership, top }: FilePlaces): Promise<PolicyProblemCode | null> {
  const about = fstatSync(file);
  if (!about.isFile()) return 'no-file';
  // A second name may lie where somebody else can write. By name as well: where links cannot be refused on opening, one was followed.
  if (about.nlink > 1 || !isSame(lstatSync(path), about)) return 'link';
  const own = await ownership(path, about);
  if (own !== null) return own;
  for (let here = dirname(path); ; here = dirname(here)) {
    const folder = lstatSync(here);
    if (!folder.isDirectory()) return 'link';
    const code = await ownership(here, folder);
    if (code !== null) return code;
    if (here === top || here === dirname(here)) return null;
  }
}

function isSame(named: Stats, open: Stats): boolean {
  return named.isFile() && named.ino === open.ino && named.dev === open.dev;
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR');
}

function isLink(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ELOOP';
}
