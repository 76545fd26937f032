import type { DiffLine } from '../../../main/core/preview/card.ts';
import type { Drawn } from '../../../main/core/preview/drawing.ts';
import { wholeCard } from '../../../main/core/preview/paged.ts';
import { card } from '../cli/cards.ts';

/** What was drawn as a card with everything on it. */
export function wholeOf({ pages, changes, meanwhile, args, argsText }: Drawn) {
  const painted = card({ meanwhile, args, ...(argsText === undefined ? {} : { argsText }) });
  return wholeCard({ ...painted, preview: { ...painted.preview, changes } }, pages);
}

/** The lines of the first change, a text. */
export function wholeDrawn(drawn: Drawn): readonly DiffLine[] {
  const [change] = wholeOf(drawn).preview.changes;
  if (change?.kind !== 'text') throw new Error('no text');
  return change.lines;
}
