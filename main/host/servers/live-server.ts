import type { Catalogue } from '../../core/connections/catalogue.ts';
import type { Connection, ConnectionEnd, ConnectionTarget, Connector } from '../../core/connections/connection.ts';
import { LIMITS } from '../../core/connections/limits.ts';
import { LogRing } from '../../core/connections/log-ring.ts';
import { isLive, nextState, type ConnectionEvent, type ConnectionState } from '../../core/connections/state.ts';
import type { Clock } from '../../core/ports.ts';
import type { Launch } from '../../core/trust/launch.ts';
import type { ServerIdentity } from '../../core/trust/server-identity.ts';
import type { Arrival } from './keep-secrets-out.ts';
import type { Resolved } from './resolved.ts';

/** What a live server tells its room. */
export interface LiveNews {
  changed(): void;
  catalogue(): void;
  failed(end: ConnectionEnd): void;
  asked(method: string): void;
}

/** What runs, and the launch it was started as. */
interface Running {
  readonly launch: Launch;
  readonly identity: string;
  readonly soleCode: string | null;
  readonly abort: AbortController;
  /** Settles when the start is over, whatever came of it. */
  opening: Promise<unknown>;
  /** What it asked for already; told once each. */
  readonly asked: Set<string>;
  connection: Connection | null;
  catalogue: Catalogue | null;
}

/** One configured server while the app runs: its state, its log, and what is connected. */
export class LiveServer {
  readonly #clock: Clock;
  readonly #news: LiveNews;
  readonly #arrival: Arrival;
  readonly #changes: number[] = [];
  log = new LogRing();
  state: ConnectionState = { state: 'stopped' };
  /** How often it was stopped: a start that began before a stop must not go on after it. */
  stops = 0;
  running: Running | null = null;
  /** What policy recognised it by at its last start; null before the first. */
  known: ServerIdentity | null = null;
  #since = 0;
  #closing: Promise<void> = Promise.resolve();

  constructor(clock: Clock, news: LiveNews, arrival: Arrival) {
    this.#clock = clock;
    this.#news = news;
    this.#arrival = arrival;
  }

  happened(event: ConnectionEvent): void {
    this.state = nextState(this.state, event);
    this.#news.changed();
  }

  /** Connects. Resolves when the server runs or its state says why not; never rejects. */
  async open(connector: Connector, target: ConnectionTarget, { launch, identity, soleCode }: Resolved, known: 'legacy' | null): Promise<'legacy' | 'modern' | null> {
    await this.#closing;
    // A stop may have come between the start and here: then nothing is started.
    if (this.state.state !== 'starting') return null;
    const running: Running = { launch, identity, soleCode, abort: new AbortController(), opening: Promise.resolve(), asked: new Set(), connection: null, catalogue: null };
    this.running = running;
    this.log = new LogRing();
    this.#changes.length = 0;
    this.#since = this.#clock.monotonic();
    const opening = connector.open(target, known, this.log, {
      catalogue: (catalogue) => this.#listed(running, catalogue),
      ended: (end) => this.#ended(running, end),
      asked: (method) => this.#asked(running, method),
    }, running.abort.signal);
    running.opening = opening;
    const opened = await opening;
    if (!opened.ok) {
      this.#ended(running, opened.end);
      return null;
    }
    if (this.running !== running) {
      await opened.connection.close();
      return null;
    }
    running.connection = opened.connection;
    running.catalogue = this.#arrival(opened.connection.catalogue);
    this.#since = this.#clock.monotonic();
    this.happened({ event: 'connected', at: this.#clock.now(), era: running.catalogue.era });
    this.#news.catalogue();
    return opened.era;
  }

  /** Ends what runs, if anything does. Resolves when nothing of it is left; never rejects. */
  async close(): Promise<boolean> {
    this.stops += 1;
    const was = isLive(this.state);
    const ending = this.running;
    this.running = null;
    this.happened({ event: 'stopped' });
    if (ending !== null) this.#closing = endOf(ending);
    await this.#closing;
    return was;
  }

  #ended(running: Running, end: ConnectionEnd): void {
    if (this.running !== running) return;
    this.running = null;
    const ran = this.state.state === 'running' ? Math.round(this.#clock.monotonic() - this.#since) : null;
    this.happened({ event: 'failed', ...end, at: this.#clock.now(), afterMs: ran, lastLine: this.log.last() });
    this.#news.failed(end);
  }

  #listed(running: Running, catalogue: Catalogue): void {
    if (this.running !== running) return;
    running.catalogue = this.#arrival(catalogue);
    const now = this.#clock.monotonic();
    this.#changes.push(now);
    while ((this.#changes[0] ?? now) < now - 60_000) this.#changes.shift();
    if (this.#changes.length >= LIMITS.changesPerMinute) this.#hold(running);
    this.#news.catalogue();
  }

  /** A server may ask as often as it likes; it fills no log with it. */
  #asked(running: Running, method: string): void {
    if (this.running !== running || running.asked.size >= 20 || running.asked.has(method)) return;
    running.asked.add(method);
    this.#news.asked(method);
  }

  /** A server whose definitions keep moving cannot be reviewed: it is held, and a person may start it again. */
  #hold(running: Running): void {
    this.happened({ event: 'quarantined', why: 'definitions-keep-changing' });
    this.running = null;
    this.#closing = running.connection?.close() ?? Promise.resolve();
    this.#news.failed({ why: 'refused', detail: 'definitions-keep-changing' });
  }
}

/** Ends a start under way or what it became. An aborted start has ended its process when it settles. */
async function endOf(running: Running): Promise<void> {
  running.abort.abort();
  await running.opening;
  await running.connection?.close();
}
