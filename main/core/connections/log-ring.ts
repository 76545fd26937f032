import { LIMITS } from './limits.ts';

/** The last lines a server wrote, bounded: the oldest go first and are counted. Lines are hostile text. */
export class LogRing {
  #lines: string[] = [];
  /** Where the kept lines begin: lines before it are gone, and are cut off rarely, so that a flood stays cheap. */
  #first = 0;
  readonly #chars: number;
  #held = 0;
  #dropped = 0;

  constructor(chars: number = LIMITS.logChars) {
    this.#chars = chars;
  }

  /** Adds one line; an overlong one is cut and says by how much. */
  add(line: string): void {
    const over = line.length - LIMITS.lineChars;
    const kept = over > 0 ? `${line.slice(0, LIMITS.lineChars)} … (${over} more characters)` : line;
    this.#lines.push(kept);
    this.#held += kept.length + 1;
    while (this.#held > this.#chars && this.#lines.length - this.#first > 1) {
      this.#held -= (this.#lines[this.#first]?.length ?? 0) + 1;
      this.#first += 1;
      this.#dropped += 1;
    }
    if (this.#first > 4096 && this.#first * 2 > this.#lines.length) {
      this.#lines = this.#lines.slice(this.#first);
      this.#first = 0;
    }
  }

  /** All kept lines, oldest first, and how many were dropped before them. */
  read(): { readonly lines: readonly string[]; readonly dropped: number } {
    return { lines: this.#lines.slice(this.#first), dropped: this.#dropped };
  }

  /** The last line that is not blank, or null. */
  last(): string | null {
    return this.read().lines.findLast((line) => line.trim() !== '') ?? null;
  }
}
