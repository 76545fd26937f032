import type { ConnectionState } from '../../core/connections/state.ts';
import type { Launch } from '../../core/trust/launch.ts';
import { isPinnable } from '../../core/trust/npx-launch.ts';
import type { PackageClaims } from '../../core/trust/package-claims.ts';
import { pinByHand, type PinByHand } from '../../core/trust/pin-by-hand.ts';
import { placedNames, secretNames } from '../../core/trust/placeholder.ts';
import type { BundleIdentity } from '../../core/trust/resolution.ts';
import type { GivenValue, ServerConfig } from '../../core/trust/server-config.ts';
import type { ServerFacts } from '../../core/trust/server-facts.ts';
import { NOBODY, type ServerIdentity } from '../../core/trust/server-identity.ts';
import type { TrustLevel } from '../../core/words/index.ts';
import type { LiveServer } from './live-server.ts';
import type { StoredServer } from './server-document.ts';

/** One server as a screen or the command line may show it. No secret is in it. */
export interface ServerEntry {
  readonly config: ServerConfig;
  readonly trust: TrustLevel;
  readonly highest: TrustLevel;
  readonly connection: ConnectionState;
  /** What runs or where it is, in one line, whole. */
  readonly target: string;
  readonly identity: string | null;
  /** The folder it runs in, against which its relative paths are resolved; null where it does not run here. */
  readonly cwd: string | null;
  readonly floating: boolean;
  /** True where its version can be pinned: it is fetched at each start, and can be installed once instead. */
  readonly pinnable: boolean;
  /** What fixes the version where that cannot be done here; null where it can, or where nothing is fetched. */
  readonly byHand: { readonly how: PinByHand['how']; readonly command: string } | null;
  readonly secretNames: readonly string[];
  /** The name and version the server gives itself; hostile text. */
  readonly says: { readonly name: string; readonly version: string } | null;
}

/** Exactly what a first start would run; nothing shortened. */
export interface LaunchFacts {
  readonly config: ServerConfig;
  readonly launch: Launch;
  readonly identity: string;
  /** Program and arguments as they are handed over, with placeholders where a secret will stand. */
  readonly command: readonly string[];
  readonly env: readonly { readonly name: string; readonly value: GivenValue }[];
  readonly inheritedEnv: readonly string[];
  /** What the package says of its makers; null where there is no package on this machine. */
  readonly claims: PackageClaims | null;
  /** True when a different launch was consented before. */
  readonly changed: boolean;
}

/** The line that names what runs. Arguments with spaces or quotes are quoted, so that it cannot be misread. */
export function targetOf(config: ServerConfig): string {
  switch (config.kind) {
    case 'local': return lineOf([config.command, ...config.args]);
    case 'remote': return config.url;
    case 'bundled': return config.bundle;
  }
}

function lineOf(command: readonly string[]): string {
  return command.map((part) => (/^[\w@%+=:,./\\${}-]+$/.test(part) ? part : JSON.stringify(part))).join(' ');
}

/** The facts of a launch as they are shown for consent. */
export function launchFacts(
  config: ServerConfig, { launch, identity }: { readonly launch: Launch; readonly identity: string }, consented: string | null,
  inherited: readonly string[], claims: PackageClaims | null,
): LaunchFacts {
  const given = config.kind === 'local' ? config.env : {};
  const own = secretNames(config);
  const placed = placedNames(config);
  return {
    config, launch, identity, claims,
    command: config.kind === 'local' ? [config.command, ...config.args] : [],
    env: Object.entries(given).filter(([name]) => !placed.includes(name)).map(([name, value]) => ({ name, value: own.includes(name) ? { secret: true as const } : value })),
    inheritedEnv: config.kind === 'local' ? [...inherited].sort() : [],
    changed: consented !== null && consented !== identity,
  };
}

/** A server as it is shown, from what is stored and what runs. */
export function entryOf(stored: StoredServer, trust: TrustLevel, highest: TrustLevel, live: LiveServer): ServerEntry {
  const launch = live.running?.launch ?? null;
  const floating = launch?.kind === 'local' ? launch.floating : (stored.consented?.floating ?? false);
  const pinnable = isPinnable(stored.config);
  return {
    config: stored.config, trust, highest, connection: live.state, target: targetOf(stored.config),
    identity: live.running?.identity ?? stored.consented?.identity ?? null,
    cwd: launch?.kind === 'local' ? launch.cwd : null,
    floating, pinnable, byHand: floating && !pinnable ? byHandOf(stored.config) : null,
    secretNames: secretNames(stored.config), says: live.running?.catalogue?.says ?? null,
  };
}

/** What policy recognises a server by: what the person configured, and the program and bundle as far as they were read. */
export function knownOf(config: ServerConfig, executable: string | null, bundle: BundleIdentity | null = null): ServerIdentity {
  switch (config.kind) {
    case 'local': return { ...NOBODY, command: [config.command, ...config.args], executable, bundle: bundle?.digest ?? null, publisherKey: bundle?.publisherKey ?? null };
    case 'remote': return { ...NOBODY, url: config.url };
    case 'bundled': return { ...NOBODY, bundle: config.bundle };
  }
}

function byHandOf(config: ServerConfig): ServerEntry['byHand'] {
  const found = pinByHand(config);
  return found === null ? null : { how: found.how, command: lineOf(found.command) };
}

/** A server as policy and gate may know it at this moment. */
export function factsOf(stored: StoredServer, trust: TrustLevel, live: LiveServer): ServerFacts {
  const { config, consented } = stored;
  const launch = live.running?.launch ?? null;
  const runsOther = live.running !== null && live.running.identity !== consented?.identity;
  return {
    id: config.id, name: config.name, identity: live.running?.identity ?? consented?.identity ?? null, trust,
    class: config.class, environment: config.environment,
    connected: live.state.state === 'running',
    launchChanged: runsOther || (live.state.state === 'failed' && live.state.why === 'launch-changed'),
    package: launch === null ? (consented?.package ?? null) : launch.kind === 'local' ? (launch.package?.name ?? null) : null,
    soleCode: live.running?.soleCode ?? null,
    bundle: config.kind === 'bundled' ? config.bundle : null,
    known: live.known ?? knownOf(config, null),
  };
}

/** Where what runs may start from with a relative path: its folder, and whatever its launch names. */
export function foldersOf(live: LiveServer): readonly string[] {
  const launch = live.running?.launch ?? null;
  return launch?.kind === 'local' ? [launch.cwd, ...launch.args] : [];
}
