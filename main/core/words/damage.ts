/** Why a document under seal does not hold. Closed; each has a sentence. */
export const SEAL_FAULTS = ['broken', 'rolled-back', 'missing', 'unsealed', 'unverified'] as const;
export type SealFault = (typeof SEAL_FAULTS)[number];

/** Why a document is not taken: it cannot be read at all, or its seal does not hold. */
export const DAMAGE_KINDS = ['unreadable', ...SEAL_FAULTS] as const;
export type DamageKind = (typeof DAMAGE_KINDS)[number];
