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

/** The lines of a stream, whole, as bytes; the last one needs no line end. */
export async function* byteLines(input: Readable): AsyncGenerator<Buffer> {
  let parts: Buffer[] = [];
  for await (const piece of input) {
    const chunk = Buffer.from(piece);
    let from = 0;
    for (let at = chunk.indexOf(10); at !== -1; at = chunk.indexOf(10, from)) {
      const last = chunk.subarray(from, at);
      yield parts.length === 0 ? last : Buffer.concat([...parts, last]);
      parts = [];
      from = at + 1;
    }
    if (from < chunk.length) parts.push(chunk.subarray(from));
  }
  if (parts.length > 0) yield Buffer.concat(parts);
}

/**
 * Answers each JSON line of the input with one line, in order. A line that is no JSON, or that `answer` cannot take, is
 * answered with `{"error": …}` and the rest still runs.
 */
export async function answerLines(terminal: Terminal, answer: (value: Json) => Json): Promise<void> {
  for await (const line of byteLines(terminal.input)) {
    terminal.answer(answerOrError(() => answer(parseExactJson(decode(line)))));
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
