import type { PolicyProblemCode } from '../../core/policy/document/problem.ts';
import type { PolicyScope } from '../../core/policy/document/schema.ts';

/** One policy as found on this system: its text with the bytes a signature is over, or why it cannot be relied on. */
export type FoundPolicy = {
  /** The place as people know it: a path, or the name of a registry value. */
  readonly place: string;
  /** `floor`: not a policy, but which policies this machine must have. */
  readonly scope: PolicyScope | 'floor';
} & (
  | { readonly ok: true; readonly text: string; readonly bytes: Uint8Array; readonly signature: string | null }
  | { readonly ok: false; readonly code: PolicyProblemCode }
);

/**
 * Finds the policies an administrator put on this machine. Total: a place that is not there gives nothing; one that is
 * there and cannot be relied on is found, and closed.
 */
export interface PolicySourceReader {
  find(): Promise<readonly FoundPolicy[]>;
}
