import { pointerOf } from '../canonical/pointer.ts';
import { isJsonObject, type Effect, type Json } from '../words/index.ts';

/** A text of the arguments that may be a path. `anchor`: it names where to work, not what to work on. */
export interface PathCandidate {
  readonly text: string;
  readonly anchor: boolean;
  /** Where in the arguments it stands (RFC 6901); of a name, where its value does. */
  readonly pointer: string;
}

/** Texts of the arguments that may be paths; resolved outside, for links and relative steps are the disk's to tell. */
export function pathCandidates(value: Json, key = '', pointer = ''): PathCandidate[] {
  if (typeof value === 'string') return looksLikePath(value, key) ? [{ text: value, anchor: ANCHOR_KEYS.test(key), pointer }] : [];
  if (Array.isArray(value)) return (value as readonly Json[]).flatMap((item, at) => pathCandidates(item, key, `${pointer}/${at}`));
  if (!isJsonObject(value)) return [];
  // Names too: a tool may take files as `{path: content}`.
  return Object.entries(value).flatMap(([k, v]) => {
    const at = pointer + pointerOf([k]);
    return [...(/[/\\]/.test(k) ? pathCandidates(k, key, at) : []), ...pathCandidates(v, k, at)];
  });
}

const PATH_KEYS = /path|file|dir|folder|source|destination|target|uri|root|location|cwd/i;
/** Fields whose text a shell reads: each word of it may be a path. */
const COMMAND_KEYS = /^(cmd|command|commands|command_?line|shell|script|exec|run|args|argv|arguments)$/i;
const ANCHOR_KEYS = /^(cwd|root|base|repo|repository|repo_?path|work(ing)?_?dir(ectory)?|project_?(path|root|dir)|workspace)$/i;

function looksLikePath(text: string, key: string): boolean {
  // No limit to the length: `/./` a thousand times is a short path. White space at the ends is what a server may trim.
  const trimmed = text.trim();
  if (trimmed === '') return false;
  // Several lines are running text, unless their field says otherwise: then each may name a place.
  if (COMMAND_KEYS.test(key) || PATH_KEYS.test(key)) return true;
  if (/[\n\r]/.test(trimmed)) return false;
  if (/^(\/|~|\.{1,2}([/\\]|$)|file:|[a-z]:[/\\]|\\\\)/i.test(trimmed)) return true;
  return /[/\\]/.test(trimmed) && !/\s/.test(trimmed);
}

/**
 * Does a real path touch a protected one? Inside it: always. Above it: for everything but a read and a place to work
 * in, since moving or deleting a folder takes along what is in it. Both absolute; compared without case, which refuses too much
 * rather than too little.
 */
export function touches(realPath: string, protectedPath: string, effect: Effect, anchor = false): boolean {
  return touchesAny(comparable(realPath), [comparable(protectedPath)], effect, anchor);
}

/** As {@link touches}, of paths that were made comparable before: there are many to compare. */
export function touchesAny(path: string, guarded: readonly string[], effect: Effect, anchor: boolean): boolean {
  const above = effect !== 'read' && !anchor;
  return guarded.some((one) => path === one || path.startsWith(`${one}/`) || (above && one.startsWith(`${path}/`)));
}

/** One spelling for comparing: slashes forward, no case, no Windows prefix for long paths. */
export function comparable(path: string): string {
  return path.normalize('NFC').replaceAll('\\', '/').replace(/^\/\/[?.]\//, '').replace(/(?<!\/)\/+$/, '').toLowerCase();
}
