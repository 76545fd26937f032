import type { ChangeKind, Effect, JsonObject } from '../words/index.ts';

/** A change at a place, before it is ranked. */
export interface Found {
  readonly kind: ChangeKind;
  readonly pointer: string;
}

/** What ranking asks other rooms: they know effects and characters, this one knows places. */
export interface Judges {
  /** The effect a review would offer for a definition. */
  readonly effectOf: (definition: JsonObject) => Effect;
  /** True where a text holds a character that a reader cannot see. */
  readonly hasHidden: (text: string) => boolean;
  /** Two texts with one skeleton look the same. */
  readonly skeleton: (text: string) => string;
}
