import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize, relative, sep } from 'node:path';

export const root = join(import.meta.dirname, '..', '..');

/** One import statement: who, what, and whether only types cross. `target` is a path in the project or a package name. */
export type Arrow = { readonly from: string; readonly target: string; readonly ours: boolean; readonly typeOnly: boolean };

const slashed = (path: string): string => path.split(sep).join('/');

/** Every source file under the given folders, as paths from the project's root. */
export function sourceFiles(...folders: readonly string[]): string[] {
  return folders.flatMap((folder) => readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.(ts|tsx|mts|mjs|cjs)$/.test(entry.name))
    .map((entry) => slashed(relative(root, join(entry.parentPath, entry.name))))).sort();
}

export const textOf = (file: string): string => readFileSync(join(root, file), 'utf8');

/** Source without comments, so that an example in a comment is no import. Strings keep their text. */
export function code(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\/|(^|[^:'"`\\])\/\/[^\n]*/g, '$1');
}

const FROM = /(?:^|[\n;])\s*(?:import|export)\s+(type\s+)?([^'";]*?)\s*from\s*['"]([^'"]+)['"]/g;
const BARE = /(?:^|[\n;])\s*import\s*['"]([^'"]+)['"]/g;
const LATE = /\bimport\(\s*['"`]([^'"`]+)['"`]/g;
const REQUIRED = /\brequire(?:\.resolve)?\(\s*['"`]([^'"`]+)['"`]/g;

function onlyTypes(keyword: string | undefined, names: string): boolean {
  if (keyword !== undefined) return true;
  const list = /^\{([\s\S]*)\}$/.exec(names.trim())?.[1];
  return list !== undefined && list.split(',').map((name) => name.trim()).filter(Boolean).every((name) => name.startsWith('type '));
}

/** The imports of one text, static and late ones alike. */
export function arrowsOf(from: string, text: string): Arrow[] {
  const source = code(text);
  const arrow = (name: string, typeOnly: boolean): Arrow => {
    const ours = name.startsWith('.');
    return { from, target: ours ? slashed(normalize(join(dirname(from), name))) : name, ours, typeOnly };
  };
  return [
    ...[...source.matchAll(FROM)].map((found) => arrow(found[3] ?? '', onlyTypes(found[1], found[2] ?? ''))),
    ...[BARE, LATE, REQUIRED].flatMap((pattern) => [...source.matchAll(pattern)].map((found) => arrow(found[1] ?? '', false))),
  ];
}

export function arrows(...folders: readonly string[]): Arrow[] {
  return sourceFiles(...folders).flatMap((file) => arrowsOf(file, textOf(file)));
}

/** The package a specifier belongs to: `@a/b/c` is of `@a/b`, `x/y` of `x`; `node:` modules stay as they are. */
export function packageOf(specifier: string): string {
  if (specifier.startsWith('node:')) return specifier;
  const parts = specifier.split('/');
  return parts.slice(0, specifier.startsWith('@') ? 2 : 1).join('/');
}
