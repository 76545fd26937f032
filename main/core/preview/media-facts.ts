import type { Sha256OfBase64 } from '../canonical/canonical.ts';
import { valueAt } from '../canonical/pointer.ts';
import type { SpecialRecipe } from '../recipes/recipe.ts';
import type { JsonObject } from '../words/index.ts';
import type { MediaFacts } from './special.ts';

/** How files of a type begin, in hexadecimal; a dot is any digit. */
const BEGINNINGS: readonly (readonly [string, RegExp])[] = [
  ['image/png', /^89504e470d0a1a0a/], ['image/jpeg', /^ffd8ff/], ['image/gif', /^47494638(37|39)61/], ['image/webp', /^52494646.{8}57454250/],
  ['image/avif', /^.{8}66747970617669/], ['image/bmp', /^424d/], ['image/tiff', /^(49492a00|4d4d002a)/], ['application/pdf', /^255044462d/],
  ['application/zip', /^504b0304/], ['application/gzip', /^1f8b/], ['video/mp4', /^.{8}66747970(69736f|6d7034|4d3456)/], ['audio/mpeg', /^(494433|fffb)/],
  ['application/x-executable', /^(7f454c46|4d5a|cafebabe|cffaedfe)/],
];
const TEXT = 'text/plain';
const SVG = /^(\ufeff)?\s*(<\?xml[^>]*>\s*)?(<!--[^]*?-->\s*)?(<!doctype svg[^>]*>\s*)?<svg[\s>]/i;
const HTML = /^(\ufeff)?\s*(<!doctype html|<html[\s>]|<script[\s>])/i;
/** So many bytes tell a type. */
const LOOKED_AT = 1024;

/** What a file in a record is, by what is said of it and by its first bytes. Null where there is no file. */
export function mediaFacts(recipe: Extract<SpecialRecipe, { situation: 'media' }>, record: JsonObject | null, digest: Sha256OfBase64): MediaFacts | null {
  const content = record === null ? undefined : valueAt(record, recipe.content);
  if (record === null || typeof content !== 'string') return null;
  const text = (pointer: string): string | null => {
    const value = valueAt(record, pointer);
    return typeof value === 'string' ? value : null;
  };
  return { name: text(recipe.name), stated: text(recipe.stated), found: typeByContent(content), bytes: byteLength(content), digest: digest(content), content: recipe.content };
}

/** The type of a file by its first bytes; null where they tell none. In: base64. */
export function typeByContent(base64: string): string | null {
  const bytes = decoded(base64.slice(0, Math.ceil(LOOKED_AT / 3) * 4));
  if (bytes === null || bytes.length === 0) return null;
  const hex = bytes.slice(0, 16).map((byte) => byte.toString(16).padStart(2, '0')).join('');
  const found = BEGINNINGS.find(([, beginning]) => beginning.test(hex));
  if (found !== undefined) return found[0];
  if (bytes.some((byte) => byte < 9 || (byte > 13 && byte < 32))) return null;
  const text = String.fromCharCode(...bytes);
  return SVG.test(text) ? 'image/svg+xml' : HTML.test(text) ? 'text/html' : TEXT;
}

function byteLength(base64: string): number {
  const padding = base64.endsWith('==') ? 2 : base64.endsWith('=') ? 1 : 0;
  return Math.max(0, Math.floor((base64.length * 3) / 4) - padding);
}

const DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

function decoded(base64: string): number[] | null {
  const bytes: number[] = [];
  let bits = 0;
  let held = 0;
  for (const digit of base64.replace(/(?<!=)=+$/, '')) {
    const value = DIGITS.indexOf(digit);
    if (value < 0) return null;
    bits = ((bits << 6) | value) & 0xffff;
    held += 6;
    if (held >= 8) {
      held -= 8;
      bytes.push((bits >> held) & 0xff);
    }
  }
  return bytes;
}
