import type { Transport } from '@modelcontextprotocol/client';
import type { ConnectionEnd } from '../../core/connections/connection.ts';
import type { MessageReader, ReaderEvents } from './message-reader.ts';

/** One way to one server: the library's transport, and the reader that stands before it. */
export interface Wire extends Transport {
  readonly reader: MessageReader;
  /** Why it ended by itself; null while it lives and after our own close. */
  readonly end: ConnectionEnd | null;
  /** True once anything was handed to the other side. */
  readonly spoke: boolean;
}

/** Makes a fresh wire; a restart makes another one. */
export type MakeWire = (events: ReaderEvents) => Wire;

/** Nothing left this machine: the other side cannot have acted on it. */
export class NotSent extends Error {
  constructor(reason: string) {
    super(reason);
    this.name = 'NotSent';
  }
}

/** An answer was cut off at the cap. */
export class TooLarge extends Error {
  constructor() {
    super('the answer is too large');
    this.name = 'TooLarge';
  }
}

/** The server asked for the same request at another address. It was not sent there; what the first address did with it is not known. */
export class Redirected extends Error {
  constructor(to: string) {
    super(`the server answers at another address, ${to}: add that one instead if you mean it`);
    this.name = 'Redirected';
  }
}
