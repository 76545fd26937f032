import { Readable, Writable } from 'node:stream';
import { resolve } from 'node:path';
import type { Command } from '../../../main/cli/command.ts';
import { run } from '../../../main/cli/run.ts';
import { commandsOf } from '../../../main/cli/commands/index.ts';

/** The built parts of this checkout; tests that need a host build them. */
export const installation = { version: '0.0.0-test', workerPath: resolve('out/main/worker.cjs'), demoCmsPath: resolve('out/main/demo-cms.cjs') };

/** What one run of the command line gave. */
export interface Ran {
  readonly code: number;
  readonly out: string;
  readonly said: string;
  /** Standard output as one JSON value a line. */
  readonly lines: readonly unknown[];
}

function sink(): Writable & { text: string } {
  const stream = Object.assign(new Writable({ write(chunk: Buffer, _encoding, done) { stream.text += chunk.toString(); done(); } }), { text: '' });
  return stream;
}

/** Keys that somebody presses once the terminal says something; after the moment in which keys do not count yet. */
export interface Keys {
  readonly after: RegExp;
  readonly press: string;
}
const HESITATION_MS = 700;

/** A terminal with somebody at it, who presses these keys one after the other. */
function person(keys: readonly Keys[], people: ReturnType<typeof sink>): { readonly input: Readable & { isTTY: true }; readonly people: Writable & { isTTY: true; text: string } } {
  const input = Object.assign(new Readable({ read: () => undefined }), { isTTY: true as const, setRawMode: () => undefined });
  const waiting = [...keys];
  const seen = Object.assign(new Writable({
    write(chunk: Buffer, _encoding, done) {
      seen.text += chunk.toString();
      people.text = seen.text;
      const [next] = waiting;
      if (next?.after.test(seen.text) === true) {
        waiting.shift();
        setTimeout(() => input.push(next.press), HESITATION_MS);
      }
      done();
    },
  }), { isTTY: true as const, text: '' });
  return { input, people: seen };
}

/** Runs the command line in this process, with streams in memory and English words. */
export async function cli(
  argv: readonly string[], input: string | Buffer = '', more: { env?: NodeJS.ProcessEnv; commands?: Readonly<Record<string, Command>>; keys?: readonly Keys[] } = {},
): Promise<Ran> {
  const output = sink();
  const people = sink();
  const code = await run({
    argv, env: { LANG: 'en_GB.UTF-8', HOME: '/nonexistent', ...more.env }, cwd: '/', platform: 'linux', version: '0.0.0-test',
    streams: { output, ...(more.keys === undefined ? { input: Readable.from(input.length === 0 ? [] : [Buffer.from(input)]), people } : person(more.keys, people)) },
  }, more.commands ?? commandsOf(() => installation));
  const lines = output.text.split('\n').filter((line) => line.startsWith('{')).map((line): unknown => JSON.parse(line));
  return { code, out: output.text, said: people.text, lines };
}
