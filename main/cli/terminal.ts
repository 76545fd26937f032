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
  /** Resolves when what was printed has left, so that a long answer does not pile up. */
  drained(): Promise<void>;
  /** A line for people, on standard error. */
  say(line: string): void;
  /** Text for people without a line end: a prompt, or an echo of what is typed. */
  prompt(text: string): void;
}

/** The terminal over the streams of a process. */
export function createTerminal(
  streams: { readonly input: Readable & { readonly isTTY?: boolean }; readonly output: Writable; readonly people: Writable & { readonly isTTY?: boolean } },
  env: NodeJS.ProcessEnv, t: Translate,
): Terminal {
  const isTerminal = streams.input.isTTY === true && streams.people.isTTY === true;
  return {
    input: streams.input,
    canAsk: isTerminal && env['TERM'] !== 'dumb',
    colours: streams.people.isTTY === true && env['NO_COLOR'] === undefined && env['TERM'] !== 'dumb',
    t,
    answer: (value) => { streams.output.write(`${JSON.stringify(value)}\n`); },
    print: (text) => { streams.output.write(text); },
    drained: () => (streams.output.writableNeedDrain ? new Promise((resolve) => { streams.output.once('drain', resolve); }) : Promise.resolve()),
    say: (line) => { streams.people.write(`${line}\n`); },
    prompt: (text) => { streams.people.write(text); },
  };
}
