/**
 * Why a call was allowed, asked or denied. The dialog shows the code's sentence, the audit log stores
 * the code, and the tests name it; so the list is closed and codes are never reused for another meaning.
 */
export const ALLOW_REASONS = ['read-of-pinned-tool', 'looked-first', 'granted'] as const;
export const ASK_REASONS = [
  'server-untrusted',
  'effect-unknown',
  'effect-always-asks',
  'write-asks',
  'many-objects',
  'read-names-host',
  'policy-asks',
  'argument-labelled',
] as const;
export const DENY_REASONS = [
  'server-unknown',
  'server-blocked',
  'server-not-connected',
  'launch-changed',
  'tool-unknown',
  'tool-ambiguous',
  'tool-not-reviewed',
  'tool-changed',
  'tool-blocked',
  'tool-suspended',
  'role-forbids',
  'own-folder',
  'arguments-invalid',
  'policy-closed',
  'role-unknown',
  'role-requests',
  'server-not-managed',
  'pin-not-managed',
  'project-unknown',
  'project-outside',
  'project-contradicts',
  'project-not-verifiable',
  'policy-denies',
  'policy-does-not-allow',
  'skill-not-allowed',
  'client-not-allowed',
  'limit-per-call',
  'limit-per-plan',
  'limit-per-hour',
  'limit-per-day',
  'limit-per-minute',
  'limit-uncounted',
] as const;

export type AllowReason = (typeof ALLOW_REASONS)[number];
export type AskReason = (typeof ASK_REASONS)[number];
export type DenyReason = (typeof DENY_REASONS)[number];
export type Reason = AllowReason | AskReason | DenyReason;
