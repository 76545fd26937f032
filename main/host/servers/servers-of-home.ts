import type { Catalogue } from '../../core/connections/catalogue.ts';
import { highestTrust } from '../../core/trust/highest-trust.ts';
import type { ServerVerdict } from '../../core/policy/server-verdict.ts';
import { secretNames } from '../../core/trust/placeholder.ts';
import type { ServerConfig } from '../../core/trust/server-config.ts';
import type { ServerDraft } from '../../core/trust/server-draft.ts';
import type { ServerFacts } from '../../core/trust/server-facts.ts';
import { lowerTrust, TRUST_LEVELS, type TrustLevel } from '../../core/words/index.ts';
import { cleanWith, type Clean } from '../known-secrets.ts';
import { draftsOf, splitDrafts, type SplitDraft } from './config-of-draft.ts';
import { bundledServer, consentTo, DEMO } from './consent.ts';
import { keepSecretsOut } from './keep-secrets-out.ts';
import { LiveServers, type LiveCaller } from './live-servers.ts';
import { Policing } from './policing.ts';
import { ServersProblem } from './problem.ts';
import { ServerRecords } from './records.ts';
import { found, resolve, type Resolved, type Unresolved } from './resolved.ts';
import { openServerSecrets, type ServerSecrets } from './secrets.ts';
import { mustHave, openServerBook, trustOf, type ServerBook, type StoredServer } from './server-document.ts';
import { entryOf, factsOf, foldersOf, launchFacts, targetOf, type LaunchFacts, type ServerEntry } from './server-entry.ts';
import type { ServersDeps, ServersRoom } from './servers.ts';
import { ServerStarts } from './server-starts.ts';
import { mustBeFree } from './server-policy.ts';
import { VersionPinning } from './version-pinning.ts';

/** The servers of one home: their document, their secrets, and what runs of them. */
export class Servers implements ServersRoom {
  readonly #deps: ServersDeps;
  readonly #book: ServerBook;
  readonly #secrets: ServerSecrets;
  readonly #records: ServerRecords;
  readonly #live: LiveServers;
  readonly #starts: ServerStarts;
  readonly #policing: Policing;
  readonly #pinning: VersionPinning;
  readonly #clean: Clean;
  readonly caller: LiveCaller;

  constructor(deps: ServersDeps) {
    this.#deps = deps;
    this.#clean = cleanWith(deps.redact);
    this.#book = openServerBook(deps.documents, deps.onDamaged);
    this.#secrets = openServerSecrets(deps.secrets);
    this.#records = new ServerRecords(deps.audit, deps.actor, this.#book, (stored) => this.#trust(stored), this.#clean);
    this.#live = new LiveServers(deps.clock, this.#book, this.#records, keepSecretsOut(deps.holdsSecret ?? (() => false), this.#clean));
    this.#policing = new Policing({ ...deps, book: this.#book, live: this.#live, records: this.#records });
    this.#starts = new ServerStarts({
      ...deps, book: this.#book, secrets: this.#secrets, records: this.#records, live: this.#live, trust: (stored) => this.#trust(stored), policing: this.#policing,
    });
    this.caller = {
      call: (...call) => this.#live.call(...call),
      refresh: async (id) => {
        await this.#starts.checkCode(id);
        await this.#live.refresh(id);
      },
    };
    this.#pinning = new VersionPinning({ ...deps, book: this.#book, secrets: this.#secrets, records: this.#records, live: this.#live });
  }

  readonly list = (): readonly ServerEntry[] => this.#book.all().map((stored) => this.#entry(stored));

  entry(id: string): ServerEntry | null {
    const stored = this.#book.get(id);
    return stored === null ? null : this.#entry(stored);
  }

  readonly parse = draftsOf;

  async add(drafts: readonly ServerDraft[]): Promise<readonly ServerEntry[]> {
    await mustBeFree(this.#deps.policy, 'add-servers');
    const split = splitDrafts(drafts, this.#book.all().map((one) => one.config));
    try {
      for (const one of split) await this.#addOne(one);
    } catch (error) {
      for (const { config } of split) this.#book.remove(config.id);
      throw error;
    }
    return split.map(({ config }) => this.#must(config.id)).map((stored) => this.#entry(stored));
  }

  /** A bundled server is part of this app: starting the app consented to it, and an update of the app moves its identity along. */
  async addBundled(): Promise<ServerEntry> {
    const resolved = found(await this.#resolve(DEMO));
    const before = this.#book.get(DEMO.id);
    if (before?.consented?.identity === resolved.identity) return this.#entry(before);
    const stored = bundledServer(before, resolved);
    await this.#records.write('server-added', stored, { kind: 'bundled', target: DEMO.bundle });
    this.#book.put(stored);
    this.#live.changes.tell(DEMO.id);
    return this.#entry(stored);
  }

  async launch(id: string): Promise<LaunchFacts> {
    const stored = this.#must(id);
    const resolved = found(await this.#resolve(stored.config));
    const inherited = Object.keys(this.#deps.resolver.inherited());
    const claims = await this.#deps.resolver.claims(stored.config);
    return launchFacts(stored.config, resolved, stored.consented?.identity ?? null, inherited, claims);
  }

  async consent(id: string, digest: string, yes: boolean): Promise<ServerEntry> {
    const stored = this.#must(id);
    const resolved = found(await this.#resolve(stored.config));
    // SECURITY: a yes holds for the launch that was shown and for no other.
    if (yes && resolved.identity !== digest) throw new ServersProblem('launch-changed');
    if (!yes) {
      await this.#records.write('launch-refused', stored, { identity: digest });
      return this.#entry(stored);
    }
    const { launch, identity } = resolved;
    await this.#records.write('launch-consented', stored, { identity, launch });
    const now = this.#must(id);
    const known = now.trustedIdentity === identity;
    this.#book.put({ ...now, consented: consentTo(resolved), trust: known || now.trust === 'blocked' ? now.trust : 'untrusted' });
    await this.#starts.settle(stored, identity);
    // A secret belongs to one identity: what the former one had goes with it.
    if (stored.consented !== null && stored.consented.identity !== identity) await this.#forgetSecrets(stored);
    const live = this.#live.of(id);
    if (live.state.state === 'needs-consent' || live.state.state === 'failed') live.state = { state: 'stopped' };
    this.#live.changes.tell(id);
    return this.#entry(this.#must(id));
  }

  async pinVersion(id: string): Promise<ServerEntry> {
    await this.#pinning.pin(this.#must(id));
    return this.#entry(this.#must(id));
  }

  async start(id: string): Promise<ServerEntry> {
    await this.#starts.start(this.#must(id));
    return this.#entry(this.#must(id));
  }

  async stop(id: string): Promise<ServerEntry> {
    const stored = this.#must(id);
    this.#pinning.cancel(id);
    // A stop is never refused: it is recorded afterwards, and also where the log cannot take it.
    if (await this.#live.of(id).close()) this.#records.stopped(id);
    return this.#entry(stored);
  }

  async stopAll(): Promise<void> {
    this.#pinning.cancel();
    await Promise.all(this.#live.ids().filter((id) => this.#book.get(id) !== null).map((id) => this.stop(id)));
  }

  readonly enforce = (): Promise<void> => this.#policing.enforce((id) => this.start(id), (id) => this.stop(id));

  verdict(id: string): ServerVerdict | null {
    const stored = this.#book.get(id);
    return stored === null ? null : this.#policing.verdict(stored);
  }

  async remove(id: string): Promise<void> {
    const stored = this.#must(id);
    this.#pinning.cancel(id);
    await this.#live.of(id).close();
    await this.#records.write('server-removed', stored, {});
    this.#book.remove(id);
    this.#live.forget(id);
    this.#secrets.drop(id);
    await this.#forgetSecrets(stored);
    this.#live.changes.tell(id);
  }

  /** They are gone whether or not the log can take that. */
  async #forgetSecrets(stored: StoredServer): Promise<void> {
    const names = await this.#secrets.forget(stored.config, stored.consented?.identity ?? null);
    if (names.length > 0) await this.#records.write('secret-deleted', stored, { names: [...names] }).catch(() => undefined);
  }

  log(id: string): { readonly lines: readonly string[]; readonly dropped: number } {
    this.#must(id);
    const { lines, dropped } = this.#live.of(id).log.read();
    return { lines: this.#clean(lines), dropped };
  }

  highestTrust(id: string): TrustLevel {
    const stored = this.#book.get(id);
    if (stored === null) return 'blocked';
    const running = this.#live.of(id).running;
    if (running !== null) return highestTrust(running.launch);
    return stored.consented === null || stored.consented.floating ? 'restricted' : 'trusted';
  }

  async setTrust(id: string, level: TrustLevel): Promise<ServerEntry> {
    const stored = this.#must(id);
    // Less trust is always the person's to give.
    if (lowerTrust(level, stored.trust) !== level) await mustBeFree(this.#deps.policy, 'trust');
    if (lowerTrust(level, this.highestTrust(id)) !== level) throw new ServersProblem('not-allowed', { level: this.highestTrust(id) });
    const identity = this.#live.of(id).running?.identity ?? stored.consented?.identity ?? null;
    // Trust is given to what was consented to; without that there is nothing it could hold for.
    if (identity === null && TRUST_LEVELS.indexOf(level) > TRUST_LEVELS.indexOf('untrusted')) throw new ServersProblem('not-consented');
    await this.#records.write('trust-changed', stored, { from: stored.trust, to: level });
    // SECURITY: writing took a while. More trust is given to what it was given for, and nothing that was removed comes back.
    const now = this.#must(id);
    const raises = TRUST_LEVELS.indexOf(level) > TRUST_LEVELS.indexOf('untrusted');
    if (raises && (this.#live.of(id).running?.identity ?? now.consented?.identity) !== identity) throw new ServersProblem('launch-changed');
    this.#book.put({ ...now, trust: level, trustedIdentity: identity });
    if (level === 'blocked') await this.stop(id);
    this.#live.changes.tell(id);
    return this.#entry(this.#must(id));
  }

  async setSecret(id: string, name: string, value: string): Promise<ServerEntry> {
    const stored = this.#must(id);
    await mustBeFree(this.#deps.policy, 'secrets');
    if (!secretNames(stored.config).includes(name)) throw new ServersProblem('config-invalid', { where: name.slice(0, 80) });
    const resolved = found(await this.#resolve(stored.config));
    await this.#secrets.store(resolved.identity, name, value).catch(() => { throw new ServersProblem('keychain-unavailable'); });
    await this.#records.write('secret-stored', stored, { name });
    const live = this.#live.of(id);
    if (live.state.state === 'needs-secret') {
      const { missing } = await this.#secrets.gather(stored.config, resolved.identity);
      live.state = missing.length === 0 ? { state: 'stopped' } : { state: 'needs-secret', names: missing };
    }
    this.#live.changes.tell(id);
    return this.#entry(stored);
  }

  facts(id: string): ServerFacts | null {
    const stored = this.#book.get(id);
    return stored === null ? null : factsOf(stored, this.#trust(stored), this.#live.of(id));
  }

  catalogue(id: string): Catalogue | null {
    return this.#book.get(id) === null ? null : (this.#live.of(id).running?.catalogue ?? null);
  }

  folders(id: string): readonly string[] {
    // What was installed here is no folder a call starts from; its launch names it as the script.
    return this.#book.get(id) === null ? [] : foldersOf(this.#live.of(id)).filter((place) => !this.#deps.packages.holds(place));
  }

  readonly onChange = (listener: (id: string) => void): (() => void) => this.#live.changes.add(listener);
  readonly onCatalogue = (listener: (id: string) => void): (() => void) => this.#live.catalogues.add(listener);

  async #addOne({ config, secrets }: SplitDraft): Promise<void> {
    const stored: StoredServer = { config, trust: 'untrusted', trustedIdentity: null, consented: null };
    const names = [...secrets.keys()];
    await this.#records.write('server-added', stored, { kind: config.kind, target: targetOf(config), secrets: names });
    this.#book.put(stored);
    this.#secrets.hold(config.id, secrets);
    const resolved = await this.#resolve(config);
    if (resolved.ok) await this.#starts.settle(stored, resolved.identity);
    this.#live.of(config.id).happened({ event: 'consent-missing' });
  }

  readonly #resolve = (config: ServerConfig): Promise<Resolved | Unresolved> => resolve(config, this.#deps.resolver, this.#deps.sha256);

  readonly #must = (id: string): StoredServer => mustHave(this.#book, id);

  #entry(stored: StoredServer): ServerEntry {
    const live = this.#live.of(stored.config.id);
    const entry = entryOf(stored, this.#trust(stored), this.highestTrust(stored.config.id), live);
    return entry.connection.state === 'failed' ? { ...entry, connection: this.#clean(entry.connection) } : entry;
  }

  #trust(stored: StoredServer): TrustLevel {
    return trustOf(stored, this.highestTrust(stored.config.id));
  }
}
