import { pointerOf } from '../canonical/pointer.ts';
import { isJsonObject, type Json, type JsonObject } from '../words/index.ts';
import type { Found } from './found.ts';

/** The hints of the protocol, and the value of each that claims harmlessness. */
const HARMLESS = { readOnlyHint: true, destructiveHint: false, idempotentHint: true, openWorldHint: false } as const;
export const HINTS = Object.keys(HARMLESS) as readonly (keyof typeof HARMLESS)[];

/**
 * What became of one hint. True to false and back is a flip, whichever way; so is a hint that now claims more
 * harmlessness than none at all did. Only a hint that newly admits harm, or no longer denies it, is the lighter change.
 */
export function hintChange(old: JsonObject, now: JsonObject, hint: (typeof HINTS)[number]): Found[] {
  const was = hintOf(old, hint);
  const is = hintOf(now, hint);
  if (was === is) return [];
  const pointer = pointerOf(['annotations', hint]);
  const stricter = claim(hint, is) > claim(hint, was) && (was === undefined || is === undefined);
  return [{ kind: stricter ? 'hint-stricter' : 'hint-flipped', pointer }];
}

/** 0 claims harmlessness, 1 says nothing, 2 admits harm. */
function claim(hint: (typeof HINTS)[number], value: Json | undefined): number {
  if (typeof value !== 'boolean') return 1;
  return value === HARMLESS[hint] ? 0 : 2;
}

function hintOf(definition: JsonObject, hint: string): Json | undefined {
  const annotations = definition['annotations'];
  const value = isJsonObject(annotations) && Object.hasOwn(annotations, hint) ? annotations[hint] : undefined;
  // What is no hint as the protocol has it is compared by its text: any other text is another claim.
  return typeof value === 'object' && value !== null ? JSON.stringify(value) : value;
}
