import { Client, type ConnectOptions } from '@modelcontextprotocol/client';
import type { Catalogue } from '../../core/connections/catalogue.ts';
import type { Connection, ConnectionEnd, ConnectionEvents } from '../../core/connections/connection.ts';
import { BUDGETS } from '../../core/connections/limits.ts';
import { sameCatalogue } from '../../core/connections/same-catalogue.ts';
import type { LogRing } from '../../core/connections/log-ring.ts';
import type { CallFailure, ToolAnswer } from '../../core/ports.ts';
import type { JsonObject } from '../../core/words/index.ts';
import { connectFailure, lostBy } from './connect-failure.ts';
import { listCatalogue, listAnew } from './list-catalogue.ts';
import type { ReaderEvents } from './message-reader.ts';
import { Relisting } from './relisting.ts';
import { answerOf, failed, failureOf } from './tool-answer.ts';
import { NotSent, type MakeWire, type Wire } from './wire.ts';

/** Under this key a server is told the id of a call: whoever finds it in a system's own history finds the call in the log. */
export const CALL_ID_KEY = 'dev.countersign/call-id';

/** How long things may take, and what is known of the server before. */
export interface SessionOptions {
  readonly known: 'legacy' | null;
  readonly connectMs: number;
  readonly probeMs: number;
  readonly relistMs: number;
  readonly callIdleMs: number;
  readonly callTotalMs: number;
  readonly log: LogRing;
  /** Ends a start that nobody waits for any more. */
  readonly signal?: AbortSignal;
}

/** A connected session, or why there is none and whether the server ended while it was being probed. */
export type SessionOpened =
  | { readonly ok: true; readonly session: Session; readonly era: 'legacy' | 'modern' }
  | { readonly ok: false; readonly end: ConnectionEnd; readonly diedProbing: boolean };

/**
 * Connects over one fresh wire and lists everything. Never rejects. Whatever goes wrong, the wire is closed before
 * this resolves, so that no half-open server is left.
 */
export async function openSession(makeWire: MakeWire, options: SessionOptions, events: ConnectionEvents): Promise<SessionOpened> {
  const heard = new Heard(options.log, events);
  const wire = makeWire(heard);
  const client = newClient(options);
  const deadline = AbortSignal.timeout(options.connectMs);
  const abandon = (): void => void wire.close().catch(() => undefined);
  options.signal?.addEventListener('abort', abandon, { once: true });
  const known: ConnectOptions = options.known === 'legacy' ? { prior: { kind: 'legacy' } } : {};
  try {
    await client.connect(wire, { ...known, timeout: options.connectMs, signal: deadline });
    const catalogue = await listCatalogue(client, wire.reader);
    const session = new Session(client, wire, catalogue, options, events);
    heard.relistBy(session);
    session.watch();
    return { ok: true, session, era: client.getProtocolEra() ?? 'legacy' };
  } catch (error) {
    const diedProbing = options.known === null && wire.end?.why === 'exited' && wire.reader.valid === 0;
    const end = connectFailure(error, wire, heard.stray);
    await wire.close().catch(() => undefined);
    return { ok: false, end, diedProbing };
  } finally {
    options.signal?.removeEventListener('abort', abandon);
  }
}

function newClient(options: SessionOptions): Client {
  return new Client({ name: 'countersign', version: '0.1.0' }, {
    // SECURITY: no capability is offered and nothing is fulfilled by itself: one approval is one wire call.
    capabilities: {},
    inputRequired: { autoFulfill: false },
    versionNegotiation: { mode: 'auto', probe: { timeoutMs: options.probeMs } },
  });
}

/** What the reader notices, sorted to the log and to the session. */
class Heard implements ReaderEvents {
  stray = 0;
  #session: Session | null = null;
  /** The lists changed before there was a session: what was listed by then may be the former. */
  #changedEarly = false;
  readonly #log: LogRing;
  readonly #events: ConnectionEvents;

  constructor(log: LogRing, events: ConnectionEvents) {
    this.#log = log;
    this.#events = events;
  }

  asked(method: string): void {
    this.#events.asked(method.slice(0, 100));
  }

  listChanged(): void {
    if (this.#session === null) this.#changedEarly = true;
    else this.#session.relist();
  }

  /** From now on changes are listed by this session, and so is one that was told of before. */
  relistBy(session: Session): void {
    this.#session = session;
    if (this.#changedEarly) session.relist();
  }

  dropped(why: string, excerpt: string): void {
    if (why === 'not-json' || why === 'not-a-message') this.stray += 1;
    else this.#log.add(`[countersign] dropped a message (${why}): ${excerpt}`);
  }
}

/** One server, connected. */
export class Session implements Connection {
  readonly #client: Client;
  readonly #wire: Wire;
  readonly #options: SessionOptions;
  readonly #events: ConnectionEvents;
  readonly #relisting: Relisting;
  #catalogue: Catalogue;
  #closed = false;

  constructor(client: Client, wire: Wire, catalogue: Catalogue, options: SessionOptions, events: ConnectionEvents) {
    this.#client = client;
    this.#wire = wire;
    this.#catalogue = catalogue;
    this.#options = options;
    this.#events = events;
    this.#relisting = new Relisting(() => listCatalogue(client, wire.reader), (listed) => this.#listed(listed));
  }

  get catalogue(): Catalogue {
    return this.#catalogue;
  }

  /** Tells the end, and asks a server of the newer protocol to say when its lists change. */
  watch(): void {
    this.#client.onclose = () => {
      this.#relisting.stop();
      if (this.#closed) return;
      this.#closed = true;
      this.#events.ended(this.#wire.end ?? { why: 'exited', detail: null });
    };
    if (this.#client.getProtocolEra() !== 'modern') return;
    const offers = this.#client.getServerCapabilities() ?? {};
    const filter = {
      ...(offers.tools?.listChanged === true && { toolsListChanged: true }),
      ...(offers.prompts?.listChanged === true && { promptsListChanged: true }),
      ...(offers.resources?.listChanged === true && { resourcesListChanged: true }),
    };
    if (Object.keys(filter).length === 0) return;
    // What changed between the first listing and here was told to nobody: it is looked at once.
    void this.#client.listen(filter).then(() => this.relist(), () => undefined);
  }

  relist(): void {
    this.#relisting.request();
  }

  async refresh(): Promise<void> {
    if (this.#closed) throw new NotSent('not connected');
    const listed = await listAnew(this.#client, this.#wire.reader, this.#catalogue, AbortSignal.timeout(this.#options.relistMs));
    this.#listed(listed);
  }

  async call(tool: string, args: JsonObject, signal: AbortSignal, callId?: string): Promise<ToolAnswer> {
    if (this.#closed) return failed(this.#endedWhy() ?? 'not-connected', false, '');
    if (signal.aborted) return failed('cancelled', false, '');
    try {
      const reduced: unknown = await this.#client.callTool({
        name: tool, arguments: { ...args }, ...(callId !== undefined && { _meta: { [CALL_ID_KEY]: callId } }),
      }, {
        signal, timeout: this.#options.callIdleMs, maxTotalTimeout: this.#options.callTotalMs,
        resetTimeoutOnProgress: true, onprogress: () => undefined,
        // Given, so that the library neither validates the empty stand-in nor sends a refused call again.
        toolDefinition: { name: tool, inputSchema: this.#inputSchema(tool) },
      });
      const raw = this.#wire.reader.take(reduced);
      return raw?.of === 'call' ? answerOf(raw.result) : failed('bad-answer', true, 'no result in the answer');
    } catch (error) {
      const failure = failureOf(error, this.#endedWhy(), signal.aborted);
      const lost = lostBy(error);
      if (lost !== null) this.#lose(lost);
      return failure;
    }
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#relisting.stop();
    await this.#client.close().catch(() => undefined);
    await this.#wire.close().catch(() => undefined);
  }

  /** A remote server that is gone or refuses us is no longer connected: its state says so, not only this call. */
  #lose(end: ConnectionEnd): void {
    if (this.#closed) return;
    void this.close();
    this.#events.ended(end);
  }

  #inputSchema(tool: string): { type: 'object' } {
    const schema = this.#catalogue.definitions.find((one) => one.kind === 'tool' && one.name === tool)?.value['inputSchema'];
    return typeof schema === 'object' && schema !== null && !Array.isArray(schema) ? { ...schema, type: 'object' } : { type: 'object' };
  }

  #endedWhy(): CallFailure | null {
    const why = this.#wire.end?.why;
    if (why === undefined) return null;
    if (why === 'too-large' || why === 'unauthorized') return why;
    return why === 'garbage' ? 'bad-answer' : 'server-stopped';
  }

  #listed(listed: Catalogue | null): void {
    if (this.#closed) return;
    // The server said that something changed and did not show it: what is known can be read, not approved.
    const next = listed ?? { ...this.#catalogue, partial: true };
    if (sameCatalogue(next, this.#catalogue)) return;
    this.#catalogue = next;
    this.#events.catalogue(next);
  }
}

/** The budgets of an ordinary session. */
export function ordinaryBudgets(fetches: boolean): Omit<SessionOptions, 'known' | 'log' | 'signal'> {
  return {
    connectMs: fetches ? BUDGETS.connectFetching : BUDGETS.connect,
    probeMs: fetches ? BUDGETS.connectFetching / 2 : BUDGETS.probe,
    relistMs: BUDGETS.relist,
    callIdleMs: BUDGETS.callIdle,
    callTotalMs: BUDGETS.callTotal,
  };
}
