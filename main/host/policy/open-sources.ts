import type { Sha256 } from '../../core/canonical/canonical.ts';
import { closedSource, openPolicy, type PolicySource, type SignatureState } from '../../core/policy/document/open.ts';
import type { PolicyProblemCode } from '../../core/policy/document/problem.ts';
import type { PolicyScope } from '../../core/policy/document/schema.ts';

/** A policy as an adapter found it on this system. */
export type Found = { readonly place: string; readonly scope: PolicyScope } & (
  | { readonly ok: true; readonly text: string; readonly bytes: Uint8Array; readonly signature: string | null }
  | { readonly ok: false; readonly code: PolicyProblemCode }
);

/** What opening needs from outside. */
export interface OpenSourcesParts {
  readonly sha256: Sha256;
  readonly now: string;
  readonly seenVersion: (id: string) => number | null;
  /** Keys one of which must have signed what lies at a place, whatever it says itself; null where none must. */
  readonly pinnedKeys?: (place: string) => readonly string[] | null;
  readonly verify: (bytes: Uint8Array, signature: string | null, keys: readonly string[]) => SignatureState;
}

const SIGNATURE_PROBLEMS = { valid: null, none: 'unsigned', wrong: 'wrong-signature', 'unknown-signer': 'unknown-signer' } as const;

/** Opens everything that was found. What was found and does not hold is closed, never left out. */
export function openSources(found: readonly Found[], { sha256, now, seenVersion, verify, pinnedKeys = () => null }: OpenSourcesParts): PolicySource[] {
  return found.map((one) => {
    if (!one.ok) return closedSource(one.place, [{ code: one.code, pointer: '', line: 1, name: '' }]);
    const { bytes, signature } = one;
    const source = openPolicy(one.text, { file: one.place, scope: one.scope, now, seenVersion, signature: (keys) => verify(bytes, signature, keys) }, sha256);
    const pinned = source.state === 'good' ? pinnedKeys(one.place) : null;
    // SECURITY: looked at whatever the document says of signatures: who edits it can take that out and seal it anew.
    const problem = pinned === null ? null : SIGNATURE_PROBLEMS[verify(bytes, signature, pinned)];
    return problem === null ? source : closedSource(one.place, [{ code: problem, pointer: '/signatures', line: 1, name: 'signatures' }]);
  });
}
