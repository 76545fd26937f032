import { pointerOf } from '../canonical/pointer.ts';
import { isJsonObject, type Json } from '../words/index.ts';
import type { Judges } from './found.ts';

/** A text of a definition and where it stands; names of members are texts too. */
export interface PlacedText {
  readonly pointer: string;
  readonly text: string;
}

/**
 * What became of a text when its words did not change: `hidden-characters`, `look-alike` letters, spacing alone, or
 * nothing that can be seen. Null where the words themselves are other ones.
 */
export function textChange(
  was: string, is: string, { hasHidden, skeleton }: Judges,
): 'hidden-characters' | 'look-alike' | 'text-spacing' | 'nothing-visible' | null {
  const seen = (text: string): string => (hasHidden(text) ? [...text].filter((character) => !hasHidden(character)).join('') : text);
  const [before, after] = [seen(was), seen(is)];
  if (before === after) return is.length > after.length ? 'hidden-characters' : 'nothing-visible';
  if (before.normalize('NFC') === after.normalize('NFC')) return 'nothing-visible';
  if (spaced(before) === spaced(after)) return 'text-spacing';
  const otherLetters = before.toLowerCase() !== after.toLowerCase();
  return otherLetters && skeleton(before) === skeleton(after) ? 'look-alike' : null;
}

function spaced(text: string): string {
  return text.normalize('NFC').replace(/\s+/g, ' ').trim();
}

/** Nothing, or something that says nothing. */
export function isEmptyText(value: Json | undefined): boolean {
  if (value === undefined || value === null || value === '') return true;
  if (Array.isArray(value)) return value.length === 0;
  return isJsonObject(value) && Object.keys(value).length === 0;
}

/** Every text in a value, with names of members, each with its pointer under `parts`. Depth was bounded on arrival. */
export function textsOf(value: Json, parts: readonly string[]): PlacedText[] {
  if (typeof value === 'string') return [{ pointer: pointerOf(parts), text: value }];
  if (Array.isArray(value)) return (value as readonly Json[]).flatMap((item, i) => textsOf(item, [...parts, String(i)]));
  if (!isJsonObject(value)) return [];
  return Object.entries(value).flatMap(([key, inner]) => [{ pointer: pointerOf([...parts, key]), text: key }, ...textsOf(inner, [...parts, key])]);
}

/** An address somebody could be sent to. A picture that carries itself (`data:image/…`) leads nowhere. */
const LINK = /\b[a-z][a-z0-9+.-]{1,20}:\/\/[^\s"'<>()[\]{}`\\]{1,500}|\b(?:javascript:|mailto:|data:(?!image\/)[a-z]+\/)[^\s"'<>()[\]{}`\\]{1,500}/gi;
/** Where every JSON schema says what dialect it is written in; no address anybody goes to. */
const DIALECT = /^https?:\/\/json-schema\.org\//i;

/** The addresses in a text, or in every text of a value. */
export function linksIn(value: Json): ReadonlySet<string> {
  const texts = typeof value === 'string' ? [value] : textsOf(value, []).map(({ text }) => text);
  const links = texts.flatMap((text) => text.match(LINK) ?? []);
  return new Set(links.map((link) => link.replace(/(?<![.,;:!?])[.,;:!?]+$/, '')).filter((link) => !DIALECT.test(link)));
}
