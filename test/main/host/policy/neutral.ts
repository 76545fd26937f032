import { combine } from '../../../../main/core/policy/document/combine.ts';
import { POLICY_VERSION } from '../../../../main/core/policy/evaluate.ts';
import { NO_USAGE } from '../../../../main/core/policy/limits.ts';
import { digestOf, type Sha256 } from '../../../../main/core/canonical/canonical.ts';
import type { ServerPolicy } from '../../../../main/host/servers/server-policy.ts';
import type { GrantBook, PolicyBook, UsageBook } from '../../../../main/gate/ports.ts';

/** A machine nobody manages: no policy but the built-in rules, and an owner. */
export function unmanaged(sha256: Sha256): PolicyBook {
  const policy = combine([]);
  const digest = digestOf(POLICY_VERSION, sha256);
  return { effective: () => policy, digest: () => digest, person: () => ({ role: 'owner', ownProjects: null }), onChange: () => () => undefined };
}

/** The same for the servers room: whatever a person consented to may run. */
export const UNMANAGED_SERVERS: ServerPolicy = {
  ready: () => Promise.resolve(),
  server: () => ({ refused: null, sources: [], cap: { trust: 'trusted', from: [] }, entries: [] }),
  wanted: () => ({ executables: false, bundles: false, publishers: [] }),
  lockedBy: () => null,
};

/** Counts nothing: limits per call hold, those over time do not. */
export const NOTHING_USED: UsageBook = { usage: () => NO_USAGE, reserve: () => Promise.resolve(true), settle: () => Promise.resolve() };

/** No standing permission: everything that asks is asked. */
export const NO_GRANTS: GrantBook = { covering: () => null, use: () => Promise.resolve(false), give: () => Promise.resolve(false) };
