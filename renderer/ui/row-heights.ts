/**
 * The heights of very many rows, most of which nobody has seen yet: those are taken to be as high as the measured ones are on
 * average at first. A Fenwick tree holds what differs, so that a place is found, and a height set, in a few steps however many
 * rows there are.
 */
export class RowHeights {
  readonly count: number;
  readonly #usual: number;
  readonly #tree: Float64Array;
  readonly #measured: Float64Array;
  #sum = 0;
  #seen = 0;

  constructor(count: number, usual: number) {
    this.count = count;
    this.#usual = usual;
    this.#tree = new Float64Array(count + 1);
    this.#measured = new Float64Array(count);
  }

  /** Notes a measured height. True where it is another than before by more than half a pixel. */
  set(index: number, height: number): boolean {
    const known = this.#measured[index] ?? 0;
    const before = known === 0 ? this.#usual : known;
    if (index < 0 || index >= this.count || height <= 0) return false;
    this.#sum += height - known;
    if (known === 0) this.#seen += 1;
    this.#measured[index] = height;
    for (let at = index + 1; at <= this.count; at += at & -at) this.#tree[at] = (this.#tree[at] ?? 0) + height - before;
    return Math.abs(height - before) > 0.5;
  }

  /** The height of all rows before this one. */
  before(index: number): number {
    let delta = 0;
    for (let at = Math.min(index, this.count); at > 0; at -= at & -at) delta += this.#tree[at] ?? 0;
    return Math.min(index, this.count) * this.#usual + delta;
  }

  /** The row at a height, counted from the top of the first; the last row for anything below it. */
  at(height: number): number {
    let [index, left] = [0, height];
    for (let step = 2 ** Math.floor(Math.log2(Math.max(1, this.count))); step >= 1; step /= 2) {
      const next = index + step;
      const within = step * this.#usual + (this.#tree[next] ?? 0);
      if (next > this.count || within > left) continue;
      index = next;
      left -= within;
    }
    return Math.max(0, Math.min(this.count - 1, index));
  }

  /** The average height of what was measured so far. */
  average(): number {
    return this.#seen === 0 ? this.#usual : this.#sum / this.#seen;
  }
}
