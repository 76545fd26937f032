import { canonical } from '../canonical/canonical.ts';
import { isJsonObject, type Definition, type Json, type PinnedKind } from '../words/index.ts';
import type { Catalogue, RefusedWhy } from './catalogue.ts';
import type { ScanNote } from './json-scan.ts';
import { LIMITS } from './limits.ts';

type Refusal = Catalogue['refused'][number];

/** One entry of a list as it stood in the message, and what the scan of its text found. */
export interface ListedItem {
  readonly kind: PinnedKind;
  readonly value: Json;
  readonly found: readonly RefusedWhy[];
}

/** Where each kind's name stands: it addresses the definition, so an entry without one cannot be pinned. */
const NAME_FIELD: Record<PinnedKind, string> = {
  tool: 'name', prompt: 'name', resource: 'uri', template: 'uriTemplate', instructions: '',
};

/**
 * Pairs the entries of one list (`result.<field>`) with what the scan found inside each. What was found outside
 * every entry belongs to no definition and is left out.
 */
export function listedItems(kind: PinnedKind, field: string, entries: readonly Json[], notes: readonly ScanNote[]): ListedItem[] {
  const found = new Map<number, Set<RefusedWhy>>();
  for (const { why, path } of notes) {
    const [root, list, index] = path;
    if (root !== 'result' || list !== field || typeof index !== 'number') continue;
    found.set(index, (found.get(index) ?? new Set()).add(why));
  }
  return entries.map((value, index) => ({ kind, value, found: [...(found.get(index) ?? [])] }));
}

/**
 * Sorts what a server listed into definitions and refusals. One bad entry is refused alone. Of entries with one name
 * the first is kept and each further one refused: the name then stands in both, which marks it as ambiguous.
 */
export function sortDefinitions(items: readonly ListedItem[]): { readonly definitions: Definition[]; readonly refused: Refusal[] } {
  const definitions: Definition[] = [];
  const refused: Refusal[] = [];
  const seen = new Set<string>();
  for (const item of items) {
    const name = nameOf(item);
    const key = JSON.stringify([item.kind, name]);
    const why = name === null ? 'no-name' : whyRefused(item, seen.has(key));
    seen.add(key);
    if (why === null && isJsonObject(item.value) && name !== null) definitions.push({ kind: item.kind, name, value: item.value });
    else refused.push({ kind: item.kind, name: name ?? '', why: why ?? 'no-name' });
  }
  return { definitions, refused };
}

function nameOf(item: ListedItem): string | null {
  if (item.kind === 'instructions') return '';
  if (!isJsonObject(item.value)) return null;
  const name = item.value[NAME_FIELD[item.kind]];
  return typeof name === 'string' && name !== '' ? name : null;
}

function whyRefused(item: ListedItem, twice: boolean): RefusedWhy | null {
  const found = item.found[0];
  if (found !== undefined) return found;
  if (twice) return 'duplicate-name';
  try {
    const text = canonical(item.value);
    if (text.length > LIMITS.definitionChars) return 'too-large';
    // SECURITY: not every program keeps a member of this name; a review would show the definition without it.
    return text.includes('"__proto__":') ? 'not-canonical' : null;
  } catch {
    return 'not-canonical';
  }
}

/** The server's instructions as a definition (there is one, so its name is empty), or nothing where it gave none. */
export function instructionsItem(text: Json | undefined): ListedItem[] {
  if (typeof text !== 'string' || text === '') return [];
  return [{ kind: 'instructions', value: { instructions: text }, found: [] }];
}
