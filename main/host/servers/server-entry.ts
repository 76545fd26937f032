import type { ConnectionState } from '../../core/connections/state.ts';
import type { Launch } from '../../core/trust/launch.ts';
import { secretNames } from '../../core/trust/placeholder.ts';
import type { GivenValue, ServerConfig } from '../../core/trust/server-config.ts';
import type { TrustLevel } from '../../core/words/index.ts';

/** One server as a screen or the command line may show it. No secret is in it. */
export interface ServerEntry {
  readonly config: ServerConfig;
  readonly trust: TrustLevel;
  readonly highest: TrustLevel;
  readonly connection: ConnectionState;
  /** What runs or where it is, in one line, whole. */
  readonly target: string;
  readonly identity: string | null;
  readonly floating: boolean;
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
  /** True when a different launch was consented before. */
  readonly changed: boolean;
}

/** The line that names what runs. Arguments with spaces or quotes are quoted, so that it cannot be misread. */
export function targetOf(config: ServerConfig): string {
  switch (config.kind) {
    case 'local': return [config.command, ...config.args].map((part) => (/^[\w@%+=:,./\\${}-]+$/.test(part) ? part : JSON.stringify(part))).join(' ');
    case 'remote': return config.url;
    case 'bundled': return config.bundle;
  }
}

/** The facts of a launch as they are shown for consent. */
export function launchFacts(config: ServerConfig, launch: Launch, identity: string, consented: string | null, inherited: readonly string[]): LaunchFacts {
  const given = config.kind === 'local' ? config.env : {};
  const own = secretNames(config);
  return {
    config, launch, identity,
    command: config.kind === 'local' ? [config.command, ...config.args] : [],
    env: Object.entries(given).map(([name, value]) => ({ name, value: own.includes(name) ? { secret: true as const } : value })),
    inheritedEnv: config.kind === 'local' ? [...inherited].sort() : [],
    changed: consented !== null && consented !== identity,
  };
}
