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
  const waiting: { readonly value: Json; readonly parts: readonly (string | number)[] }[] = [{ value, parts: [] }];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { value: here, parts } = next;
    if (typeof here === 'string') note(found, here, parts);
    const members: (readonly [string | number, Json])[] = Array.isArray(here)
      ? here.map((item: Json, index) => [index, item] as const)
      : isJsonObject(here) ? Object.entries(here) : [];
    for (const [name] of members) if (typeof name === 'string') note(found, name, [...parts, name]);
    for (const [name, item] of members.reverse()) waiting.push({ value: item, parts: [...parts, name] });
  }
  return found;
}

function note(found: HiddenText[], text: string, parts: readonly (string | number)[]): void {
  const at = text.search(HIDDEN);
  if (at < 0) return;
  const from = Math.max(0, at - AROUND);
  const excerpt = text.slice(from, at + AROUND + 2).toWellFormed();
  found.push({ pointer: pointerOf(parts), excerpt: showHidden(excerpt) });
}
