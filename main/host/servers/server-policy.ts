import type { Lock } from '../../core/policy/document/schema.ts';
import type { ServerVerdict, WantedIdentity } from '../../core/policy/server-verdict.ts';
import type { ServerIdentity } from '../../core/trust/server-identity.ts';
import type { ServerClass } from '../../core/words/index.ts';
import { ServersProblem } from './problem.ts';

/** What the servers room asks of the policies. */
export interface ServerPolicy {
  /** Resolves once the policies were read. Nothing starts before. */
  ready(): Promise<void>;
  server(known: ServerIdentity, serverClass: ServerClass): ServerVerdict;
  /** What of a server must be read from the disk to recognise it. */
  wanted(): WantedIdentity;
  lockedBy(lock: Lock): readonly string[] | null;
}

/** SECURITY: throws `locked` where IT took this out of the person's hands. Waits for the policies: unread, nothing is free. */
export async function mustBeFree(policy: ServerPolicy, lock: Lock): Promise<void> {
  await policy.ready();
  const from = policy.lockedBy(lock);
  if (from !== null) throw new ServersProblem('locked', { by: from.join(', ') });
}
