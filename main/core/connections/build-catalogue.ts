import { canonical, type Sha256 } from '../canonical/canonical.ts';
import { isJsonObject, type Definition, type Json, type PinnedKind } from '../words/index.ts';
import type { Catalogue, RefusedWhy } from './catalogue.ts';
import type { ScanNote } from './json-scan.ts';
import { LIMITS } from './limits.ts';

type Refusal = Catalogue['refused'][number];

/** One entry of a list, measured as it stood in the message. */
export interface ListedItem {
  readonly kind: PinnedKind;
  /** Null: it has none, so it cannot be addressed. */
  readonly name: string | null;
  readonly value: Json;
  /** Why it is refused for what it is, whatever else is in the list; null: it is not. */
  readonly why: RefusedWhy | null;
  /** Over its canonical bytes; null where it is refused. */
  readonly digest: string | null;
}

/** Where each kind's name stands: it addresses the definition, so an entry without one cannot be pinned. */
const NAME_FIELD: Record<PinnedKind, string> = {
  tool: 'name', prompt: 'name', resource: 'uri', template: 'uriTemplate', instructions: '',
};

/**
 * Measures the entries of one list (`result.<field>`), each with what the scan found inside it. What was found outside
 * every entry belongs to no definition and is left out.
 */
export function listedItems(kind: PinnedKind, field: string, entries: readonly Json[], notes: readonly ScanNote[], sha256: Sha256): ListedItem[] {
  const found = new Map<number, RefusedWhy>();
  for (const { why, path } of notes) {
    const [root, list, index] = path;
    if (root === 'result' && list === field && typeof index === 'number' && !found.has(index)) found.set(index, why);
  }
  return entries.map((value, index) => measured(kind, value, found.get(index) ?? null, sha256));
}

/** An entry with its name, its digest, and why it is refused; `found` is what the scan of its text says of it. */
export function measured(kind: PinnedKind, value: Json, found: RefusedWhy | null, sha256: Sha256): ListedItem {
  const name = nameOf(kind, value);
  if (name === null || found !== null) return { kind, name, value, why: name === null ? 'no-name' : found, digest: null };
  try {
    const text = canonical(value);
    // SECURITY: not every program keeps a member of the name `__proto__`; a review would show the definition without it.
    const why = text.length > LIMITS.definitionChars ? 'too-large' : text.includes('"__proto__":') ? 'not-canonical' : null;
    return { kind, name, value, why, digest: why === null ? sha256(text) : null };
  } catch {
    return { kind, name, value, why: 'not-canonical', digest: null };
  }
}

/**
 * Sorts what a server listed into definitions and refusals. One bad entry is refused alone. Of entries with one name
 * the first is kept and each further one refused: the name then stands in both, which marks it as ambiguous.
 */
export function sortDefinitions(items: readonly ListedItem[]): { readonly definitions: Definition[]; readonly refused: Refusal[] } {
  const definitions: Definition[] = [];
  const refused: Refusal[] = [];
  const seen = new Set<string>();
  for (const { kind, name, value, why, digest } of items) {
    const key = JSON.stringify([kind, name]);
    const twice = seen.size === seen.add(key).size;
    if (why === null && digest !== null && !twice && isJsonObject(value) && name !== null) definitions.push({ kind, name, value, digest });
    else refused.push({ kind, name: name ?? '', why: why ?? (twice ? 'duplicate-name' : 'no-name') });
  }
  return { definitions, refused };
}

function nameOf(kind: PinnedKind, value: Json): string | null {
  if (kind === 'instructions') return '';
  if (!isJsonObject(value)) return null;
  const name = value[NAME_FIELD[kind]];
  return typeof name === 'string' && name !== '' ? name : null;
}

/** The server's instructions as a definition (there is one, so its name is empty), or nothing where it gave none. */
export function instructionsItem(text: Json | undefined, sha256: Sha256): ListedItem[] {
  if (typeof text !== 'string' || text === '') return [];
  return [measured('instructions', { instructions: text }, null, sha256)];
}
