import type { Clock, ToolCaller } from '../../core/ports.ts';
import type { Arrival } from './keep-secrets-out.ts';
import { Listeners } from './listeners.ts';
import { LiveServer } from './live-server.ts';
import type { ServerRecords } from './records.ts';
import type { ServerBook } from './server-document.ts';

/** Calls tools of what runs, and has it show anew what it is and what it offers. */
export interface LiveCaller extends ToolCaller {
  /**
   * Rejects where the server does not run, where what runs is no longer what would be started, or where it does not show
   * its tools in time. What differs was told before it resolves.
   */
  refresh(id: string): Promise<void>;
}

/** What runs of the configured servers, each by itself, and who wants to hear of it. */
export class LiveServers implements LiveCaller {
  readonly changes = new Listeners();
  readonly catalogues = new Listeners();
  readonly #live = new Map<string, LiveServer>();
  readonly #clock: Clock;
  readonly #book: ServerBook;
  readonly #records: ServerRecords;
  readonly #arrival: Arrival;

  constructor(clock: Clock, book: ServerBook, records: ServerRecords, arrival: Arrival) {
    this.#clock = clock;
    this.#book = book;
    this.#records = records;
    this.#arrival = arrival;
  }

  /** The live side of a server; stopped, or waiting for consent, where it was not touched yet. */
  of(id: string): LiveServer {
    const known = this.#live.get(id);
    if (known !== undefined) return known;
    const live = new LiveServer(this.#clock, {
      changed: () => this.changes.tell(id),
      catalogue: () => this.catalogues.tell(id),
      failed: (end) => this.#records.failed(id, end),
      asked: (method) => this.#records.asked(id, method),
    }, this.#arrival);
    this.#live.set(id, live);
    if (this.#book.get(id)?.consented === null) live.state = { state: 'needs-consent' };
    return live;
  }

  ids(): readonly string[] {
    return [...this.#live.keys()];
  }

  forget(id: string): void {
    this.#live.delete(id);
  }

  async refresh(id: string): Promise<void> {
    const connection = this.#live.get(id)?.running?.connection ?? null;
    if (connection === null) throw new Error('not connected');
    await connection.refresh();
  }

  async call(...[id, tool, args, signal, callId]: Parameters<ToolCaller['call']>): ReturnType<ToolCaller['call']> {
    const connection = this.#live.get(id)?.running?.connection ?? null;
    if (connection === null) return { kind: 'failed', why: 'not-connected', sent: false, detail: '' };
    return connection.call(tool, args, signal, callId);
  }
}
