import { LONGEST_RECORD } from '../../core/audit/record.ts';
import { openPlainFile } from './plain-file.ts';

const CHUNK = 256 * 1024;
const LINE_END = 0x0a;

/** Called for each whole line, in order: its text (null: too long or not UTF-8) and where the next line starts. */
export type OnLine = (text: string | null, next: number) => void;

/**
 * Reads the whole lines of a file from `start` (the start of a line) up to `end`, in bounded memory. Gives the number of
 * bytes that stand after the last line end: a torn line. Rejects when the file cannot be read. `afterChunk` may hold up
 * the reading until what was made of the lines has gone its way.
 */
export async function scanLines(
  path: string, start: number, end: number, onLine: OnLine, afterChunk: () => Promise<void> = async () => undefined,
): Promise<number> {
  const handle = await openPlainFile(path);
  try {
    const rest = new LineBuffer(start, onLine);
    const chunk = Buffer.allocUnsafe(CHUNK);
    for (let at = start; at < end;) {
      const { bytesRead } = await handle.read(chunk, 0, Math.min(CHUNK, end - at), at);
      if (bytesRead === 0) break;
      at += bytesRead;
      rest.push(chunk.subarray(0, bytesRead));
      await afterChunk();
    }
    return rest.length;
  } finally {
    await handle.close();
  }
}

/** Cuts chunks into lines; keeps at most one unfinished line. */
class LineBuffer {
  #parts: Buffer[] = [];
  #held = 0;
  length = 0;
  #next: number;
  readonly #onLine: OnLine;
  readonly #decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

  constructor(start: number, onLine: OnLine) {
    this.#next = start;
    this.#onLine = onLine;
  }

  push(chunk: Buffer): void {
    let from = 0;
    for (let at = chunk.indexOf(LINE_END); at !== -1; at = chunk.indexOf(LINE_END, from)) {
      this.#hold(chunk.subarray(from, at), false);
      this.#finish();
      from = at + 1;
    }
    if (from < chunk.length) this.#hold(chunk.subarray(from), true);
  }

  #hold(bytes: Buffer, copy: boolean): void {
    this.length += bytes.length;
    // What is longer is no record: it is skipped without being held in memory.
    if (this.length > LONGEST_RECORD) {
      this.#parts = [];
      this.#held = 0;
      return;
    }
    this.#held += bytes.length;
    // The chunk's memory is used again for the next read.
    this.#parts.push(copy ? Buffer.from(bytes) : bytes);
  }

  #finish(): void {
    this.#next += this.length + 1;
    const whole = this.#held === this.length;
    const text = whole ? this.#decode() : null;
    this.#parts = [];
    this.#held = 0;
    this.length = 0;
    this.#onLine(text, this.#next);
  }

  #decode(): string | null {
    const [only] = this.#parts;
    try {
      return this.#decoder.decode(this.#parts.length === 1 && only !== undefined ? only : Buffer.concat(this.#parts));
    } catch {
      return null;
    }
  }
}

/** The text of the line that ends at `end` (just behind its line end), or null where there is none. */
export async function lineEndingAt(path: string, end: number): Promise<string | null> {
  const handle = await openPlainFile(path);
  try {
    for (let span = 4096; ; span *= 4) {
      const start = Math.max(0, end - span);
      const bytes = Buffer.alloc(end - start);
      const { bytesRead } = await handle.read(bytes, 0, bytes.length, start);
      if (bytesRead < bytes.length || bytes[bytes.length - 1] !== LINE_END) return null;
      const before = bytes.lastIndexOf(LINE_END, bytes.length - 2);
      if (before !== -1 || start === 0) return bytes.toString('utf8', before + 1, bytes.length - 1);
      if (span > LONGEST_RECORD) return null;
    }
  } finally {
    await handle.close();
  }
}
