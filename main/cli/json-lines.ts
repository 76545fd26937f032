import type { Readable } from 'node:stream';
import type { Json } from '../core/words/index.ts';
import { NotJson, parseExactJson } from './exact-json.ts';
import type { Terminal } from './terminal.ts';

/** All of a stream as text. Throws {@link NotJson} where it is not UTF-8. */
export async function readAll(input: Readable): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of input) chunks.push(Buffer.from(chunk));
  return decode(Buffer.concat(chunks));
}

/** The lines of a stream, whole, as bytes: those that came together, together. The last one needs no line end. */
async function* linesTogether(input: Readable): AsyncGenerator<readonly Buffer[]> {
  let parts: Buffer[] = [];
  for await (const piece of input) {
    const chunk = Buffer.from(piece);
    const lines: Buffer[] = [];
    let from = 0;
    for (let at = chunk.indexOf(10); at !== -1; at = chunk.indexOf(10, from)) {
      const last = chunk.subarray(from, at);
      lines.push(parts.length === 0 ? last : Buffer.concat([...parts, last]));
      parts = [];
      from = at + 1;
    }
    if (from < chunk.length) parts.push(chunk.subarray(from));
    if (lines.length > 0) yield lines;
  }
  if (parts.length > 0) yield [Buffer.concat(parts)];
}

/**
 * Answers each JSON line of the input with one line, in order. A line that is no JSON, or that `answer` cannot take, is
 * answered with `{"error": …}` and the rest still runs. What came together is answered in one writing, and nothing piles up
 * where the reader is slow.
 */
export async function answerLines(terminal: Terminal, answer: (value: Json) => Json): Promise<void> {
  for await (const lines of linesTogether(terminal.input)) {
    terminal.print(lines.map((line) => `${JSON.stringify(answerOrError(() => answer(parseExactJson(decode(line)))))}\n`).join(''));
    await terminal.drained();
  }
}

function answerOrError(answer: () => Json): Json {
  try {
    return answer();
  } catch (error) {
    return { error: error instanceof NotJson ? error.message : 'This line cannot be answered.' };
  }
}

/** One for all lines: a batch has very many of them. */
const utf8 = new TextDecoder('utf-8', { fatal: true });

function decode(bytes: Buffer): string {
  try {
    return utf8.decode(bytes);
  } catch {
    throw new NotJson('This is not UTF-8.');
  }
}
