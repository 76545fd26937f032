import { SdkError, SdkErrorCode, SdkHttpError, UnauthorizedError } from '@modelcontextprotocol/client';
import type { ConnectionEnd } from '../../core/connections/connection.ts';
import type { Wire } from './wire.ts';

/** Why a connection never came about. What the wire itself knows is nearer to the truth than what the library threw. */
export function connectFailure(error: unknown, wire: Wire, stray: number): ConnectionEnd {
  if (wire.end !== null) return wire.end.why === 'exited' && stray > 20 && wire.reader.valid === 0 ? { ...wire.end, why: 'garbage' } : wire.end;
  const detail = error instanceof Error ? error.message.slice(0, 500) : null;
  if (error instanceof UnauthorizedError) return { why: 'unauthorized', detail: null };
  if (error instanceof SdkHttpError) return ofStatus(error.status ?? 0, detail);
  if (wire.reader.valid === 0 && stray > 0) return { why: 'garbage', detail: null };
  if (error instanceof SdkError && error.code === SdkErrorCode.RequestTimeout) return { why: 'no-answer', detail: null };
  if (error instanceof Error && (error.name === 'TimeoutError' || error.name === 'AbortError')) return { why: 'no-answer', detail: null };
  if (error instanceof SdkError && error.code === SdkErrorCode.ClientHttpUnexpectedContent) return { why: 'garbage', detail };
  return { why: 'refused', detail };
}

function ofStatus(status: number, detail: string | null): ConnectionEnd {
  if (status === 401 || status === 403) return { why: 'unauthorized', detail: `HTTP ${status}` };
  if (status >= 300 && status < 400) return { why: 'refused', detail };
  return { why: status >= 500 ? 'unreachable' : 'refused', detail: `HTTP ${status}` };
}
