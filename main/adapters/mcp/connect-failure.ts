import { SdkError, SdkErrorCode, SdkHttpError, UnauthorizedError } from '@modelcontextprotocol/client';
import type { ConnectionEnd } from '../../core/connections/connection.ts';
import { WrongKey } from './pinned-fetch.ts';
import { NotSent, Redirected, TooLarge, type Wire } from './wire.ts';

/** Why a connection never came about. What the wire itself knows is nearer to the truth than what the library threw. */
export function connectFailure(error: unknown, wire: Wire, stray: number): ConnectionEnd {
  if (wire.end !== null) return wire.end.why === 'exited' && stray > 20 && wire.reader.valid === 0 ? { ...wire.end, why: 'garbage' } : wire.end;
  for (const one of causes(error)) {
    const known = knownCause(one);
    if (known !== null) return known;
  }
  if (wire.reader.valid === 0 && stray > 0) return { why: 'garbage', detail: null };
  if (causes(error).some(isTimeout)) return { why: 'no-answer', detail: null };
  return { why: 'refused', detail: error instanceof Error ? error.message.slice(0, 500) : null };
}

/** What a failed call says about a remote connection as a whole; null where it may well go on. */
export function lostBy(error: unknown): ConnectionEnd | null {
  if (error instanceof WrongKey) return { why: 'wrong-key', detail: null };
  if (error instanceof NotSent) return { why: 'unreachable', detail: error.message };
  if (error instanceof UnauthorizedError) return { why: 'unauthorized', detail: null };
  if (!(error instanceof SdkHttpError)) return null;
  // 404 in the middle of a session: the server forgot it.
  return error.status === 401 || error.status === 403 || error.status === 404 ? ofStatus(error.status, null) : null;
}

/** An error and what it came of, innermost first: the library wraps what it met while probing. */
function causes(error: unknown): Error[] {
  const chain: Error[] = [];
  for (let one = error; one instanceof Error && chain.length < 8; one = one.cause ?? (one instanceof SdkError ? causeIn(one.data) : undefined)) chain.unshift(one);
  return chain;
}

function causeIn(data: unknown): unknown {
  return typeof data === 'object' && data !== null && 'cause' in data ? data.cause : undefined;
}

function knownCause(error: Error): ConnectionEnd | null {
  if (error instanceof WrongKey) return { why: 'wrong-key', detail: null };
  if (error instanceof NotSent) return { why: 'unreachable', detail: error.message };
  if (error instanceof TooLarge) return { why: 'too-large', detail: null };
  if (error instanceof Redirected) return { why: 'refused', detail: error.message };
  if (error instanceof UnauthorizedError) return { why: 'unauthorized', detail: null };
  if (error instanceof SdkHttpError) return ofStatus(error.status ?? 0, error.message.slice(0, 500));
  if (error.name === 'SyntaxError') return { why: 'garbage', detail: null };
  if (error instanceof SdkError && error.code === SdkErrorCode.ClientHttpUnexpectedContent) return { why: 'garbage', detail: error.message.slice(0, 200) };
  return null;
}

function isTimeout(error: Error): boolean {
  return error.name === 'TimeoutError' || error.name === 'AbortError' || (error instanceof SdkError && error.code === SdkErrorCode.RequestTimeout);
}

function ofStatus(status: number, detail: string | null): ConnectionEnd {
  if (status === 401 || status === 403) return { why: 'unauthorized', detail: `HTTP ${status}` };
  if (status >= 300 && status < 400) return { why: 'refused', detail };
  return { why: status >= 500 || status === 404 ? 'unreachable' : 'refused', detail: `HTTP ${status}` };
}
