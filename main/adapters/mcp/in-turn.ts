/**
 * Does work on things in the order they come. Most are done at once; while one takes its time, those behind it wait, and
 * `held` tells whoever brings them to stop for so long.
 */
export class InTurn<T> {
  readonly #work: (one: T) => Promise<void> | null;
  readonly #held: (held: boolean) => void;
  readonly #waiting: T[] = [];
  #busy = false;

  /** `work` gives null where it is done already; what it promises must not reject. */
  constructor(work: (one: T) => Promise<void> | null, held: (held: boolean) => void) {
    this.#work = work;
    this.#held = held;
  }

  take(one: T): void {
    if (this.#busy) {
      this.#waiting.push(one);
      return;
    }
    const under = this.#work(one);
    if (under === null) return;
    this.#busy = true;
    this.#held(true);
    void under.then(() => this.#next());
  }

  #next(): void {
    this.#busy = false;
    for (let one = this.#waiting.shift(); one !== undefined; one = this.#waiting.shift()) {
      this.take(one);
      if (this.#busy) return;
    }
    this.#held(false);
  }
}
