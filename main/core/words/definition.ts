import type { JsonObject } from './json.ts';

/** Kinds of surface a pin covers: everything a model or a person can see of a server. */
export const PINNED_KINDS = ['tool', 'prompt', 'resource', 'template', 'instructions'] as const;
export type PinnedKind = (typeof PINNED_KINDS)[number];

/** One definition exactly as the server sent it, before any library dropped fields. */
export interface Definition {
  readonly kind: PinnedKind;
  readonly name: string;
  readonly value: JsonObject;
  /** Over its canonical bytes, where it was measured on arrival. */
  readonly digest?: string;
}
