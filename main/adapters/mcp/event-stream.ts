import type { MessageReader } from './message-reader.ts';

export interface EventStreamOptions {
  readonly reader: MessageReader;
  /** The request this stream answers; null for the stream that only listens. */
  readonly id: string | number | null;
  readonly messageBytes: number;
  readonly onTooLarge: () => void;
}

/**
 * Rewrites a stream of server-sent events so that each message in it has been through the reader. An event over the
 * cap ends the stream. Where a stream ends without the answer it was opened for and cannot be resumed, the answer
 * becomes an error: a request never waits for nothing.
 */
export function readEvents(body: ReadableStream<Uint8Array>, options: EventStreamOptions): ReadableStream<Uint8Array> {
  const events = new EventLines(options);
  const decode = new TextDecoder('utf-8');
  return body.pipeThrough(new TransformStream<Uint8Array, Uint8Array>({
    async transform(chunk, controller) {
      const out = await events.push(decode.decode(chunk, { stream: true }));
      if (out === null) {
        options.onTooLarge();
        controller.enqueue(encode(events.unanswered('too-large')));
        controller.terminate();
      } else if (out !== '') controller.enqueue(encode(out));
    },
    flush(controller) {
      if (!events.resumable) controller.enqueue(encode(events.unanswered('not-a-message')));
    },
  }));
}

function encode(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

/** Collects the lines of one event after the other. */
class EventLines {
  resumable = false;
  readonly #options: EventStreamOptions;
  #rest: string[] = [];
  #restLength = 0;
  #kept: string[] = [];
  #data: string[] = [];
  #length = 0;

  constructor(options: EventStreamOptions) {
    this.#options = options;
  }

  /** Text to pass on; null once an event is over the cap. */
  async push(text: string): Promise<string | null> {
    const lines = text.split(/\r\n|\n|\r/);
    const last = lines.pop() ?? '';
    let out = '';
    for (const line of lines) {
      this.#rest.push(line);
      out += await this.#line(this.#rest.join(''));
      this.#rest = [];
      this.#restLength = 0;
      if (this.#length > this.#options.messageBytes) return null;
    }
    this.#rest.push(last);
    this.#restLength += last.length;
    return this.#restLength + this.#length > this.#options.messageBytes ? null : out;
  }

  /** An event that answers the request with an error, if no answer came. */
  unanswered(why: 'too-large' | 'not-a-message'): string {
    const { id, reader } = this.#options;
    return id !== null && reader.isWaiting(id) ? `data: ${JSON.stringify(reader.unusable(id, why))}\n\n` : '';
  }

  #line(line: string): string | Promise<string> {
    if (line === '') return this.#dispatch();
    this.#length += line.length;
    if (line.startsWith('data:')) this.#data.push(line.slice(line.startsWith('data: ') ? 6 : 5));
    // SECURITY: the library would do as it is told: at once, and for ever.
    else if (line.startsWith('retry')) this.#kept.push(`retry: ${pauseOf(line)}`);
    else if (!line.startsWith(':')) this.#kept.push(line);
    if (/^id:\s*\S/.test(line)) this.resumable = true;
    return '';
  }

  async #dispatch(): Promise<string> {
    const [kept, data] = [this.#kept, this.#data];
    this.#kept = [];
    this.#data = [];
    this.#length = 0;
    const message = data.length === 0 ? null : await this.#options.reader.readApart(data.join('\n'));
    const lines = message === null ? kept : [...kept, `data: ${JSON.stringify(message)}`];
    return lines.length === 0 ? '' : `${lines.join('\n')}\n\n`;
  }
}

/** When a stream that ended may be asked for again, in milliseconds. */
const PAUSE = { least: 1_000, most: 30_000 } as const;

function pauseOf(line: string): number {
  const wished = /^retry:\s*(\d{1,9})$/.exec(line)?.[1];
  return Math.min(Math.max(Number(wished ?? PAUSE.most), PAUSE.least), PAUSE.most);
}
