import canonicalizeJson from 'canonicalize';
import { isJsonObject, type Json } from '../words/index.ts';

/** A SHA-256 over UTF-8 text, as 64 lower-case hex digits. Injected, for core touches no crypto of its own. */
export type Sha256 = (text: string) => string;

/**
 * The one spelling of a JSON value (RFC 8785): sorted keys, shortest numbers, no white space.
 * Throws on what has no such spelling (lone surrogates, numbers that are not finite): the caller
 * refuses that item alone.
 */
export function canonical(value: Json): string {
  const text = canonicalizeJson(value);
  if (text === undefined || !text.isWellFormed()) throw new TypeError('value has no canonical form');
  return text;
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
