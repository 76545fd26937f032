import type { JSONRPCMessage, Transport } from '@modelcontextprotocol/client';
import type { ConnectionEnd } from '../../core/connections/connection.ts';
import { LIMITS } from '../../core/connections/limits.ts';
import type { LogRing } from '../../core/connections/log-ring.ts';
import { MessageReader, type ReaderEvents } from './message-reader.ts';
import { NotSent, type Wire } from './wire.ts';

/** A child process that is spoken to by posting strings. `end` resolves when it is gone. */
export interface ChildPort {
  readonly pid: number | null;
  post(text: string): void;
  onMessage(listener: (data: unknown) => void): void;
  onExit(listener: (code: number | null) => void): void;
  end(): Promise<void>;
}

/** Starts such a child; its own lines go to the log. Throws when it cannot be started. */
export type StartChild = (log: LogRing) => ChildPort;

/** A server as a child with a message port: each post is one JSON-RPC message as a string. Started once. */
export class MessagePortTransport implements Wire {
  readonly reader: MessageReader;
  onclose?: NonNullable<Transport['onclose']>;
  onerror?: NonNullable<Transport['onerror']>;
  onmessage?: NonNullable<Transport['onmessage']>;
  readonly #startChild: StartChild;
  readonly #log: LogRing;
  #child: ChildPort | null = null;
  #end: ConnectionEnd | null = null;
  #spoke = false;
  #closed = false;
  #closing: Promise<void> | null = null;

  constructor(startChild: StartChild, log: LogRing, events: ReaderEvents) {
    this.#startChild = startChild;
    this.#log = log;
    this.reader = new MessageReader(events);
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

  async start(): Promise<void> {
    const child = this.#startChild(this.#log);
    this.#child = child;
    child.onMessage((data) => this.#received(data));
    child.onExit((code) => this.#finish({ why: 'exited', detail: code === null ? null : `exit code ${code}` }));
  }

  async send(message: JSONRPCMessage): Promise<void> {
    if (this.#child === null || this.#closed) throw new NotSent('not connected');
    this.reader.sent(message);
    this.#spoke = true;
    this.#child.post(JSON.stringify(message));
  }

  /** Ends the child. Resolves when it is gone; never rejects. */
  close(): Promise<void> {
    this.#closing ??= (async () => {
      if (!this.#closed) {
        this.#closed = true;
        this.onclose?.();
      }
      await this.#child?.end().catch(() => undefined);
    })();
    return this.#closing;
  }

  #received(data: unknown): void {
    if (this.#closed || typeof data !== 'string') return;
    if (data.length > LIMITS.messageBytes) return this.#finish({ why: 'too-large', detail: null });
    const message = this.reader.read(data);
    if (message !== null) this.onmessage?.(message);
  }

  #finish(end: ConnectionEnd): void {
    if (this.#closed) return;
    this.#end = end;
    void this.close();
  }
}
