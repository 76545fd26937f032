import { showHidden } from './hidden.ts';

const BEFORE = 24;
const LONGEST = 120;

/** A short piece of a text around a place, on one line, with hidden characters made visible. */
export function excerptAt(text: string, at: number): string {
  const from = Math.max(0, at - BEFORE);
  const piece = text.slice(from, from + LONGEST).toWellFormed();
  const shown = showHidden(piece).replace(/\s+/g, ' ').trim();
  return `${from > 0 ? '…' : ''}${shown.slice(0, 2 * LONGEST)}${from + LONGEST < text.length ? '…' : ''}`;
}
