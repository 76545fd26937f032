/** How far a server is trusted, from nothing to most. Set by a person or by policy, never by the server. */
export const TRUST_LEVELS = ['blocked', 'untrusted', 'restricted', 'trusted'] as const;
export type TrustLevel = (typeof TRUST_LEVELS)[number];

/** The lower of two levels: where sources disagree, least trust holds. */
export function lowerTrust(a: TrustLevel, b: TrustLevel): TrustLevel {
  return TRUST_LEVELS.indexOf(a) <= TRUST_LEVELS.indexOf(b) ? a : b;
}

/** Where a server belongs: on this machine, to the organisation, or to somebody else. */
export const SERVER_CLASSES = ['local', 'corporate', 'external'] as const;
export type ServerClass = (typeof SERVER_CLASSES)[number];

/** What the data behind a server is for. */
export const ENVIRONMENTS = ['demo', 'test', 'live'] as const;
export type Environment = (typeof ENVIRONMENTS)[number];
