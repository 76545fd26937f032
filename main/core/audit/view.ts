/** Letters of the layer above, from `start` up to `end`. */
type Place = readonly [start: number, end: number];

/** Stands between letters that have nothing to do with each other: no secret reaches over it. */
export const BETWEEN = 0xffff;

/** A text as it reads once a layer of encoding is undone. */
export interface View {
  readonly letters: Uint16Array;
  /** Its letters are bytes that something else stood for. */
  readonly bytes?: boolean;
  /** The layer above, and of which letters of it the letters from `start` up to `end` were made. It is asked only where something is found. */
  readonly made: { readonly of: View; placeOf(start: number, end: number): Place } | null;
}

/** A text as it is. `room` may be given again once nobody looks at the view any more. */
export function viewOf(text: string, start: number, end: number, room = new Uint16Array(end - start)): View {
  const letters = room.subarray(0, end - start);
  for (let at = 0; at < letters.length; at += 1) letters[at] = text.charCodeAt(start + at);
  return { letters, made: null };
}

/** Where the letters from `start` up to `end` stood in the text at the top. */
export function spanOf(view: View, start: number, end: number): Place {
  let [here, place]: [View, Place] = [view, [start, end]];
  while (here.made !== null) {
    place = here.made.placeOf(...place);
    here = here.made.of;
  }
  return place;
}

/** Whether letters stood side by side in the layer above, just as they are: then they were looked at there. */
export function isCopied({ made }: View, start: number, end: number): boolean {
  if (made === null) return false;
  const [from, to] = made.placeOf(start, end);
  return to - from === end - start;
}

/**
 * Writes a view that is a copy of the one above but for some places: what was not written or left out is taken over as it is. It never has more
 * letters than the view above.
 */
export class ViewWriter {
  readonly #of: View;
  readonly #letters: Uint16Array;
  #length = 0;
  #taken = 0;
  /** Stretches: where each begins here and above, and of how many letters above each of its letters was made. */
  readonly #here: number[] = [];
  readonly #above: number[] = [];
  readonly #width: number[] = [];

  constructor(of: View) {
    this.#of = of;
    this.#letters = new Uint16Array(of.letters.length);
  }

  /** A letter that those from `start` up to `end` stand for. Several may stand for the same ones. */
  put(letter: number, start: number, end: number): void {
    this.omit(start, end);
    this.#begin(start, end - start);
    this.#letters[this.#length] = letter;
    this.#length += 1;
  }

  /** Letters that stand for nothing. */
  omit(start: number, end: number): void {
    if (start > this.#taken) this.#copy(start);
    this.#taken = end;
  }

  view(): View {
    if (this.#taken < this.#of.letters.length) this.#copy(this.#of.letters.length);
    const [here, above, width] = [this.#here, this.#above, this.#width];
    const stretch = (letter: number): number => lastUpTo(here, letter);
    const startOf = (letter: number, n: number): number => (above[n] ?? 0) + letter - (here[n] ?? 0);
    return {
      letters: this.#letters.subarray(0, this.#length),
      made: { of: this.#of, placeOf: (start, end) => [startOf(start, stretch(start)), startOf(end - 1, stretch(end - 1)) + (width[stretch(end - 1)] ?? 0)] },
    };
  }

  #begin(above: number, width: number): void {
    this.#here.push(this.#length);
    this.#above.push(above);
    this.#width.push(width);
  }

  #copy(end: number): void {
    this.#begin(this.#taken, 1);
    const { letters } = this.#of;
    let to = this.#length;
    for (let at = this.#taken; at < end; at += 1) this.#letters[to++] = letters[at] ?? 0;
    this.#length = to;
  }
}

/** The place of the last of some rising numbers that is not above a number; 0 where all are. */
export function lastUpTo(rising: readonly number[], number: number): number {
  let [low, high] = [0, rising.length];
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if ((rising[middle] ?? 0) <= number) low = middle;
    else high = middle;
  }
  return low;
}
