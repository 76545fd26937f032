import type { Judges } from '../../core/pins/found.ts';
import { nameKey } from '../../core/pins/names.ts';
import { offerEffect } from '../../core/policy/effect.ts';
import { plainLetters, skeleton } from '../../core/scan/confusables.ts';
import { hasHidden } from '../../core/scan/hidden.ts';

/** What pins ask of the rooms of core they do not know. */
export const judges: Judges = {
  effectOf: (definition) => offerEffect(definition, null).effect,
  hasHidden,
  skeleton: plainLetters,
};

/** What a tool's name looks like to a reader. */
export function lookOf(name: string): string {
  return nameKey(name, judges.hasHidden, skeleton);
}
