/** Why a standing permission ended for good. Closed; each has a sentence. */
export const GRANT_ENDS = ['revoked', 'server-removed', 'server-changed', 'trust-lowered', 'definition-changed', 'policy-changed', 'role-changed', 'expired', 'used-up', 'session-ended'] as const;
export type GrantEnd = (typeof GRANT_ENDS)[number];
