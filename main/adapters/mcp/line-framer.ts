/** Thrown when a line grows past the cap: the stream cannot be trusted to end it. */
export class LineTooLong extends Error {
  constructor(readonly bytes: number) {
    super(`a line of more than ${bytes} bytes`);
    this.name = 'LineTooLong';
  }
}

const FIRST = 4096;
const NEWLINE = 10;

/**
 * Cuts a byte stream into lines. Bytes are copied into one growing buffer, so that a server which drips single
 * bytes costs no more memory than one which sends whole lines.
 */
export class LineFramer {
  readonly #cap: number;
  #buffer: Buffer = Buffer.allocUnsafe(FIRST);
  #length = 0;

  constructor(cap: number) {
    this.#cap = cap;
  }

  /** Takes a chunk and gives each whole line in it to `line`, without its newline. Throws {@link LineTooLong}. */
  push(chunk: Buffer, line: (bytes: Buffer) => void): void {
    let from = 0;
    for (;;) {
      const end = chunk.indexOf(NEWLINE, from);
      if (end === -1) break;
      const whole = this.#length === 0 ? chunk.subarray(from, end) : this.#take(chunk.subarray(from, end));
      if (whole.length > this.#cap) throw new LineTooLong(this.#cap);
      line(whole);
      from = end + 1;
    }
    if (from < chunk.length) this.#keep(chunk.subarray(from));
  }

  /** What stands unfinished, and forgets it. */
  rest(): Buffer {
    return this.#take(Buffer.alloc(0));
  }

  #take(last: Buffer): Buffer {
    this.#keep(last);
    const whole = this.#buffer.subarray(0, this.#length);
    this.#buffer = Buffer.allocUnsafe(FIRST);
    this.#length = 0;
    return whole;
  }

  #keep(bytes: Buffer): void {
    const needed = this.#length + bytes.length;
    if (needed > this.#cap) throw new LineTooLong(this.#cap);
    if (needed > this.#buffer.length) {
      const larger = Buffer.allocUnsafe(Math.max(needed, this.#buffer.length * 2));
      this.#buffer.copy(larger, 0, 0, this.#length);
      this.#buffer = larger;
    }
    bytes.copy(this.#buffer, this.#length);
    this.#length = needed;
  }
}
