import type { JSONRPCMessage } from '@modelcontextprotocol/client';
import { listedItems, type ListedItem } from '../../core/connections/build-catalogue.ts';
import { nesting, scanJson } from '../../core/connections/json-scan.ts';
import { cursorOf, envelopeOf, type MessageId as Id, type PackedList } from '../../core/connections/large-message.ts';
import { LIMITS } from '../../core/connections/limits.ts';
import { isListMethod, LISTS, type ListMethod } from '../../core/connections/lists.ts';
import type { LargeReader } from '../../core/ports.ts';
import { isJsonObject, type Json, type JsonObject } from '../../core/words/index.ts';
import { sha256 } from '../digest/sha256.ts';
import { unpacked } from './unpacked.ts';

/** A result as the server sent it, kept out of the library's hands. */
export type RawResult =
  | { readonly of: 'list'; readonly items: readonly ListedItem[]; readonly nextCursor: string | null; readonly chars: number }
  | { readonly of: 'call'; readonly result: JsonObject };

/** What the reader notices on the way; listeners must not throw. */
export interface ReaderEvents {
  asked(method: string): void;
  listChanged(): void;
  /** Something was dropped; `excerpt` is hostile text. */
  dropped(why: DroppedWhy, excerpt: string): void;
}
export type DroppedWhy = 'not-json' | 'not-a-message' | 'unknown-answer' | 'too-deep' | 'not-utf8' | 'too-large';

/** What is kept of a message that was dropped, in characters. */
const EXCERPT = 500;

/** So many requests and notifications a second a server's library may be told of; more at once only after a pause. */
const TOLD = 200;

/** The key under which a reduced result names its raw one. */
const RAW = 'countersign/raw';

/** From this size on a message is read in a thread, where there is one. */
export const LARGE_BYTES = 256 * 1024;

/**
 * Reads the messages of one connection before any library does. Results of lists and calls are kept whole here
 * and the library gets an empty one in their place, so that no field is dropped, no odd definition fails its list,
 * and no hostile value is walked by code that may recurse.
 */
export class MessageReader {
  readonly #events: ReaderEvents;
  readonly #large: LargeReader | null;
  readonly #waiting = new Map<Id, string>();
  readonly #raw = new Map<string, RawResult>();
  #valid = 0;
  #allowance = { left: TOLD, at: performance.now() };

  constructor(events: ReaderEvents, large: LargeReader | null = null) {
    this.#events = events;
    this.#large = large;
  }

  /** How many messages were understood. */
  get valid(): number {
    return this.#valid;
  }

  /** True while no answer to this request came. */
  isWaiting(id: Id): boolean {
    return this.#waiting.has(id);
  }

  /** Remembers a request that goes out; only its first answer is taken. */
  sent(message: JSONRPCMessage): void {
    if ('method' in message && 'id' in message && message.id !== undefined) this.#waiting.set(message.id, message.method);
    // A cancelled request has no answer any more: a late one must not be kept.
    if ('method' in message && message.method === 'notifications/cancelled') {
      const id = message.params?.['requestId'];
      if (typeof id === 'string' || typeof id === 'number') this.#waiting.delete(id);
    }
  }

  /** The raw result that a reduced one stands for, once. */
  take(reduced: unknown): RawResult | null {
    const meta = isRecord(reduced) ? reduced['_meta'] : undefined;
    const key = isRecord(meta) ? meta[RAW] : undefined;
    if (typeof key !== 'string') return null;
    const raw = this.#raw.get(key) ?? null;
    this.#raw.delete(key);
    return raw;
  }

  /**
   * True where a message of so many bytes is read apart, so that what comes after it has to wait its turn: while a list is
   * waited for, or nothing is. The answer of a call would have to be read here again.
   */
  takesTime(bytes: number): boolean {
    if (bytes < LARGE_BYTES || this.#large === null) return false;
    const open = [...this.#waiting.values()];
    return open.length === 0 || open.some(isListMethod);
  }

  /** Like {@link readBytes}, off the main thread where the message is large. Never rejects. */
  async readBytesApart(bytes: Uint8Array): Promise<JSONRPCMessage | null> {
    if (!this.takesTime(bytes.length)) return this.readBytes(bytes);
    const read = await this.#large?.readLarge(bytes, [...this.#waiting]) ?? null;
    // SECURITY: what a thread was lost on is not looked through here, where it would hold up everything. It may be well; its request ends either way.
    if (read === null) return this.#refuseAnswer(new TextDecoder('utf-8').decode(bytes), 'too-large');
    if (read.kind === 'other') return this.readBytes(bytes);
    if (read.kind === 'list') return this.#takePacked(read);
    if (read.why === 'unknown-answer') this.#valid += 1;
    return this.#drop(read.why, new TextDecoder('utf-8').decode(bytes.subarray(0, EXCERPT)));
  }

  /** The same for a text. */
  async readApart(text: string): Promise<JSONRPCMessage | null> {
    return this.takesTime(text.length) ? this.readBytesApart(new TextEncoder().encode(text)) : this.read(text);
  }

  async #takePacked(list: PackedList): Promise<JSONRPCMessage | null> {
    const { id, method, envelope, nextCursor, chars } = list;
    this.#valid += 1;
    const items = await unpacked(list);
    // SECURITY: given up while it was read, it answers nothing any more.
    if (this.#waiting.get(id) !== method) return this.#drop('unknown-answer', '');
    this.#waiting.delete(id);
    return this.#listOf(id, method, envelope, { of: 'list', items, nextCursor, chars });
  }

  /** Bytes of one message, strictly UTF-8. */
  readBytes(bytes: Uint8Array): JSONRPCMessage | null {
    try {
      return this.read(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes));
    } catch {
      return this.#refuseAnswer(new TextDecoder('utf-8').decode(bytes), 'not-utf8');
    }
  }

  /** What the library may see of a message, or null where it gets nothing. Never throws. */
  read(text: string): JSONRPCMessage | null {
    if (text.trim() === '') return null;
    const deep = nesting(text) > LIMITS.depth;
    const scan = deep ? scanJson(text, LIMITS.depth) : null;
    const message = parse(scan?.text ?? text);
    if (message === undefined) return this.#drop('not-json', text);
    if (!isJsonObject(message) || message['jsonrpc'] !== '2.0') return this.#drop('not-a-message', text);
    this.#valid += 1;
    if (typeof message['method'] === 'string') return deep ? this.#drop('too-deep', text) : this.#incoming(message, message['method'], text);
    return this.#answer(message, text, deep);
  }

  /** A message that answers `id` with an error of our own, for an answer that cannot be used. */
  unusable(id: Id, why: DroppedWhy): JSONRPCMessage {
    this.#waiting.delete(id);
    return { jsonrpc: '2.0', id, error: { code: -32700, message: `unusable answer: ${why}` } };
  }

  #incoming(message: JsonObject, method: string, text: string): JSONRPCMessage | null {
    if ('id' in message) {
      if (!isId(message['id'])) return this.#drop('not-a-message', text);
      if (!this.#mayTell()) return null;
      if (method !== 'ping') this.#events.asked(method);
      return asMessage(message);
    }
    // Log lines of a server have no reader here, and list changes are read by us alone.
    if (method === 'notifications/message') return null;
    if (/^notifications\/(tools|prompts|resources)\/list_changed$/.test(method)) {
      this.#events.listChanged();
      return null;
    }
    return this.#mayTell() ? asMessage(message) : null;
  }

  /**
   * SECURITY: a hundred thousand notifications a second would leave the window no time, and as many requests no memory,
   * for each is answered. What is over the allowance is dropped; a call needs one sign of life a minute.
   */
  #mayTell(): boolean {
    const now = performance.now();
    const left = Math.min(TOLD, this.#allowance.left + ((now - this.#allowance.at) / 1000) * TOLD);
    this.#allowance = { left: left >= 1 ? left - 1 : left, at: now };
    return left >= 1;
  }

  #answer(message: JsonObject, text: string, deep: boolean): JSONRPCMessage | null {
    const id = message['id'];
    const method = isId(id) ? this.#waiting.get(id) : undefined;
    // SECURITY: an answer belongs to exactly one open request; late, second and unknown ones reach nobody.
    if (!isId(id) || method === undefined) return this.#drop('unknown-answer', text);
    const list = isListMethod(method) ? method : null;
    if (deep && list === null) return this.unusable(id, 'too-deep');
    this.#waiting.delete(id);
    const result = message['result'];
    if (!isJsonObject(result)) return 'error' in message ? errorOf(id, message['error']) : this.unusable(id, 'not-a-message');
    if (list !== null) return this.#reduceList(id, result, text, list);
    if (method === 'tools/call') return this.#reduceCall(id, result);
    return asMessage(message);
  }

  #reduceList(id: Id, result: JsonObject, text: string, method: ListMethod): JSONRPCMessage {
    const { kind, field } = LISTS[method];
    const entries = result[field];
    const items = Array.isArray(entries) ? listedItems(kind, field, entries, scanJson(text, LIMITS.depth).notes, sha256) : [];
    return this.#listOf(id, method, envelopeOf(result), { of: 'list', items, nextCursor: cursorOf(result), chars: text.length });
  }

  #listOf(id: Id, method: ListMethod, envelope: JsonObject, list: RawResult): JSONRPCMessage {
    return { jsonrpc: '2.0', id, result: { ...envelope, [LISTS[method].field]: [], _meta: { [RAW]: this.#keep(id, list) } } };
  }

  #reduceCall(id: Id, result: JsonObject): JSONRPCMessage {
    const key = this.#keep(id, { of: 'call', result });
    // SECURITY: a server's question is never handed to the library, which could answer it by itself.
    const type = result['resultType'] === 'input_required' ? { resultType: 'complete' } : envelopeOf(result);
    return { jsonrpc: '2.0', id, result: { ...type, content: [], _meta: { [RAW]: key } } };
  }

  #keep(id: Id, raw: RawResult): string {
    const key = `${typeof id}:${id}`;
    this.#raw.set(key, raw);
    return key;
  }

  #refuseAnswer(lossy: string, why: DroppedWhy): JSONRPCMessage | null {
    const message = nesting(lossy) > LIMITS.depth ? undefined : parse(lossy);
    const id = isJsonObject(message) && !('method' in message) ? message['id'] : undefined;
    if (isId(id) && this.#waiting.has(id)) return this.unusable(id, why);
    return this.#drop(why, lossy);
  }

  #drop(why: DroppedWhy, text: string): null {
    this.#events.dropped(why, text.slice(0, EXCERPT));
    return null;
  }
}

function errorOf(id: Id, error: Json | undefined): JSONRPCMessage {
  const code = isJsonObject(error) && typeof error['code'] === 'number' && Number.isInteger(error['code']) ? error['code'] : -32603;
  const text = isJsonObject(error) && typeof error['message'] === 'string' ? error['message'].slice(0, 4000) : 'error without a message';
  const data = isJsonObject(error) && error['data'] !== undefined ? { data: error['data'] } : {};
  return { jsonrpc: '2.0', id, error: { code, message: text, ...data } };
}

function parse(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}

/** A parsed message whose outer shape was checked above; the library checks the rest by its own schema. */
function asMessage(message: JsonObject): JSONRPCMessage {
  return message as unknown as JSONRPCMessage;
}

function isId(value: Json | undefined): value is Id {
  return typeof value === 'string' || (typeof value === 'number' && Number.isSafeInteger(value));
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
