import type { ConnectionTarget, Connector, Opened } from '../../core/connections/connection.ts';
import type { LogRing } from '../../core/connections/log-ring.ts';
import type { LargeReader } from '../../core/ports.ts';
import { openSession, ordinaryBudgets, type SessionOptions, type SessionOpened } from './session.ts';
import { HttpTransport } from './http-transport.ts';
import { pinnedFetch } from './pinned-fetch.ts';
import type { ReaderEvents } from './message-reader.ts';
import { StdioTransport } from './stdio-transport.ts';
import type { MakeWire, Wire } from './wire.ts';

/** Starts a server that ships inside the app: as a child of Node, or as a utility process of Electron. */
export type BundleLauncher = (bundle: 'demo-cms', log: LogRing, events: ReaderEvents) => Wire;

export interface ConnectorOptions {
  readonly bundle: BundleLauncher;
  /** Reads large messages; without it everything is read on this thread. */
  readonly large?: LargeReader;
  /** Other time budgets, for tests. */
  readonly budgets?: Partial<Omit<SessionOptions, 'known' | 'log' | 'signal'>>;
}

/**
 * Opens sessions to local, remote and bundled servers. A server that ends on the probe for the newer protocol is
 * started once more, as one of the older: never oftener.
 */
export function createConnector(options: ConnectorOptions): Connector {
  return {
    async open(target, known, log, events, signal) {
      const make = wireTo(target, log, options);
      const fetches = target.kind === 'local' && target.fetches;
      const session = (era: 'legacy' | null): Promise<SessionOpened> =>
        openSession(make, { ...ordinaryBudgets(fetches), ...options.budgets, known: era, log, signal }, events);
      const first = await session(known);
      if (first.ok || !first.diedProbing || signal.aborted || target.kind === 'remote') return openedOf(first);
      log.add('[countersign] the server ended on a newer request; starting it once more with the older protocol');
      return openedOf(await session('legacy'));
    },
  };
}

function openedOf(result: SessionOpened): Opened {
  return result.ok ? { ok: true, connection: result.session, era: result.era } : { ok: false, end: result.end };
}

function wireTo(target: ConnectionTarget, log: LogRing, { bundle, large }: ConnectorOptions): MakeWire {
  const apart = large === undefined ? {} : { large };
  switch (target.kind) {
    case 'local': return (events) => new StdioTransport(target, { log, events, ...apart });
    case 'remote': return (events) => new HttpTransport(target.url, target.headers, { log, events, ...apart, ...(target.tlsKeys === undefined ? {} : { fetch: pinnedFetch(target.tlsKeys) }) });
    case 'bundled': return (events) => bundle(target.bundle, log, events);
  }
}

/** Starts a bundled server as a child of this Node, for the command line and for tests. */
export function nodeBundle(script: string, env: Readonly<Record<string, string>>, cwd: string): BundleLauncher {
  return (_bundle, log, events) => new StdioTransport({ file: process.execPath, args: [script], env, cwd }, { log, events });
}

