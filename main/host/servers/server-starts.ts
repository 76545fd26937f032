import type { Sha256 } from '../../core/canonical/canonical.ts';
import type { Connector } from '../../core/connections/connection.ts';
import type { Clock, DocumentStore } from '../../core/ports.ts';
import type { LaunchResolver } from '../../core/trust/resolution.ts';
import { lowerTrust, type TrustLevel } from '../../core/words/index.ts';
import { openEras, type Eras } from './eras.ts';
import type { LiveServers } from './live-servers.ts';
import type { Policing } from './policing.ts';
import { ServersProblem } from './problem.ts';
import type { ServerRecords } from './records.ts';
import { resolve, type Resolved } from './resolved.ts';
import type { ServerSecrets } from './secrets.ts';
import { targetOf } from './server-entry.ts';
import { mustHave, type ServerBook, type StoredServer } from './server-document.ts';
import { targetWith } from './target-of.ts';

/** What a start touches. */
export interface StartParts {
  readonly documents: DocumentStore;
  readonly clock: Clock;
  readonly sha256: Sha256;
  readonly resolver: LaunchResolver;
  readonly connector: Connector;
  readonly book: ServerBook;
  readonly secrets: ServerSecrets;
  readonly records: ServerRecords;
  readonly live: LiveServers;
  readonly trust: (stored: StoredServer) => TrustLevel;
  readonly policing: Policing;
}

/** The starts of one home: each server at most once at a time, and only as what was consented to. */
export class ServerStarts {
  readonly #parts: StartParts;
  readonly #eras: Eras;
  readonly #under = new Map<string, Promise<void>>();
  /** What each server's program and scripts were when it was started. */
  readonly #code = new Map<string, string | null>();

  constructor(parts: StartParts) {
    this.#parts = parts;
    this.#eras = openEras(parts.documents, parts.clock);
  }

  /** Resolves when the server runs or its state says why not. */
  start(stored: StoredServer): Promise<void> {
    const { id } = stored.config;
    const under = this.#under.get(id);
    if (under !== undefined) return under;
    const start = this.#start(stored).finally(() => this.#under.delete(id));
    this.#under.set(id, start);
    return start;
  }

  /** Puts values that waited for the identity under it. Where the keychain refuses, they go on waiting. */
  async settle(stored: StoredServer, identity: string): Promise<void> {
    const { secrets, records } = this.#parts;
    const names = await secrets.settle(stored.config.id, identity).catch(() => []);
    for (const name of names) await records.write('secret-stored', stored, { name });
  }

  async #start(stored: StoredServer): Promise<void> {
    const { book, live: lives, resolver, secrets, sha256, trust, policing } = this.#parts;
    const { id } = stored.config;
    const live = lives.of(id);
    // SECURITY: noted before anything is waited for, so that a stop from here on is a stop of this start.
    const { stops } = live;
    // SECURITY: the policies were read before anything runs, and decide about it twice: what was tightened meanwhile holds.
    await policing.ready();
    if (trust(stored) === 'blocked') throw new ServersProblem('server-blocked');
    if (live.state.state === 'running') return;
    const resolved = await resolve(stored.config, resolver, sha256);
    if (!resolved.ok) return this.#fail(id, 'command-missing', resolved.name);
    if (stored.consented === null) return live.happened({ event: 'consent-missing' });
    // SECURITY: only what was consented to is started; another launch is another server, and trusted by nobody.
    if (stored.consented.identity !== resolved.identity) return this.#distrust(stored);
    do await policing.recognise(stored, resolved.launch); while (policing.unrecognised(id));
    if (!policing.mayRun(stored)) return;
    await this.settle(stored, resolved.identity);
    const { values, missing } = await secrets.gather(stored.config, resolved.identity)
      .catch(() => { throw new ServersProblem('keychain-unavailable'); });
    if (missing.length > 0) return live.happened({ event: 'secrets-missing', names: missing });
    const code = await resolver.namedCode(stored.config);
    while (policing.unrecognised(id)) await policing.recognise(stored, resolved.launch);
    // SECURITY: what a person stopped, blocked, removed or consented to while it was being prepared holds now.
    const now = mustHave(book, id);
    if (live.stops !== stops || trust(now) === 'blocked' || now.consented?.identity !== resolved.identity) return;
    if (!policing.mayRun(now)) return;
    this.#code.set(id, code);
    await this.#run(now, resolved, values);
  }

  /**
   * Looks whether the program and scripts that run are still those on the disk. Where one is another by now the server is
   * ended and this rejects: what was loaded was consented to, what it may load next was not.
   */
  async checkCode(id: string): Promise<void> {
    const { book, live: lives, resolver } = this.#parts;
    const live = lives.of(id);
    const { running } = live;
    if (running === null) return;
    const code = await resolver.namedCode(mustHave(book, id).config);
    if (code !== null && code === this.#code.get(id)) return;
    if (live.running === running) {
      await live.close();
      await this.#distrust(mustHave(book, id));
    }
    throw new ServersProblem('launch-changed');
  }

  /** Another launch than the one a person said yes to: its trust is gone, on record, and it does not run. */
  async #distrust(stored: StoredServer): Promise<void> {
    const { book, records, trust } = this.#parts;
    const { id } = stored.config;
    if (trust(stored) !== 'untrusted') {
      await records.write('trust-changed', stored, { from: stored.trust, to: 'untrusted', because: 'launch-changed' });
      const now = mustHave(book, id);
      book.put({ ...now, trust: lowerTrust(now.trust, 'untrusted'), trustedIdentity: null });
    }
    this.#fail(id, 'launch-changed', null);
  }

  async #run(stored: StoredServer, resolved: Resolved, secrets: ReadonlyMap<string, string>): Promise<void> {
    const { clock, connector, records, resolver } = this.#parts;
    const live = this.#parts.live.of(stored.config.id);
    live.happened({ event: 'start', at: clock.now() });
    try {
      // No record, no start.
      await records.write('server-started', stored, { identity: resolved.identity, target: targetOf(stored.config) });
    } catch (error) {
      live.happened({ event: 'stopped' });
      throw error;
    }
    const target = targetWith(stored.config, resolved, secrets, resolver.inherited());
    const era = await live.open(connector, target, resolved, this.#eras.known(resolved.identity));
    if (era !== null) this.#eras.remember(resolved.identity, era);
  }

  #fail(id: string, why: 'command-missing' | 'launch-changed', detail: string | null): void {
    const { clock, live, records } = this.#parts;
    records.failed(id, { why, detail });
    live.of(id).happened({ event: 'failed', why, at: clock.now(), afterMs: null, lastLine: null, detail });
  }
}
