import { Readable, Writable } from 'node:stream';
import type { Command } from '../../../main/cli/command.ts';
import { run } from '../../../main/cli/run.ts';
import { COMMANDS } from '../../../main/cli/commands/index.ts';

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

/** Runs the command line in this process, with streams in memory and English words. */
export async function cli(
  argv: readonly string[], input: string | Buffer = '', more: { env?: NodeJS.ProcessEnv; commands?: Readonly<Record<string, Command>> } = {},
): Promise<Ran> {
  const output = sink();
  const people = sink();
  const code = await run({
    argv, env: { LANG: 'en_GB.UTF-8', HOME: '/nonexistent', ...more.env }, cwd: '/', platform: 'linux', version: '0.0.0-test',
    streams: { input: Readable.from(input.length === 0 ? [] : [Buffer.from(input)]), output, people },
  }, more.commands ?? COMMANDS);
  const lines = output.text.split('\n').filter((line) => line.startsWith('{')).map((line): unknown => JSON.parse(line));
  return { code, out: output.text, said: people.text, lines };
}
