/** A text as it reads once a layer of encoding is undone. Each letter knows of which letters of the layer above it was made. */
export interface View {
  readonly letters: Uint16Array;
  /** Its letters are bytes that something else stood for. */
  readonly bytes?: boolean;
  readonly made: { readonly of: View; readonly starts: Uint32Array; readonly ends: Uint32Array } | null;
}

/** A text as it is. */
export function viewOf(text: string, start: number, end: number): View {
  const letters = new Uint16Array(end - start);
  for (let at = 0; at < letters.length; at += 1) letters[at] = text.charCodeAt(start + at);
  return { letters, made: null };
}

/** Where the letters from `start` up to `end` stood in the text at the top. */
export function spanOf(view: View, start: number, end: number): readonly [start: number, end: number] {
  let [here, from, to] = [view, start, end];
  while (here.made !== null) {
    [from, to] = [here.made.starts[from] ?? 0, here.made.ends[to - 1] ?? 0];
    here = here.made.of;
  }
  return [from, to];
}

/** Whether letters stood side by side in the layer above, just as they are: then they were looked at there. */
export function isCopied({ made }: View, start: number, end: number): boolean {
  return made !== null && (made.ends[end - 1] ?? 0) - (made.starts[start] ?? 0) === end - start;
}

/** Writes a view letter by letter; it has never more letters than the view it is made of. */
export class ViewWriter {
  readonly #of: View;
  readonly #letters: Uint16Array;
  readonly #starts: Uint32Array;
  readonly #ends: Uint32Array;
  #length = 0;

  constructor(of: View, most = of.letters.length) {
    this.#of = of;
    this.#letters = new Uint16Array(most);
    this.#starts = new Uint32Array(most);
    this.#ends = new Uint32Array(most);
  }

  put(letter: number, start: number, end: number): void {
    this.#letters[this.#length] = letter;
    this.#starts[this.#length] = start;
    this.#ends[this.#length] = end;
    this.#length += 1;
  }

  view(): View {
    return {
      letters: this.#letters.subarray(0, this.#length),
      made: { of: this.#of, starts: this.#starts.subarray(0, this.#length), ends: this.#ends.subarray(0, this.#length) },
    };
  }
}
