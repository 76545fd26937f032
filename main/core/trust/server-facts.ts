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
  /** The npm package of the launch by its name, which anybody may give theirs: for sentences, never to rest on. */
  readonly package: string | null;
  /** Digest of the package that alone is running; null where other code may run. This and the bundle are what recipes match by. */
  readonly soleCode: string | null;
  readonly bundle: 'demo-cms' | null;
  /** What policy recognises it by. */
  readonly known: ServerIdentity;
}
