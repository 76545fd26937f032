import { canonical, type Sha256 } from '../canonical/canonical.ts';
import type { Json, JsonObject } from '../words/index.ts';
import type { Card, CardChange, CardField, Lines } from './card.ts';

/** Lines, fields and rows of one page, and characters of one piece of the arguments' text. */
export const PAGE = { lines: 400, fields: 100, rows: 50, characters: 65_536 } as const;

/** Pages that do not stand on the card, by the digests that do: canonical JSON texts. */
export type Pages = ReadonlyMap<string, string>;

/** What of a long list does not stand on the card: how many there are in all, and the digest of each further page, in order. */
export interface Rest {
  readonly count: number;
  readonly pages: readonly string[];
}

/** Splits a list into the page that stands on the card and the rest, whose pages go to `keep`. */
export function firstPage<T>(items: readonly T[], size: number, keep: (page: readonly T[]) => string): { readonly first: readonly T[]; readonly rest: Rest | null } {
  if (items.length <= size) return { first: items, rest: null };
  const pages: string[] = [];
  for (let from = size; from < items.length; from += size) pages.push(keep(items.slice(from, from + size)));
  return { first: items.slice(0, size), rest: { count: items.length, pages } };
}

/** Gathers pages by their digests. */
export function pageKeeper(sha256: Sha256): { readonly pages: Map<string, string>; readonly keep: (page: Json, sorted?: boolean) => string } {
  const pages = new Map<string, string>();
  return {
    pages,
    keep(page, sorted = false) {
      // What is well formed and comes with sorted names JSON.stringify spells as RFC 8785 does, and much faster.
      const text = sorted ? JSON.stringify(page) : canonical(page);
      const digest = sha256(text);
      pages.set(digest, text);
      return digest;
    },
  };
}

/** A card with everything on it, for those who read it in one piece: the terminal. Throws where a page is missing. */
export function wholeCard(card: Card, pages: Pages): Card {
  if (pages.size === 0) return card;
  const changes = (list: readonly CardChange[]): CardChange[] => list.map((change) => wholeChange(change, pages));
  const { argsText: _, ...rest } = card;
  return { ...rest, preview: { ...card.preview, changes: changes(card.preview.changes) }, meanwhile: changes(card.meanwhile), args: argumentsOf(card, pages) };
}

/** The arguments of a card: as they stand on it, or put together of their pieces. */
export function argumentsOf(card: Pick<Card, 'args' | 'argsText'>, pages: Pages): JsonObject {
  if (card.argsText === undefined) return card.args;
  const args: JsonObject = JSON.parse(card.argsText.pages.map((digest) => pageAt<string>(digest, pages)).join(''));
  return args;
}

function wholeChange(change: CardChange, pages: Pages): CardChange {
  switch (change.kind) {
    case 'text': return { ...change, ...wholeLines(change, pages) };
    case 'fields': return { ...change, fields: wholeFields(allOf(change.fields, change.rest, pages), pages) };
    case 'rows': return { ...change, rows: allOf(change.rows, change.rest, pages).map((row) => ({ ...row, fields: wholeFields(row.fields, pages) })) };
    case 'move':
    case 'said': return change;
  }
}

function wholeFields(fields: readonly CardField[], pages: Pages): readonly CardField[] {
  return fields.map((field) => (field.long === undefined ? field : { ...field, long: wholeLines(field.long, pages) }));
}

function wholeLines(lines: Lines, pages: Pages): Pick<Lines, 'lines'> {
  return { lines: allOf(lines.lines, lines.rest, pages) };
}

function allOf<T>(first: readonly T[], rest: Rest | undefined, pages: Pages): readonly T[] {
  return rest === undefined ? first : [...first, ...rest.pages.flatMap((digest) => pageAt<readonly T[]>(digest, pages))];
}

function pageAt<T>(digest: string, pages: Pages): T {
  const text = pages.get(digest);
  if (text === undefined) throw new Error('a page of the card is missing');
  return JSON.parse(text) as T;
}
