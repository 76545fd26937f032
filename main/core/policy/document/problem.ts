/** What can be wrong with a policy document. Closed; each has a sentence under `policy-problem` in the catalogue. */
export const POLICY_PROBLEMS = [
  'unreadable', 'wrong-owner', 'writable-by-others', 'link', 'no-file', 'too-large', 'not-utf8', 'byte-order-mark', 'empty', 'not-json', 'trailing-comma', 'comment', 'too-deep',
  'duplicate-key', 'not-an-object', 'schema-from-the-future', 'unknown-key', 'unknown-value', 'missing', 'wrong-type', 'wrong-form',
  'out-of-range', 'empty-rule', 'given-twice', 'unknown-reference', 'unsealed', 'wrong-seal', 'expired', 'issued-ahead', 'rolled-back', 'issued-before', 'version-jump', 'wrong-scope',
  'unsigned', 'wrong-signature', 'unknown-signer', 'other-policy', 'gone', 'below-floor', 'missing-policy',
] as const;
export type PolicyProblemCode = (typeof POLICY_PROBLEMS)[number];

/** One thing that is wrong: what, where as a pointer, and on which line of the text, counted from 1. */
export interface PolicyProblem {
  readonly code: PolicyProblemCode;
  readonly pointer: string;
  readonly line: number;
  /** The key or value it is about, where there is one: text from the file, shown as such and never run. */
  readonly name: string;
}
