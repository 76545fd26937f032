import type { Sha256 } from '../../core/canonical/canonical.ts';
import { npxLaunch } from '../../core/trust/npx-launch.ts';
import type { PackageInstaller } from '../../core/trust/package-installer.ts';
import type { LaunchResolver } from '../../core/trust/resolution.ts';
import { serverConfigSchema, type ServerConfig } from '../../core/trust/server-config.ts';
import type { LiveServers } from './live-servers.ts';
import { ServersProblem } from './problem.ts';
import type { ServerRecords } from './records.ts';
import { found, resolve } from './resolved.ts';
import type { ServerSecrets } from './secrets.ts';
import type { ServerBook, StoredServer } from './server-document.ts';
import { targetOf } from './server-entry.ts';

/** What the change of a launch touches. */
export interface PinningParts {
  readonly packages: PackageInstaller;
  readonly resolver: LaunchResolver;
  readonly sha256: Sha256;
  readonly book: ServerBook;
  readonly secrets: ServerSecrets;
  readonly records: ServerRecords;
  readonly live: LiveServers;
}

/** Turns launches that fetch at each start into launches of what is installed once. One at a time for each server. */
export class VersionPinning {
  readonly #parts: PinningParts;
  readonly #under = new Map<string, { readonly abort: AbortController; readonly done: Promise<void> }>();

  constructor(parts: PinningParts) {
    this.#parts = parts;
  }

  /**
   * Installs and exchanges the launch. Where anything fails the server is as it was; `not-pinnable`,
   * `launch-changed`, `command-missing`, `log-unwritable` or the installation's own code say why.
   */
  pin(stored: StoredServer): Promise<void> {
    const { id } = stored.config;
    const under = this.#under.get(id);
    if (under !== undefined) return under.done;
    const abort = new AbortController();
    const done = this.#pin(stored, abort.signal).finally(() => this.#under.delete(id));
    this.#under.set(id, { abort, done });
    return done;
  }

  /** Ends an installation under way; of one server, or of all. */
  cancel(id?: string): void {
    for (const [one, { abort }] of this.#under) if (id === undefined || one === id) abort.abort();
  }

  async #pin({ config }: StoredServer, signal: AbortSignal): Promise<void> {
    const { packages, resolver, sha256, book, records } = this.#parts;
    const wanted = npxLaunch(config);
    if (wanted === null || config.kind !== 'local') throw new ServersProblem('not-pinnable');
    const installed = await packages.install(wanted, signal);
    if (!installed.ok) throw installed.why === 'npm-missing' ? new ServersProblem('command-missing', { name: 'npm' }) : new ServersProblem(installed.why, { name: `${wanted.name}@${wanted.wanted}` });
    const next = serverConfigSchema.parse({ ...config, command: 'node', args: [installed.script, ...wanted.rest] });
    const { identity } = found(await resolve(next, resolver, sha256));
    const former = await resolve(config, resolver, sha256);
    const before = book.get(config.id);
    if (before === null) throw new ServersProblem('unknown-server', { id: config.id });
    if (signal.aborted) throw new ServersProblem('install-cancelled');
    await records.write('version-pinned', before, {
      package: installed.name, version: installed.version, from: targetOf(config), to: targetOf(next), identity,
    });
    await this.#exchange(config, next, former.ok ? former.identity : null);
  }

  /** SECURITY: another launch is another server. It starts from nothing: no consent, no trust, no secret of the former one. */
  async #exchange(config: ServerConfig, next: ServerConfig, former: string | null): Promise<void> {
    const { book, live, secrets } = this.#parts;
    const now = book.get(config.id);
    if (now === null) throw new ServersProblem('unknown-server', { id: config.id });
    if (now.config !== config) throw new ServersProblem('launch-changed');
    book.put({ config: next, trust: now.trust === 'blocked' ? 'blocked' : 'untrusted', trustedIdentity: null, consented: null });
    const running = live.of(config.id);
    await running.close();
    running.state = { state: 'needs-consent' };
    secrets.drop(config.id);
    for (const identity of new Set([former, now.consented?.identity ?? null])) await secrets.forget(config, identity);
    live.changes.tell(config.id);
  }
}
