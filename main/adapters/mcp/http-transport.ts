import { StreamableHTTPClientTransport, type JSONRPCMessage, type Transport, type TransportSendOptions } from '@modelcontextprotocol/client';
import type { ConnectionEnd } from '../../core/connections/connection.ts';
import { LIMITS } from '../../core/connections/limits.ts';
import type { LogRing } from '../../core/connections/log-ring.ts';
import type { LargeReader } from '../../core/ports.ts';
import { urlProblem } from '../../core/trust/server-url.ts';
import { guardedFetch, type Fetch } from './http-fetch.ts';
import { MessageReader, type ReaderEvents } from './message-reader.ts';
import { NotSent, type Wire } from './wire.ts';

export interface HttpOptions {
  readonly log: LogRing;
  readonly events: ReaderEvents;
  /** Reads what is large; without it everything is read here. */
  readonly large?: LargeReader;
  readonly messageBytes?: number;
  /** Another way out, such as one that insists on a TLS key. */
  readonly fetch?: Fetch;
}

/**
 * A remote server over streamable HTTP: the library's transport with our own way out. Nothing goes to another
 * origin, no redirect to another address is followed, and a refusal of the token ends the connection by name.
 */
export class HttpTransport implements Wire {
  readonly reader: MessageReader;
  onclose?: NonNullable<Transport['onclose']>;
  onerror?: NonNullable<Transport['onerror']>;
  onmessage?: NonNullable<Transport['onmessage']>;
  readonly hasPerRequestStream = true;
  readonly #inner: StreamableHTTPClientTransport;
  readonly #problem: string | null;
  #end: ConnectionEnd | null = null;
  #spoke = false;
  #closed = false;

  constructor(url: string, headers: Readonly<Record<string, string>>, options: HttpOptions) {
    this.reader = new MessageReader(options.events, options.large);
    this.#problem = urlProblem(url);
    const target = new URL(url);
    this.#inner = new StreamableHTTPClientTransport(target, {
      redirectPolicy: 'same-origin',
      fetch: guardedFetch({
        url: target, headers, reader: this.reader, messageBytes: options.messageBytes ?? LIMITS.messageBytes,
        onTooLarge: () => options.log.add('[countersign] an answer was over the cap and was cut off'),
        onSpoke: () => { this.#spoke = true; }, ...(options.fetch === undefined ? {} : { fetch: options.fetch }),
      }),
      reconnectionOptions: { initialReconnectionDelay: 1000, maxReconnectionDelay: 30_000, reconnectionDelayGrowFactor: 2, maxRetries: 3 },
    });
    this.#inner.onmessage = (message: JSONRPCMessage) => this.onmessage?.(message);
    this.#inner.onerror = (error) => {
      options.log.add(`[countersign] ${error.message.slice(0, 500)}`);
      this.onerror?.(error);
    };
    this.#inner.onclose = () => this.#announceClose();
  }

  get end(): ConnectionEnd | null {
    return this.#end;
  }

  get spoke(): boolean {
    return this.#spoke;
  }

  get sessionId(): string | undefined {
    return this.#inner.sessionId;
  }

  setProtocolVersion(version: string): void {
    this.#inner.setProtocolVersion(version);
  }

  async start(): Promise<void> {
    if (this.#problem !== null) {
      this.#end = { why: 'refused', detail: this.#problem };
      throw new NotSent(this.#problem);
    }
    await this.#inner.start();
  }

  async send(message: JSONRPCMessage, options?: TransportSendOptions): Promise<void> {
    if (this.#closed) throw new NotSent('not connected');
    this.reader.sent(message);
    await this.#inner.send(message, options as Parameters<StreamableHTTPClientTransport['send']>[1]);
  }

  /** Ends the session at the server where there is one, without waiting long for it. Never rejects. */
  async close(): Promise<void> {
    if (this.#closed) return;
    if (this.#inner.sessionId !== undefined) {
      await Promise.race([this.#inner.terminateSession().catch(() => undefined), new Promise((done) => setTimeout(done, 500).unref())]);
    }
    await this.#inner.close().catch(() => undefined);
    this.#announceClose();
  }

  #announceClose(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.onclose?.();
  }
}
