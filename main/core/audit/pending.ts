import { hasInk } from './folded.ts';
import { BETWEEN, spanOf, type View } from './view.ts';

/** More letters than an escape has that is cut off; one in each layer leaves that many letters behind what it belongs to. */
const CUT_OFF = 4 * 72;

/**
 * For the views of a piece of a text: from which of the piece's letters on a secret may stand that goes on behind the piece; the piece's length for none.
 * `most`: letters of the longest secret. SECURITY: counted in each layer for itself, by letters that take ink: however wide a secret is spelled, and however many
 * blanks stand between its letters, the next piece begins before it.
 */
export function pendingIn(most: number): (view: View) => number {
  const known = new Map<View, number>();
  /** The first letter of a view's own end; the view's length where nothing of it goes on behind the piece. */
  const endOf = (view: View): number => {
    const before = known.get(view);
    if (before !== undefined) return before;
    const from = reachesEnd(view) ? lastLetters(view.letters, most + CUT_OFF) : view.letters.length;
    known.set(view, from);
    return from;
  };
  /** Bytes stand for runs of digits: only those of the end of the layer above go on. */
  const reachesEnd = ({ letters, made }: View): boolean => {
    if (made === null) return true;
    const last = lastLetter(letters);
    return last >= 0 && made.placeOf(last, last + 1)[1] > endOf(made.of);
  };
  return (view) => {
    const from = endOf(view);
    return from < view.letters.length ? spanOf(view, from, from + 1)[0] : Infinity;
  };
}

function lastLetter(letters: Uint16Array): number {
  let last = letters.length - 1;
  while (last >= 0 && letters[last] === BETWEEN) last -= 1;
  return last;
}

/** The place of the first of so many last letters that take ink and belong together. */
function lastLetters(letters: Uint16Array, count: number): number {
  let [from, left] = [letters.length, count];
  for (let at = lastLetter(letters); at >= 0 && left > 0 && letters[at] !== BETWEEN; at -= 1) {
    if (!hasInk(letters[at] ?? 0)) continue;
    from = at;
    left -= 1;
  }
  return from;
}
