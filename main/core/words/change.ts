/** How much a change of a definition matters to the person who reviews it. */
export const CHANGE_RANKS = ['danger', 'notable', 'invisible', 'cosmetic'] as const;
export type ChangeRank = (typeof CHANGE_RANKS)[number];

/**
 * What can happen to a definition after somebody accepted it, with its rank. `invisible` stands above `cosmetic`:
 * a change that nobody can see is odder than one of spacing.
 */
export const CHANGE_KINDS = {
  'effect-fell': 'danger',
  'hint-flipped': 'danger',
  'required-added': 'danger',
  'hidden-characters': 'danger',
  'look-alike': 'danger',
  'link-added': 'danger',
  'reference-changed': 'danger',
  'effect-rose': 'notable',
  'hint-stricter': 'notable',
  'parameter-added': 'notable',
  'parameter-widened': 'notable',
  'enum-widened': 'notable',
  'default-changed': 'notable',
  'parameter-changed': 'notable',
  'parameter-removed': 'notable',
  'parameter-narrowed': 'notable',
  'enum-narrowed': 'notable',
  'required-removed': 'notable',
  'description-changed': 'notable',
  'title-changed': 'notable',
  'output-schema': 'notable',
  'execution-changed': 'notable',
  'meta-changed': 'notable',
  'other-changed': 'notable',
  'nothing-visible': 'invisible',
  'schema-dialect': 'cosmetic',
  'icons-changed': 'cosmetic',
  'order-changed': 'cosmetic',
  'text-spacing': 'cosmetic',
} as const satisfies Record<string, ChangeRank>;
export type ChangeKind = keyof typeof CHANGE_KINDS;

export const CHANGE_KIND_NAMES = Object.keys(CHANGE_KINDS) as readonly ChangeKind[];

/** One change of a definition: what happened, how much it matters, and where (RFC 6901). */
export interface RankedChange {
  readonly kind: ChangeKind;
  readonly rank: ChangeRank;
  readonly pointer: string;
}
