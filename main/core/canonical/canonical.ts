import { isJsonObject, type Json } from '../words/index.ts';
import { spell } from './spell.ts';

/** A SHA-256 over UTF-8 text, as 64 lower-case hex digits. Injected, for core touches no crypto of its own. */
export type Sha256 = (text: string) => string;

/** A SHA-256 over the bytes that a base64 text stands for; null for a text that is none. Injected too. */
export type Sha256OfBase64 = (base64: string) => string | null;

/**
 * The one spelling of a JSON value (RFC 8785): sorted keys, shortest numbers, no white space.
 * Throws on what has no such spelling (lone surrogates, numbers that are not finite) or nests deeper than 999 levels: the caller
 * refuses that item alone.
 */
export function canonical(value: Json): string {
  return spell(value, 'refused');
}

/**
 * The canonical text of something of ours that is put on record. Hostile text in it may hold half a character: the mark
 * for that stands in its place, for a refusal must be recorded whatever was asked. Throws on what is no JSON, and beyond 999 levels.
 */
export function canonicalForRecord(value: object): string {
  return spell(value, 'replaced');
}

/** True where no text of a value, key or leaf, holds a lone surrogate. */
export function isWellFormed(value: Json): boolean {
  if (typeof value === 'string') return value.isWellFormed();
  if (Array.isArray(value)) return (value as readonly Json[]).every(isWellFormed);
  return !isJsonObject(value) || Object.entries(value).every(([key, inner]) => key.isWellFormed() && isWellFormed(inner));
}

/** The digest of a JSON value over its canonical bytes. */
export function digestOf(value: Json, sha256: Sha256): string {
  return sha256(canonical(value));
}

/** The same value with every lone surrogate replaced, so that it has a canonical form; for records, never for sending. */
export function wellFormed(value: Json): Json {
  if (typeof value === 'string') return value.toWellFormed();
  if (Array.isArray(value)) return (value as readonly Json[]).map(wellFormed);
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key.toWellFormed(), wellFormed(inner)]));
}
