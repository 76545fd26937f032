import { closeSync, constants, fstatSync, lstatSync, openSync, readdirSync, type Stats } from 'node:fs';
import { dirname, join } from 'node:path';
import type { PolicyProblemCode } from '../../core/policy/document/problem.ts';
import type { PolicyScope } from '../../core/policy/document/schema.ts';
import { readOpenFile, readPolicyFile } from './policy-file.ts';
import type { FoundPolicy, PolicySourceReader } from './source-reader.ts';

/** Where policies lie as files, and who must own them. */
export interface FilePlaces {
  readonly files: readonly { readonly path: string; readonly scope: PolicyScope }[];
  /** Folders of which every `*.json` counts, in the order of their names. */
  readonly folders: readonly { readonly path: string; readonly scope: PolicyScope }[];
  /** The user who must own file and folder: 0 on a real machine. */
  readonly owner: number;
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
  owner: 0, top: '/etc',
};

/** The places of macOS beside the managed preferences. */
export const MACOS_PLACES: FilePlaces = {
  files: [{ path: '/Library/Application Support/Countersign/policy.json', scope: 'managed' }],
  folders: [{ path: '/Library/Application Support/Countersign/policy.d', scope: 'managed' }],
  owner: 0, top: '/Library',
};

/** Policies in files that only an administrator can write. */
export function filePolicies(places: FilePlaces): PolicySourceReader {
  return {
    find: async () => [
      ...places.files.flatMap(({ path, scope }) => found(path, scope, places)),
      ...places.folders.flatMap(({ path, scope }) => inFolder(path, scope, places)),
    ],
  };
}

function inFolder(folder: string, scope: PolicyScope, places: FilePlaces): FoundPolicy[] {
  try {
    const names = readdirSync(folder).filter((name) => name.endsWith('.json')).sort();
    return names.flatMap((name) => found(join(folder, name), scope, places));
  } catch (error) {
    return isMissing(error) ? [] : [{ place: folder, scope, ok: false, code: 'unreadable' }];
  }
}

function found(path: string, scope: PolicyScope, places: FilePlaces): FoundPolicy[] {
  let file: number;
  try {
    // SECURITY: a link is never followed, and what is checked below is the very file that is read.
    file = openSync(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  } catch (error) {
    if (isMissing(error)) return [];
    return [{ place: path, scope, ok: false, code: isLink(error) ? 'link' : 'unreadable' }];
  }
  try {
    const code = fileProblem(fstatSync(file), places) ?? folderProblem(dirname(path), places);
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

function fileProblem(about: Stats, places: FilePlaces): PolicyProblemCode | null {
  if (!about.isFile()) return 'no-file';
  // A second name may lie where somebody else can write.
  if (about.nlink > 1) return 'link';
  return ownProblem(about, places);
}

/** Whoever may write to a folder above can put another file in its place. */
function folderProblem(folder: string, places: FilePlaces): PolicyProblemCode | null {
  for (let here = folder; ; here = dirname(here)) {
    const about = lstatSync(here);
    if (!about.isDirectory()) return 'link';
    const code = ownProblem(about, places);
    if (code !== null) return code;
    if (here === places.top || here === dirname(here)) return null;
  }
}

function ownProblem(about: Stats, { owner }: FilePlaces): PolicyProblemCode | null {
  if (about.uid !== owner && about.uid !== 0) return 'wrong-owner';
  return (about.mode & 0o022) === 0 ? null : 'writable-by-others';
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR');
}

function isLink(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ELOOP';
}
