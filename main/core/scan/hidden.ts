import { pointerOf } from '../canonical/pointer.ts';
import { isJsonObject, type Json } from '../words/index.ts';

/** One text or name that carries characters a reader cannot see. */
export interface HiddenText {
  /** Where it stands (RFC 6901); for a member's name, the pointer of that member. */
  readonly pointer: string;
  /** The first such place with its surroundings, the hidden characters shown as tokens. */
  readonly excerpt: string;
}

/**
 * What cannot be seen or turns text around: ignorable code points (zero-width, variation selectors, tags, soft
 * hyphen …), bidirectional controls, line and paragraph separators, and control characters but LF, CR and TAB.
 */
const HIDDEN = /[\p{Default_Ignorable_Code_Point}\p{Bidi_Control}\u2028\u2029\ufff9-\ufffb]|(?![\n\r\t])\p{Cc}/u;
const EACH_HIDDEN = new RegExp(HIDDEN.source, 'gu');
const AROUND = 24;

/** True if the text holds a character that a reader cannot see. */
export function hasHidden(text: string): boolean {
  return HIDDEN.test(text);
}

/** The text with each hidden character spelled as a token such as `⟦U+200B⟧`; the rest stays as it is. */
export function showHidden(text: string): string {
  return text.replace(EACH_HIDDEN, (character) => `⟦${codePoint(character)}⟧`);
}

function codePoint(character: string): string {
  return `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
}

/**
 * Every string and member name in a value that holds hidden characters, in document order. Works on its own
 * stack, so that depth of hostile data is no matter.
 */
export function findHidden(value: Json): readonly HiddenText[] {
  const found: HiddenText[] = [];
  const waiting: Place[] = [{ value, name: null, above: null }];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (typeof next.name === 'string') note(found, next.name, next);
    if (typeof next.value === 'string') note(found, next.value, next);
    for (const [name, item] of membersOf(next.value).reverse()) waiting.push({ value: item, name, above: next });
  }
  return found;
}

/** A value with the way back to the top; its pointer is made only where it is wanted. */
interface Place {
  readonly value: Json;
  readonly name: string | number | null;
  readonly above: Place | null;
}

function membersOf(value: Json): (readonly [string | number, Json])[] {
  if (Array.isArray(value)) return value.map((item: Json, index) => [index, item] as const);
  return isJsonObject(value) ? Object.entries(value) : [];
}

function note(found: HiddenText[], text: string, place: Place): void {
  const at = text.search(HIDDEN);
  if (at < 0) return;
  const excerpt = text.slice(Math.max(0, at - AROUND), at + AROUND + 2).toWellFormed();
  found.push({ pointer: pointerTo(place), excerpt: showHidden(excerpt) });
}

function pointerTo(place: Place): string {
  const parts: (string | number)[] = [];
  for (let here: Place | null = place; here !== null; here = here.above) if (here.name !== null) parts.push(here.name);
  return pointerOf(parts.reverse());
}
