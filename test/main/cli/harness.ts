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

/** Runs the command line in this process, with streams in memory and English words. */
export async function cli(
  argv: readonly string[], input: string | Buffer = '', more: { env?: NodeJS.ProcessEnv; commands?: Readonly<Record<string, Command>> } = {},
): Promise<Ran> {
  const output = sink();
  const people = sink();
  const code = await run({
    argv, env: { LANG: 'en_GB.UTF-8', HOME: '/nonexistent', ...more.env }, cwd: '/', platform: 'linux', version: '0.0.0-test',
    streams: { input: Readable.from(input.length === 0 ? [] : [Buffer.from(input)]), output, people },
  }, more.commands ?? commandsOf(() => installation));
  const lines = output.text.split('\n').filter((line) => line.startsWith('{')).map((line): unknown => JSON.parse(line));
  return { code, out: output.text, said: people.text, lines };
}
