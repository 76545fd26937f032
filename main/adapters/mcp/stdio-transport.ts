import type { ChildProcess } from 'node:child_process';
import type { JSONRPCMessage, Transport } from '@modelcontextprotocol/client';
import spawn from 'cross-spawn';
import type { ConnectionEnd } from '../../core/connections/connection.ts';
import { LIMITS } from '../../core/connections/limits.ts';
import type { LogRing } from '../../core/connections/log-ring.ts';
import type { LargeReader } from '../../core/ports.ts';
import { InTurn } from './in-turn.ts';
import { LineFramer } from './line-framer.ts';
import { MessageReader, type ReaderEvents } from './message-reader.ts';
import { endGroup, leadsGroup, STOP_TIMES, type StopTimes } from './process-group.ts';
import { NotSent, type Wire } from './wire.ts';

/** What to start. `env` is the child's whole environment: nothing of ours is added to it. */
export interface StdioProgram {
  readonly file: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly cwd: string;
}

export interface StdioOptions {
  readonly log: LogRing;
  readonly events: ReaderEvents;
  /** Reads what is large; without it everything is read here. */
  readonly large?: LargeReader;
  readonly messageBytes?: number;
  readonly stopTimes?: StopTimes;
}

/**
 * A server as a child process that leads its own group, spoken to in lines of JSON. Started once, without a shell;
 * the reader takes every line before the library does. It never stops reading, whatever the person is doing.
 */
export class StdioTransport implements Wire {
  readonly reader: MessageReader;
  onclose?: NonNullable<Transport['onclose']>;
  onerror?: NonNullable<Transport['onerror']>;
  onmessage?: NonNullable<Transport['onmessage']>;
  readonly #program: StdioProgram;
  readonly #options: StdioOptions;
  #child: ChildProcess | null = null;
  #end: ConnectionEnd | null = null;
  #closing: Promise<void> | null = null;
  #closed = false;
  #spoke = false;
  #stray = { lines: 0, bytes: 0 };
  /** Lines in the order they came; one that is read apart holds back those behind it, and the child with them. */
  readonly #lines = new InTurn<Buffer>((line) => this.#line(line), (held) => {
    if (held) this.#child?.stdout?.pause();
    else this.#child?.stdout?.resume();
  });

  constructor(program: StdioProgram, options: StdioOptions) {
    this.#program = program;
    this.#options = options;
    this.reader = new MessageReader(options.events, options.large);
  }

  get end(): ConnectionEnd | null {
    return this.#end;
  }

  get spoke(): boolean {
    return this.#spoke;
  }

  get pid(): number | null {
    return this.#child?.pid ?? null;
  }

  /** With `pid` it marks this as a local pipe: there, silence on the probe means an older server. */
  get stderr(): null {
    return null;
  }

  /** Starts the program. Rejects when it cannot be started; why is in `end`. */
  start(): Promise<void> {
    if (this.#child !== null) return Promise.reject(new Error('already started'));
    const { file, args, env, cwd } = this.#program;
    return new Promise((resolve, reject) => {
      const child = spawn(file, [...args], {
        env: { ...env }, cwd, shell: false, windowsHide: true, stdio: ['pipe', 'pipe', 'pipe'],
        detached: process.platform !== 'win32',
      });
      this.#child = child;
      child.once('spawn', () => {
        leadsGroup(child);
        resolve();
      });
      child.once('error', (error) => {
        if (child.pid === undefined) this.#finish({ why: 'command-missing', detail: codeOf(error) });
        reject(error);
      });
      child.once('exit', (code, signal) => this.#exited(code, signal));
      child.stdin?.on('error', (error) => this.onerror?.(error));
      this.#listen(child);
    });
  }

  /** Hands one message to the child. Resolves when the pipe took it; it never waits for an answer. */
  send(message: JSONRPCMessage): Promise<void> {
    const input = this.#child?.stdin;
    if (input === undefined || input === null || !input.writable) return Promise.reject(new NotSent('not connected'));
    // SECURITY: a server that asks and never reads its answers would fill our memory with them.
    if (input.writableLength > LIMITS.unreadBytes) {
      this.#finish({ why: 'no-answer', detail: null });
      return Promise.reject(new NotSent('not read'));
    }
    this.reader.sent(message);
    this.#spoke = true;
    return new Promise((resolve, reject) => {
      input.write(`${JSON.stringify(message)}\n`, (error) => (error ? reject(error) : resolve()));
    });
  }

  /** Ends the child and its whole group. Resolves when nothing of it runs. */
  close(): Promise<void> {
    this.#closing ??= (async () => {
      this.#announceClose();
      if (this.#child !== null) await endGroup(this.#child, this.#options.stopTimes ?? STOP_TIMES);
      this.#child?.stdout?.destroy();
      this.#child?.stderr?.destroy();
    })();
    return this.#closing;
  }

  #listen(child: ChildProcess): void {
    const lines = new LineFramer(this.#options.messageBytes ?? LIMITS.messageBytes);
    child.stdout?.on('data', (chunk: Buffer) => {
      if (this.#closed) return;
      try {
        lines.push(chunk, (line) => this.#lines.take(line));
      } catch {
        this.#finish({ why: 'too-large', detail: null });
      }
    });
    const errors = new LineFramer(LIMITS.logChars);
    child.stderr?.on('data', (chunk: Buffer) => {
      try {
        errors.push(chunk, (line) => this.#options.log.add(line.toString('utf8')));
      } catch {
        this.#options.log.add(errors.rest().toString('utf8'));
      }
    });
    child.stderr?.once('end', () => {
      const rest = errors.rest().toString('utf8');
      if (rest !== '') this.#options.log.add(rest);
    });
  }

  #line(bytes: Buffer): Promise<void> | null {
    if (this.#closed) return null;
    const before = this.reader.valid;
    if (this.reader.takesTime(bytes.length)) return this.reader.readBytesApart(bytes).then((message) => this.#read(bytes, message, before));
    this.#read(bytes, this.reader.readBytes(bytes), before);
    return null;
  }

  #read(bytes: Buffer, message: JSONRPCMessage | null, before: number): void {
    if (this.#closed) return;
    if (this.reader.valid === before && message === null) this.#strayLine(bytes);
    else this.#stray = { lines: 0, bytes: 0 };
    if (message !== null) this.onmessage?.(message);
  }

  /** A line that is no message is skipped and kept for the person; a stream of them is no server. */
  #strayLine(bytes: Buffer): void {
    if (bytes.length === 0) return;
    this.#options.log.add(`[stdout] ${bytes.subarray(0, LIMITS.lineChars).toString('utf8')}`);
    this.#stray.lines += 1;
    this.#stray.bytes += bytes.length;
    if (this.#stray.lines > LIMITS.strayLines || this.#stray.bytes > LIMITS.strayBytes) this.#finish({ why: 'garbage', detail: null });
  }

  /** The pipe may still hold its last words: they are read before the end is told, but not waited for long. */
  #exited(code: number | null, signal: string | null): void {
    const tell = (): void => this.#finish({ why: 'exited', detail: signal ?? (code === null ? null : `exit code ${code}`) });
    const output = this.#child?.stdout;
    if (output === undefined || output === null || output.readableEnded) return tell();
    const timer = setTimeout(tell, 250);
    output.once('end', () => {
      clearTimeout(timer);
      tell();
    });
  }

  #finish(end: ConnectionEnd): void {
    if (this.#closed) return;
    this.#end = end;
    void this.close();
  }

  #announceClose(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.onclose?.();
  }
}

function codeOf(error: Error): string | null {
  return 'code' in error && typeof error.code === 'string' ? error.code : null;
}
