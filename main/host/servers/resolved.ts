import type { Sha256 } from '../../core/canonical/canonical.ts';
import { identityOf } from '../../core/trust/launch.ts';
import type { LaunchResolver, Resolution } from '../../core/trust/resolution.ts';
import type { ServerConfig } from '../../core/trust/server-config.ts';
import { ServersProblem } from './problem.ts';

/** A launch as it stands at this moment, with its identity. */
export type Resolved = Extract<Resolution, { ok: true }> & { readonly identity: string };
export type Unresolved = Extract<Resolution, { ok: false }>;

/** Resolves a configuration; what is not there is a result. */
export async function resolve(config: ServerConfig, resolver: LaunchResolver, sha256: Sha256): Promise<Resolved | Unresolved> {
  const resolution = await resolver.resolve(config);
  return resolution.ok ? { ...resolution, identity: identityOf(resolution.launch, sha256) } : resolution;
}

/** A resolved launch, or the problem `command-missing`. */
export function found(resolved: Resolved | Unresolved): Resolved {
  if (resolved.ok) return resolved;
  throw new ServersProblem('command-missing', { name: resolved.name });
}
