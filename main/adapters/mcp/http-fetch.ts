import type { MessageReader } from './message-reader.ts';
import { readEvents } from './event-stream.ts';
import { NotSent, Redirected, TooLarge } from './wire.ts';

export type Fetch = (url: string | URL, init?: RequestInit) => Promise<Response>;

export interface GuardedFetchOptions {
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly reader: MessageReader;
  readonly messageBytes: number;
  readonly onTooLarge: () => void;
  readonly onSpoke: () => void;
  readonly fetch?: Fetch;
}

/** Connections that never came about: nothing of the request was sent. */
const NEVER_SENT = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH', 'UND_ERR_CONNECT_TIMEOUT']);
const BODY_OF_A_REFUSAL = 64 * 1024;

/**
 * The only way out to a remote server. Adds its headers, goes to its address alone, never follows a redirect by itself, and hands
 * every message of an answer to the reader before the library sees it.
 */
export function guardedFetch(options: GuardedFetchOptions): Fetch {
  const send = options.fetch ?? fetch;
  return async (url, init = {}) => {
    const target = new URL(url);
    // SECURITY: headers hold tokens; they go to the configured origin and to no other.
    if (target.origin !== options.url.origin) throw new NotSent(`another origin: ${target.origin}`);
    // SECURITY: many servers of many people may share one origin: what was said yes to is the whole address.
    if (!isSamePlace(target, options.url)) throw new Redirected(`${target.origin}${target.pathname}`.slice(0, 300));
    const headers = new Headers(init.headers);
    for (const [name, value] of Object.entries(options.headers)) headers.set(name, value);
    options.onSpoke();
    const response = await send(target, { ...init, headers, redirect: 'manual' }).catch((error: unknown) => {
      throw neverSent(error) ? new NotSent(codeOf(error)) : error;
    });
    return readResponse(response, requestIdOf(init.body), options);
  };
}

/** The same address, but for a slash at the end of its path. */
function isSamePlace(one: URL, other: URL): boolean {
  return one.origin === other.origin && one.search === other.search && one.pathname.replace(/\/$/, '') === other.pathname.replace(/\/$/, '');
}

async function readResponse(response: Response, id: string | number | null, options: GuardedFetchOptions): Promise<Response> {
  const type = (response.headers.get('content-type') ?? '').split(';')[0]?.trim().toLowerCase();
  if (!response.ok || response.body === null) {
    const text = response.body === null ? null : await readCapped(response, BODY_OF_A_REFUSAL).catch(() => null);
    return copy(response, text === null ? null : new TextDecoder().decode(text));
  }
  if (type === 'text/event-stream') {
    return copy(response, readEvents(response.body, { ...options, id }));
  }
  if (type !== 'application/json') return copy(response, await readCapped(response, BODY_OF_A_REFUSAL).then(() => '', () => ''));
  const bytes = await readCapped(response, options.messageBytes).catch((error: unknown) => {
    if (error instanceof TooLarge && id !== null) options.reader.unusable(id, 'too-large');
    throw error;
  });
  const message = await options.reader.readBytesApart(bytes) ?? (id === null ? null : options.reader.unusable(id, 'not-a-message'));
  return copy(response, message === null ? null : JSON.stringify(message));
}

/** A response with another body; its length and encoding no longer hold. */
function copy(from: Response, body: string | ReadableStream<Uint8Array> | null): Response {
  const headers = new Headers(from.headers);
  headers.delete('content-length');
  headers.delete('content-encoding');
  const bare = from.status === 204 || from.status === 205 || from.status === 304;
  return new Response(bare ? null : body, { status: from.status === 0 ? 502 : from.status, statusText: from.statusText, headers });
}

async function readCapped(response: Response, cap: number): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const part of response.body as unknown as AsyncIterable<Uint8Array>) {
    length += part.length;
    if (length > cap) throw new TooLarge();
    parts.push(part);
  }
  return Buffer.concat(parts);
}

function requestIdOf(body: unknown): string | number | null {
  if (typeof body !== 'string') return null;
  const { id, method } = JSON.parse(body) as { id?: unknown; method?: unknown };
  return typeof method === 'string' && (typeof id === 'string' || typeof id === 'number') ? id : null;
}

function neverSent(error: unknown): boolean {
  return NEVER_SENT.has(codeOf(error));
}

function codeOf(error: unknown): string {
  const cause = error instanceof Error ? (error.cause ?? error) : error;
  if (cause instanceof AggregateError) return codeOf(cause.errors[0]);
  return cause instanceof Error && 'code' in cause && typeof cause.code === 'string' ? cause.code : '';
}

