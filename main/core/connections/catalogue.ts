import type { Definition, PinnedKind } from '../words/index.ts';

/** Everything a server offers, as received and measured, before anyone reviewed it. */
export interface Catalogue {
  readonly definitions: readonly Definition[];
  /** Definitions refused alone: too deep, too large, not canonical, a name twice, or one of our secrets in it. */
  readonly refused: readonly { readonly kind: PinnedKind; readonly name: string; readonly why: RefusedWhy }[];
  /** The name and version the server gives itself; hostile text. */
  readonly says: { readonly name: string; readonly version: string } | null;
  /** `2026-07-28` or an older revision. */
  readonly era: string;
  /** True when a list did not end within the page cap: it can be read, not approved. */
  readonly partial: boolean;
}
export const REFUSED_WHY = ['too-deep', 'too-large', 'not-canonical', 'duplicate-name', 'duplicate-keys', 'number-range', 'no-name', 'holds-secret'] as const;
export type RefusedWhy = (typeof REFUSED_WHY)[number];
