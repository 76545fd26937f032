import type { Sha256 } from '../canonical/canonical.ts';

/** A tool is addressed by its server and its name; either alone says nothing. */
export interface ToolName {
  readonly serverId: string;
  readonly name: string;
}

/**
 * What a name looks like to a reader: compatibility forms, case, characters that cannot be seen and, by `skeleton`,
 * letters that look alike are one. Two names with one key are told apart by nobody.
 */
export function nameKey(name: string, hasHidden: (text: string) => boolean, skeleton: (text: string) => string): string {
  // Most names are plain; a server may list tens of thousands.
  if (/^[ -~]*$/.test(name)) return skeleton(name.toLowerCase()).toLowerCase();
  const composed = name.normalize('NFKC');
  const seen = hasHidden(composed) ? [...composed].filter((character) => !hasHidden(character)).join('') : composed;
  // Both directions, so that letters with several forms (long s, sharp s, final sigma) fold to one.
  return skeleton(seen.toUpperCase().toLowerCase().normalize('NFKC')).toLowerCase();
}

/** Longest name that every known model takes, and the alphabet they share. */
const LONGEST = 64;
const PLAIN_SERVER = /^[a-z0-9-]+$/;
const PLAIN_TOOL = /^[A-Za-z0-9_-]+$/;
/** How a name with a digest ends; no plain name may end so. */
const DIGEST_END = /_x[0-9a-f]{24}$/;
const DIGEST_CHARS = 24;

/**
 * What a model sees of a tool: `server__tool` where that is plain, short and unmistakable, else its readable part
 * with a digest of both names. ASCII, at most 64 characters. Two tools never share one: a server's id has no
 * underscore, so the first pair of them divides the plain form, and only digest forms end as digest forms do.
 */
export function modelName({ serverId, name }: ToolName, sha256: Sha256): string {
  const plain = `${serverId}__${name}`;
  if (PLAIN_SERVER.test(serverId) && PLAIN_TOOL.test(name) && plain.length <= LONGEST && !DIGEST_END.test(plain)) return plain;
  // SECURITY: the digest is over both names with their border, so that no server can spell another's.
  const digest = sha256(JSON.stringify([serverId, name])).slice(0, DIGEST_CHARS);
  const readable = plain.replace(/[^A-Za-z0-9_-]+/g, '_').slice(0, LONGEST - DIGEST_CHARS - 2);
  return `${readable}_x${digest}`;
}

/**
 * The tool that a model means by a name, out of those that are offered to it; null for a name that is none of them.
 * Compared whole: nothing is read out of the name itself.
 */
export function toolOfModelName(seen: string, offered: readonly ToolName[], sha256: Sha256): ToolName | null {
  return offered.find((tool) => modelName(tool, sha256) === seen) ?? null;
}
