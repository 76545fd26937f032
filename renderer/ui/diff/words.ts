import { diffWordsWithSpace } from 'diff';

/** A stretch of one line; `changed` when the other side does not have it. */
export interface Stretch {
  readonly text: string;
  readonly changed: boolean;
}

/** Longer lines are not compared by words: the whole line is the change. */
const LONGEST = 2_000;

/**
 * Marks what differs between a line and its partner, for the side of `line`. The stretches joined are the line.
 * Lines with next to nothing in common are marked whole: speckles would say less.
 */
export function wordMarks(line: string, partner: string | null, side: 'old' | 'now'): Stretch[] {
  if (partner === null || line.length > LONGEST || partner.length > LONGEST) return [{ text: line, changed: false }];
  const parts = side === 'old' ? diffWordsWithSpace(line, partner) : diffWordsWithSpace(partner, line);
  const own = parts.filter((part) => (side === 'old' ? !part.added : !part.removed));
  const kept = own.filter((part) => !part.added && !part.removed).reduce((sum, part) => sum + part.value.trim().length, 0);
  if (kept * 4 < line.trim().length) return [{ text: line, changed: false }];
  return own.map((part) => ({ text: part.value, changed: part.added || part.removed }));
}
