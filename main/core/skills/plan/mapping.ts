import type { Column } from '../playbook.ts';
import { plain } from '../expression.ts';
import type { Mapping } from './table.ts';

/** Umlauts as people without them write them, so that both spellings of a header meet. */
function compared(text: string): string {
  return plain(text.replaceAll('ß', 'ss').replace(/ä/gi, 'ae').replace(/ö/gi, 'oe').replace(/ü/gi, 'ue')).replaceAll(' ', '');
}

/**
 * Proposes which column of a file gives which of the playbook: by its name, its labels and the headers its author lists, then
 * by a header that begins with one of these. No header is used twice; what is not found is null and may be chosen by hand.
 */
export function proposeMapping(columns: Readonly<Record<string, Column>>, header: readonly string[]): Mapping {
  const spelled = header.map(compared);
  const taken = new Set<number>();
  const mapping: Record<string, number | null> = {};
  const known = Object.entries(columns).map(([name, column]) => [name, [name, column.label.en, column.label.de, ...column.headers].map(compared).filter((text) => text !== '')] as const);
  const take = (name: string, at: number): void => {
    if (at === -1 || taken.has(at) || typeof mapping[name] === 'number') return;
    mapping[name] = at;
    taken.add(at);
  };
  for (const [name, names] of known) for (const one of names) take(name, spelled.findIndex((text, at) => text === one && !taken.has(at)));
  for (const [name, names] of known) {
    for (const one of names) if (one.length >= 4) take(name, spelled.findIndex((text, at) => !taken.has(at) && text.startsWith(one)));
  }
  return Object.fromEntries(known.map(([name]) => [name, mapping[name] ?? null]));
}

/** The shape of a file by its headers: a mapping made by hand is remembered for this shape. */
export function shapeOf(header: readonly string[]): string {
  return header.map(compared).join('|');
}
