import { pointerOf } from '../canonical/pointer.ts';
import { isJsonObject, type Json } from '../words/index.ts';

/** Bounds on what one scan reads. What lies beyond is reported, never taken for clean. */
export const SCAN_LIMITS = { textChars: 200_000, allChars: 2_000_000, places: 100_000, depth: 64, deepest: 1_000, definitionChars: 64 * 1024, findings: 60 } as const;

/** One text of a value: a string, or the name of a member. */
export interface PlacedText {
  readonly text: string;
  readonly isName: boolean;
  /** The name of the member that holds it, where there is one. */
  readonly member: string | null;
  pointer(): string;
}

/** All texts of a value, and whether bounds were reached. */
export interface CollectedTexts {
  readonly texts: readonly PlacedText[];
  readonly chars: number;
  readonly depth: number;
  readonly complete: boolean;
}

interface Place {
  readonly value: Json;
  readonly name: string | number | null;
  readonly above: Place | null;
  readonly depth: number;
}

/**
 * Every string and member name of a value in document order, up to the bounds. Total: works on its own stack, so that
 * depth of hostile data is no matter.
 */
export function collectTexts(value: Json): CollectedTexts {
  const texts: PlacedText[] = [];
  const waiting: Place[] = [{ value, name: null, above: null, depth: 0 }];
  let chars = 0;
  let depth = 0;
  let places = 0;
  let complete = true;
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const place = next;
    depth = Math.max(depth, place.depth);
    if (typeof place.value === 'string' || typeof place.name === 'string') {
      for (const found of textsOf(place)) {
        chars += found.text.length;
        complete &&= found.text.length <= SCAN_LIMITS.textChars;
        if (chars <= SCAN_LIMITS.allChars) texts.push(found);
      }
    }
    places += 1;
    if (chars > SCAN_LIMITS.allChars || places > SCAN_LIMITS.places) return { texts, chars, depth, complete: false };
    if (place.depth < SCAN_LIMITS.deepest) pushMembers(waiting, place);
    else complete &&= typeof place.value !== 'object' || place.value === null;
  }
  return { texts, chars, depth, complete };
}

function textsOf(place: Place): readonly PlacedText[] {
  const found: PlacedText[] = [];
  const pointer = (): string => pointerTo(place);
  if (typeof place.name === 'string') found.push({ text: place.name, isName: true, member: memberAbove(place.above), pointer });
  if (typeof place.value === 'string') found.push({ text: place.value, isName: false, member: memberAbove(place), pointer });
  return found;
}

function pushMembers(waiting: Place[], above: Place): void {
  const { value } = above;
  const depth = above.depth + 1;
  if (Array.isArray(value)) {
    for (let index = value.length - 1; index >= 0; index -= 1) waiting.push({ value: value[index] as Json, name: index, above, depth });
  } else if (isJsonObject(value)) {
    for (const [name, item] of Object.entries(value).reverse()) waiting.push({ value: item, name, above, depth });
  }
}

function memberAbove(place: Place | null): string | null {
  for (let here = place; here !== null; here = here.above) if (typeof here.name === 'string') return here.name;
  return null;
}

function pointerTo(place: Place): string {
  const parts: (string | number)[] = [];
  for (let here: Place | null = place; here !== null; here = here.above) if (here.name !== null) parts.push(here.name);
  return pointerOf(parts.reverse());
}
