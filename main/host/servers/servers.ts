import type { Actor } from '../../core/audit/event.ts';
import type { Sha256 } from '../../core/canonical/canonical.ts';
import type { Catalogue } from '../../core/connections/catalogue.ts';
import type { Connector } from '../../core/connections/connection.ts';
import type { AuditLog, Clock, DocumentStore, SecretStore } from '../../core/ports.ts';
import type { PackageInstaller } from '../../core/trust/package-installer.ts';
import type { LaunchResolver } from '../../core/trust/resolution.ts';
import type { ServerDraft } from '../../core/trust/server-draft.ts';
import type { ServerVerdict } from '../../core/policy/server-verdict.ts';
import type { ServerFacts } from '../../core/trust/server-facts.ts';
import type { Json, JsonObject, TrustLevel } from '../../core/words/index.ts';
import type { ReadDrafts } from './config-of-draft.ts';
import type { LiveCaller } from './live-servers.ts';
import { Servers } from './servers-of-home.ts';
import type { ServerPolicy } from './server-policy.ts';
import type { LaunchFacts, ServerEntry } from './server-entry.ts';

/** What the room needs from outside. */
export interface ServersDeps {
  readonly documents: DocumentStore;
  readonly secrets: SecretStore;
  /** Takes known secrets out of what a server said, before it is shown or recorded. */
  readonly redact?: (value: JsonObject) => JsonObject;
  /** Whether one of our own secrets stands in something that a server offers. */
  readonly holdsSecret?: (value: Json) => boolean;
  readonly audit: AuditLog;
  readonly clock: Clock;
  readonly sha256: Sha256;
  readonly actor: Actor;
  readonly resolver: LaunchResolver;
  readonly connector: Connector;
  readonly packages: PackageInstaller;
  readonly policy: ServerPolicy;
  /** Told of a document that could not be read; no server is trusted then. */
  readonly onDamaged: (error: unknown) => void;
}

/**
 * The configured servers and their connections. What fails is a `ServersProblem` with a closed code; what a server
 * does wrong never throws but becomes its state, and never touches another server.
 */
export interface ServersRoom {
  list(): readonly ServerEntry[];
  entry(id: string): ServerEntry | null;
  /** Reads the usual `mcpServers` JSON into drafts, adding nothing. Throws `json-invalid` with line and column. */
  parse(text: string): ReadDrafts;
  /** Adds servers, all or none. Their secrets go to the keychain. Nothing is started. */
  add(drafts: readonly ServerDraft[]): Promise<readonly ServerEntry[]>;
  /** Adds the server that ships with the app, if it is not there yet. */
  addBundled(): Promise<ServerEntry>;
  /** What a start would run at this moment. */
  launch(id: string): Promise<LaunchFacts>;
  /** Records the answer to exactly the shown launch; another digest is `launch-changed`. No starts nothing. */
  consent(id: string, digest: string, yes: boolean): Promise<ServerEntry>;
  /**
   * Installs the package of an `npx` launch once and makes that the launch. It is another server then: stopped, with
   * consent, trust and secrets to be given anew. Where it fails, nothing changed. A stop cancels it.
   */
  pinVersion(id: string): Promise<ServerEntry>;
  /** Resolves when the server runs or its state says why not. */
  start(id: string): Promise<ServerEntry>;
  stop(id: string): Promise<ServerEntry>;
  stopAll(): Promise<void>;
  /** Stops what policy no longer lets run, and tries again what it refused before. Called at each change of the policies. */
  enforce(): Promise<void>;
  /** What the policies say of a server; null for one nobody knows. */
  verdict(id: string): ServerVerdict | null;
  remove(id: string): Promise<void>;
  log(id: string): { readonly lines: readonly string[]; readonly dropped: number };
  highestTrust(id: string): TrustLevel;
  /** Never above what the launch may have: `not-allowed`. `blocked` stops the server. */
  setTrust(id: string, level: TrustLevel): Promise<ServerEntry>;
  setSecret(id: string, name: string, value: string): Promise<ServerEntry>;
  facts(id: string): ServerFacts | null;
  catalogue(id: string): Catalogue | null;
  /** Where it may start from with a relative path: its folder, and whatever its launch names. */
  folders(id: string): readonly string[];
  readonly caller: LiveCaller;
  /** Both return a function that ends the listening. */
  onChange(listener: (id: string) => void): () => void;
  onCatalogue(listener: (id: string) => void): () => void;
}

/** Opens the room. Nothing is started. */
export function createServersRoom(deps: ServersDeps): ServersRoom {
  return new Servers(deps);
}
