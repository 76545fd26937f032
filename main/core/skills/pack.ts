import type { Sha256 } from '../canonical/canonical.ts';
import { EFFECTS, graver, type Effect } from '../words/index.ts';
import { RESERVED } from './reserved-names.ts';
import type { Skill } from './skill.ts';

/** Why a pack is not taken. Closed; each has a sentence under `pack-problem` in the catalogue. */
export const PACK_PROBLEMS = [
  'not-found', 'not-an-archive', 'encrypted', 'empty', 'too-many-entries', 'too-large', 'bomb', 'bad-path', 'path-too-long', 'too-deep', 'link', 'special-file', 'case-collision',
  'reserved-name', 'hidden-name', 'duplicate-entry', 'program-file', 'name-unusable', 'skill-wrong', 'already-there', 'changed', 'locked', 'signature-missing', 'signature-wrong', 'signer-unknown',
] as const;
export type PackProblemCode = (typeof PACK_PROBLEMS)[number];

export interface PackProblem {
  readonly code: PackProblemCode;
  /** The entry it is about; hostile text. */
  readonly path: string;
}

/** A pack beyond these is no skill. Counted before anything is written, and again as bytes come. */
export const PACK_LIMITS = { archiveBytes: 64 * 1024 * 1024, bytes: 64 * 1024 * 1024, fileBytes: 16 * 1024 * 1024, files: 2_000, depth: 6, path: 180, ratio: 200 } as const;

/** The file in a pack that signs all others. */
export const SIGNATURE_FILE = 'pack.minisig';

/** One entry of a pack as it says of itself. */
export interface PackEntry {
  readonly path: string;
  readonly size: number;
  readonly kind: 'file' | 'folder' | 'link' | 'other';
}

const PROGRAM = /\.(exe|dll|com|scr|bat|cmd|ps1|vbs|vbe|js|mjs|cjs|jse|wsf|wsh|msi|hta|lnk|url|desktop|app|command|sh|bash|zsh|py|rb|pl|php|jar|so|dylib|node|wasm|reg|scpt|xlsm|docm|html?|xhtml|svgz|inf|ini|scf|pif|cpl|msc|chm|hlp|jnlp|application|gadget|iso|img|vhdx?|ws|psm1|csh|ksh|fish|lua|tcl)$/i;

/**
 * SECURITY: everything that is wrong with the names and sizes of a pack, on any system: a pack that is fine here and escapes
 * there is fine nowhere. Pure; nothing is written before this list is empty.
 */
export function entryProblems(entries: readonly PackEntry[]): readonly PackProblem[] {
  const problems: PackProblem[] = [];
  const say = (code: PackProblemCode, path: string): void => { if (problems.length < 50) problems.push({ code, path: path.slice(0, 200) }); };
  if (entries.length > PACK_LIMITS.files) return [{ code: 'too-many-entries', path: String(entries.length) }];
  const spelled = new Map<string, string>();
  let bytes = 0;
  for (const { path, size, kind } of entries) {
    bytes += size;
    if (kind === 'link' || kind === 'other') say(kind === 'link' ? 'link' : 'special-file', path);
    if (size > PACK_LIMITS.fileBytes) say('too-large', path);
    const own = path.replace(/\/$/, '');
    // Some systems write a sign for the plain one it looks like: what would be a way up there is one here.
    const code = pathProblem(own, kind === 'folder') ?? pathProblem(own.normalize('NFKC'), kind === 'folder');
    if (code !== null) say(code, path);
    const parts = own.split('/');
    // The folders on the way count too: `A/x` and `a/y` are one folder on some systems.
    for (let length = 1; length <= Math.min(parts.length, 20); length += 1) {
      const upTo = parts.slice(0, length).join('/');
      // Over capitals and back: one system takes ß for ss.
      const folded = upTo.normalize('NFKC').toUpperCase().toLowerCase();
      const isFolder = length < parts.length || kind === 'folder';
      const known = spelled.get(folded);
      const mark = `${upTo}${isFolder ? '/' : ''}`;
      if (known === undefined) spelled.set(folded, mark);
      else if (known !== mark) say('case-collision', path);
      else if (!isFolder) say('duplicate-entry', path);
    }
  }
  if (bytes > PACK_LIMITS.bytes) say('too-large', String(bytes));
  return problems;
}

function pathProblem(path: string, isFolder: boolean): PackProblemCode | null {
  if (path === '' || !path.isWellFormed() || /[\\:*?"<>|\uFFFD\u0000-\u001F\u007F-\u009F]/.test(path) || path.startsWith('/')) return 'bad-path';
  if (/[\u00AD\u200B-\u200F\u202A-\u202E\u2060-\u206F\uFEFF]|[\u{E0000}-\u{E0FFF}]/u.test(path)) return 'hidden-name';
  if (path.length > PACK_LIMITS.path) return 'path-too-long';
  const parts = path.split('/');
  if (parts.length > PACK_LIMITS.depth) return 'too-deep';
  for (const part of parts) {
    if (part === '' || part === '.' || part === '..' || /[. ]$/.test(part) || part.startsWith(' ') || part.startsWith('~')) return 'bad-path';
    if (part.startsWith('.')) return 'hidden-name';
    if (RESERVED.test(part)) return 'reserved-name';
  }
  return !isFolder && PROGRAM.test(path) ? 'program-file' : null;
}

/** One file with its digest. */
export interface PackFile {
  readonly path: string;
  readonly size: number;
  readonly sha256: string;
}

/** What is signed and pinned: every file with its digest, in one order. The signature itself is not part of it. */
export function manifestText(files: readonly PackFile[]): string {
  return files.filter(({ path }) => path !== SIGNATURE_FILE).map(({ path, sha256 }) => `${sha256}  ${path}\n`).toSorted().join('');
}

export function packDigest(files: readonly PackFile[], sha256: Sha256): string {
  return sha256(manifestText(files));
}

/** What a pack asks for, in sum: shown before it is installed, and beside it ever after. */
export interface PackAsks {
  readonly name: string;
  readonly description: string;
  readonly license: string | null;
  readonly runs: boolean;
  readonly tools: readonly { readonly tool: string; readonly effect: Effect | null }[];
  /** The gravest effect it may plan; null where it only instructs. */
  readonly effect: Effect | null;
  readonly files: readonly string[];
  readonly limits: { readonly rows: number; readonly calls: number } | null;
}

export function asksOf(skill: Skill): PackAsks {
  const { frontMatter, playbook } = skill;
  const tools = frontMatter.allowedTools.map((tool) => ({ tool, effect: playbook?.tools[tool] ?? null }));
  return {
    name: frontMatter.name, description: frontMatter.description, license: frontMatter.license, runs: playbook !== null, tools,
    effect: playbook === null ? null : Object.values(playbook.tools).reduce<Effect>(graver, EFFECTS[0]),
    files: Object.entries(playbook?.inputs ?? {}).flatMap(([name, { type }]) => (type === 'table' || type === 'folder' ? [name] : [])),
    limits: playbook?.limits ?? null,
  };
}

/** What changed between two versions of a pack, for the review: files, and whether it asks for more. */
export interface PackChange {
  readonly added: readonly string[];
  readonly removed: readonly string[];
  readonly changed: readonly string[];
  /** Tools and effects it did not ask for before. */
  readonly asksMore: readonly string[];
}

export function comparePacks(before: { readonly files: readonly PackFile[]; readonly asks: PackAsks }, after: { readonly files: readonly PackFile[]; readonly asks: PackAsks }): PackChange {
  const old = new Map(before.files.map(({ path, sha256 }) => [path, sha256]));
  const now = new Map(after.files.map(({ path, sha256 }) => [path, sha256]));
  const had = new Map(before.asks.tools.map(({ tool, effect }) => [tool, effect]));
  const more = after.asks.tools.filter(({ tool, effect }) => !had.has(tool) || had.get(tool) !== effect).map(({ tool, effect }) => (effect === null ? tool : `${tool}: ${effect}`));
  return {
    added: [...now.keys()].filter((path) => !old.has(path)), removed: [...old.keys()].filter((path) => !now.has(path)),
    changed: [...now].filter(([path, digest]) => old.has(path) && old.get(path) !== digest).map(([path]) => path), asksMore: more,
  };
}
