import { once } from 'node:events';
import type { Readable, Writable } from 'node:stream';
import type { Translate } from '../../preload/contract/language/index.ts';
import type { Json } from '../core/words/index.ts';

/** What a command has of the terminal it runs in. */
export interface Terminal {
  readonly input: Readable;
  /** True when a person can answer: questions go to `people`, keys come from `input`. */
  readonly canAsk: boolean;
  readonly colours: boolean;
  readonly t: Translate;
  /** One line of JSON for programs, on standard output. */
  answer(value: Json): void;
  /** Text for programs as it is, on standard output. */
  print(text: string): void;
  /** Resolves when little of what was printed still waits, so that a long answer does not pile up. Rejects with {@link AnswerLost}. */
  drained(): Promise<void>;
  /** Resolves when all that was printed has left. Rejects with {@link AnswerLost}. */
  allPrinted(): Promise<void>;
  /** A line for people, on standard error. */
  say(line: string): void;
  /** Text for people without a line end: a prompt, or an echo of what is typed. */
  prompt(text: string): void;
}

/** Standard output did not take all of an answer; the message is the system's word for why. */
export class AnswerLost extends Error {
  constructor(cause: NodeJS.ErrnoException) {
    super(cause.code ?? 'unknown', { cause });
    this.name = 'AnswerLost';
  }
}

/** The terminal over the streams of a process. */
export function createTerminal(
  streams: { readonly input: Readable & { readonly isTTY?: boolean }; readonly output: Writable & { readonly isTTY?: boolean }; readonly people: Writable & { readonly isTTY?: boolean } },
  env: NodeJS.ProcessEnv, t: Translate,
): Terminal {
  const { output } = streams;
  let lost: Error | null = null;
  output.on('error', (error) => { lost ??= error; });
  const unlessLost = (): void => { if (lost !== null) throw new AnswerLost(lost); };
  const isTerminal = streams.input.isTTY === true && streams.people.isTTY === true;
  return {
    input: streams.input,
    canAsk: isTerminal && env['TERM'] !== 'dumb',
    colours: streams.people.isTTY === true && env['NO_COLOR'] === undefined && env['TERM'] !== 'dumb',
    t,
    answer: (value) => { output.write(`${escaped(JSON.stringify(value))}\n`); },
    // What goes into a file or a pipe stays as it is: digests are taken of it.
    print: (text) => { output.write(output.isTTY === true ? escaped(text) : text); },
    async drained() {
      if (output.writableNeedDrain) await once(output, 'drain').catch(() => undefined);
      unlessLost();
    },
    async allPrinted() {
      await new Promise<void>((resolve) => { output.write('', (error) => { lost ??= error ?? null; resolve(); }); });
      unlessLost();
    },
    say: (line) => { streams.people.write(`${line}\n`); },
    prompt: (text) => { streams.people.write(text); },
  };
}

/** Characters a terminal may obey or hide, which JSON lets stand as they are; what is astral comes as two units. */
// eslint-disable-next-line no-control-regex
const OBEYED = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\u{e0000}-\u{e0fff}]|\r(?!\n)/gu;

/** SECURITY: foreign text in an answer moves no cursor, sets no title and turns no line around. In JSON it is the same value. */
function escaped(text: string): string {
  return text.replace(OBEYED, (found) => Array.from({ length: found.length }, (_, at) => `\\u${found.charCodeAt(at).toString(16).padStart(4, '0')}`).join(''));
}
