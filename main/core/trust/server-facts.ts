import type { ServerIdentity } from './server-identity.ts';
import type { Environment, ServerClass, TrustLevel } from '../words/index.ts';

/** What policy and gate may know of a server at one moment. Gathered anew for each call and before each send. */
export interface ServerFacts {
  readonly id: string;
  readonly name: string;
  /** Digest of the launch that is running, or of the one consented to; null before any was resolved. */
  readonly identity: string | null;
  readonly trust: TrustLevel;
  readonly class: ServerClass;
  readonly environment: Environment;
  readonly connected: boolean;
  /** True when what runs is not what the person consented to. */
  readonly launchChanged: boolean;
  /** The npm package of the launch, or the bundle: what recipes match by. */
  readonly package: string | null;
  readonly bundle: 'demo-cms' | null;
  /** What policy recognises it by. */
  readonly known: ServerIdentity;
}
