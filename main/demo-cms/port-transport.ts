import { parseJSONRPCMessage, type JSONRPCMessage, type Transport } from '@modelcontextprotocol/server';

/** One end of a message channel, as Electron's child processes have it. */
export interface Port {
  on(event: 'message', listener: (event: PortMessage) => void): unknown;
  on(event: 'close', listener: () => void): unknown;
  postMessage(message: string): void;
  start?(): void;
  close?(): void;
}
export interface PortMessage {
  readonly data: unknown;
  readonly ports?: readonly Port[];
}

/**
 * MCP over a message port: each post is one JSON-RPC message as a string. If the parent hands over a port of its
 * own with its first message, the conversation moves there. Ends when the port closes.
 */
export class PortTransport implements Transport {
  onclose?: () => void;
  onerror?: (error: Error) => void;
  onmessage?: <T extends JSONRPCMessage>(message: T) => void;
  #port: Port;
  readonly #ended: () => void;
  #closed = false;

  /** `ended` runs once, when the conversation is over: a child process then has nothing left to do. */
  constructor(port: Port, ended: () => void = () => {}) {
    this.#port = port;
    this.#ended = ended;
  }

  start(): Promise<void> {
    this.#listen(this.#port);
    return Promise.resolve();
  }

  send(message: JSONRPCMessage): Promise<void> {
    if (this.#closed) return Promise.reject(new Error('The port is closed.'));
    this.#port.postMessage(JSON.stringify(message));
    return Promise.resolve();
  }

  close(): Promise<void> {
    if (!this.#closed) {
      this.#closed = true;
      this.#port.close?.();
      this.onclose?.();
      this.#ended();
    }
    return Promise.resolve();
  }

  #listen(port: Port): void {
    port.on('message', (event) => this.#received(event));
    port.on('close', () => void this.close());
    port.start?.();
  }

  #received(event: PortMessage): void {
    const handed = event.ports?.[0];
    if (handed !== undefined) {
      this.#port = handed;
      this.#listen(handed);
    }
    if (typeof event.data !== 'string') return;
    try {
      this.onmessage?.(parseJSONRPCMessage(JSON.parse(event.data)));
    } catch (error) {
      this.onerror?.(error instanceof Error ? error : new Error(String(error)));
    }
  }
}

/** The port to the parent process under Electron; null under plain Node. */
export function parentPort(): Port | null {
  const port: unknown = Reflect.get(process, 'parentPort');
  return isPort(port) ? port : null;
}

function isPort(value: unknown): value is Port {
  return typeof value === 'object' && value !== null && 'postMessage' in value && 'on' in value;
}
