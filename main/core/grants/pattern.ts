import { z } from 'zod';
import { canonical } from '../canonical/canonical.ts';
import { isJsonObject, type Json, type JsonObject } from '../words/index.ts';

/**
 * What one argument may be under a standing permission: the very value that was there, any plain value, or a file inside
 * a folder. `leads`: where the path really led when it was given, links followed; null for what is no absolute path.
 */
const partSchema = z.union([
  z.strictObject({ is: z.json(), leads: z.string().nullable() }),
  z.strictObject({ any: z.literal(true) }),
  z.strictObject({ within: z.string().min(1), leads: z.string() }),
]);
export const patternSchema = z.record(z.string(), partSchema);
export type ArgumentPattern = z.infer<typeof patternSchema>;

/** What a person wants of one argument; one that is not named stays exactly as it is. */
export type ArgumentWish = 'any' | { readonly within: string };

/** Where an absolute path really leads, links followed; null where that cannot be told. */
export type Leads = (path: string) => string | null;

/**
 * The pattern of a permission given for a call with these arguments, or null where it may not be given like that: a name
 * that is not there, a free argument that is put together or is a path, a folder the path does not lie in.
 */
export function patternOf(args: JsonObject, wishes: Readonly<Record<string, ArgumentWish>>, leads: Leads): ArgumentPattern | null {
  if (Object.keys(wishes).some((name) => !Object.hasOwn(args, name))) return null;
  const parts: [string, ArgumentPattern[string]][] = [];
  for (const [name, value] of Object.entries(args)) {
    const part = partOf(value, Object.hasOwn(wishes, name) ? wishes[name] : undefined, leads);
    if (part === null) return null;
    parts.push([name, part]);
  }
  return Object.fromEntries(parts);
}

function partOf(value: Json, wish: ArgumentWish | undefined, leads: Leads): ArgumentPattern[string] | null {
  if (wish === undefined) {
    const to = leadsOf(value, leads);
    return to.known ? { is: structuredClone(value) as z.infer<ReturnType<typeof z.json>>, leads: to.leads } : null;
  }
  if (wish === 'any') return mayBeFree(value) ? { any: true } : null;
  const folder = foldersAbove(value).includes(wish.within) ? leads(wish.within) : null;
  if (folder === null || !liesIn(value, wish.within, folder, leads)) return null;
  return { within: wish.within, leads: folder };
}

/** Whether a value may be given free: plain, and no path, for a free path could lead anywhere. */
export function mayBeFree(value: Json): boolean {
  return isPlain(value) && !(typeof value === 'string' && looksLikePlace(value));
}

/** The folders a file may be given inside of: each one above it, nearest first; none for what is no clean absolute path. */
export function foldersAbove(value: Json): string[] {
  if (typeof value !== 'string' || !isCleanPath(value)) return [];
  const parts = value.split('/').slice(1, -1);
  // Never the root, and nothing right below it: that would be a whole disk, or everybody's folders.
  return parts.map((_, at) => `/${parts.slice(0, at + 1).join('/')}`).slice(1).reverse();
}

/** Every argument is named by the pattern and fits it. Whatever cannot be compared does not fit. */
export function argumentsFit(pattern: ArgumentPattern, args: JsonObject, leads: Leads): 'fit' | 'differ' | 'lead-elsewhere' {
  const given = Object.entries(args);
  if (Object.keys(pattern).length !== given.length) return 'differ';
  const fits = given.map(([name, value]) => (Object.hasOwn(pattern, name) ? partFits(pattern[name], value, leads) : 'differ'));
  return fits.find((one) => one === 'differ') ?? fits.find((one) => one === 'lead-elsewhere') ?? 'fit';
}

function partFits(part: ArgumentPattern[string] | undefined, value: Json, leads: Leads): 'fit' | 'differ' | 'lead-elsewhere' {
  if (part === undefined) return 'differ';
  if ('any' in part) return mayBeFree(value) ? 'fit' : 'differ';
  if ('within' in part) {
    if (typeof value !== 'string' || !isInside(value, part.within)) return 'differ';
    return liesIn(value, part.within, part.leads, leads) ? 'fit' : 'lead-elsewhere';
  }
  if (!sameValue(part.is as Json, value)) return 'differ';
  const to = leadsOf(value, leads);
  return to.known && to.leads === part.leads ? 'fit' : 'lead-elsewhere';
}

function liesIn(value: Json, folder: string, folderLeads: string, leads: Leads): boolean {
  if (typeof value !== 'string' || !isInside(value, folder)) return false;
  const to = leads(value);
  // SECURITY: both the text and where it really leads: a link inside the folder may lead out of it, and the folder itself may be another now.
  return to !== null && to.startsWith(`${folderLeads}/`) && leads(folder) === folderLeads;
}

function isInside(path: string, folder: string): boolean {
  return isCleanPath(path) && isCleanPath(folder) && path.startsWith(`${folder}/`);
}

/** Characters that no file needs and some system reads in its own way. */
// eslint-disable-next-line no-control-regex
const ODD = /[\u0000-\u001f\u007f-\u009f\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\\%*?"<>|:~$`]/u;

/** An absolute path with one reading on every system: no steps, no empty parts, no odd characters, no dot or blank at an end. */
function isCleanPath(path: string): boolean {
  if (!path.startsWith('/') || path.length > 4_096 || !path.isWellFormed() || path.normalize('NFC') !== path || ODD.test(path)) return false;
  return path.split('/').slice(1).every((part) => part !== '' && !/^\s|[\s.]$/u.test(part) && part !== '..');
}

/** Whether a text may name a place: by its beginning, by a step out, or as one word with a slash. A sentence is none. */
function looksLikePlace(text: string): boolean {
  const bare = text.trim();
  if (/^([/\\~$%]|\.{1,2}([/\\]|$)|[a-z][a-z0-9+.-]*:(?!\s))/i.test(bare)) return true;
  return /(^|[/\\])\.\.([/\\]|$)/.test(bare) || (/[/\\]/.test(bare) && !/\s/.test(bare));
}

function leadsOf(value: Json, leads: Leads): { readonly known: boolean; readonly leads: string | null } {
  if (typeof value !== 'string' || !value.startsWith('/')) return { known: true, leads: null };
  const to = leads(value);
  return { known: to !== null, leads: to };
}

/** A free argument takes one plain value: what is put together could hold more than the person had in mind. */
function isPlain(value: Json): boolean {
  return !Array.isArray(value) && !isJsonObject(value);
}

/** Equal by canonical bytes: no normalising of paths, case or spelling, so a near miss asks. */
function sameValue(a: Json, b: Json): boolean {
  try {
    return canonical(a) === canonical(b);
  } catch {
    return false;
  }
}
