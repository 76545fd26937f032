import type { Sha256 } from '../canonical/canonical.ts';
import { isJsonObject, type Json, type JsonObject } from '../words/index.ts';
import { listedItems } from './build-catalogue.ts';
import type { RefusedWhy } from './catalogue.ts';
import { nesting, scanJson } from './json-scan.ts';
import { LIMITS } from './limits.ts';
import { isListMethod, LISTS, type ListMethod } from './lists.ts';

/** The id of a request. */
export type MessageId = string | number;

/** An answer to a list, read and measured; its entries stand as text, for texts cross threads quickly. */
export interface PackedList {
  readonly kind: 'list';
  readonly id: MessageId;
  readonly method: ListMethod;
  readonly envelope: JsonObject;
  readonly nextCursor: string | null;
  /** Characters of the whole message. */
  readonly chars: number;
  readonly names: readonly (string | null)[];
  readonly whys: readonly (RefusedWhy | null)[];
  readonly digests: readonly (string | null)[];
  /** The JSON of each entry; empty for one that is refused. */
  readonly texts: readonly string[];
}

/** What a large message is: a list, something that reaches nobody, or something else, which its reader looks at itself. */
export type LargeMessage =
  | PackedList
  | { readonly kind: 'useless'; readonly why: 'not-json' | 'not-a-message' | 'unknown-answer' }
  | { readonly kind: 'other' };

/** Requests that wait for an answer, by id. */
export type OpenRequests = readonly (readonly [id: MessageId, method: string])[];

/**
 * Reads a message that is too large to be read between two strokes of a key. Pure, for a thread; what it says is what
 * the reader itself would find. Never throws, whatever the text.
 */
export function readLarge(text: string, open: OpenRequests, sha256: Sha256): LargeMessage {
  const deep = nesting(text) > LIMITS.depth;
  const message = parsed(deep ? scanJson(text, LIMITS.depth).text : text);
  if (message === undefined) return { kind: 'useless', why: 'not-json' };
  if (!isJsonObject(message) || message['jsonrpc'] !== '2.0') return { kind: 'useless', why: 'not-a-message' };
  if (typeof message['method'] === 'string') return { kind: 'other' };
  const request = open.find(([id]) => id === message['id']);
  if (request === undefined) return { kind: 'useless', why: 'unknown-answer' };
  const [id, method] = request;
  const { result } = message;
  return isListMethod(method) && isJsonObject(result) ? packed(id, method, result, text, sha256) : { kind: 'other' };
}

function packed(id: MessageId, method: ListMethod, result: JsonObject, text: string, sha256: Sha256): PackedList {
  const { kind, field } = LISTS[method];
  const entries = result[field];
  const items = Array.isArray(entries) ? listedItems(kind, field, entries as readonly Json[], scanJson(text, LIMITS.depth).notes, sha256) : [];
  return {
    kind: 'list', id, method, envelope: envelopeOf(result), nextCursor: cursorOf(result), chars: text.length,
    names: items.map(({ name }) => name), whys: items.map(({ why }) => why), digests: items.map(({ digest }) => digest),
    texts: items.map(({ why, value }) => (why === null ? JSON.stringify(value) : '')),
  };
}

/** Where the next page begins; null after the last. */
export function cursorOf(result: JsonObject): string | null {
  const cursor = result['nextCursor'];
  return typeof cursor === 'string' && cursor !== '' ? cursor : null;
}

/** The fields of a result that the protocol itself reads; nothing of the server's content. */
export function envelopeOf(result: JsonObject): JsonObject {
  const kept: Record<string, Json> = {};
  for (const field of ['resultType', 'ttlMs', 'cacheScope']) {
    const value = result[field];
    if (value !== undefined) kept[field] = value;
  }
  return kept;
}

function parsed(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}
