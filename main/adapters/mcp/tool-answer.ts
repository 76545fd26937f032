import { ProtocolError, SdkError, SdkErrorCode, SdkHttpError, UnauthorizedError } from '@modelcontextprotocol/client';
import type { AnswerPart, CallFailure, ToolAnswer } from '../../core/ports.ts';
import { isJsonObject, type Json, type JsonObject } from '../../core/words/index.ts';
import { NotSent, Redirected, TooLarge } from './wire.ts';

/**
 * A raw `tools/call` result as an answer. Parts we do not know are kept whole; text that is not well-formed is made
 * so, and a number that JSON cannot carry makes the whole answer unusable rather than a different one.
 */
export function answerOf(result: JsonObject): ToolAnswer {
  if (result['resultType'] === 'input_required') return { kind: 'input-required', methods: askedMethods(result['inputRequests']) };
  const content = result['content'] ?? [];
  if (!Array.isArray(content)) return failed('bad-answer', true, 'content is no list');
  if (result['content'] === undefined && result['structuredContent'] === undefined) return failed('bad-answer', true, 'no content');
  try {
    const structured = tidy(result['structuredContent'] ?? null);
    return { kind: 'result', isError: result['isError'] === true, parts: content.map((part) => partOf(tidy(part))), structured };
  } catch {
    return failed('bad-answer', true, 'a number that JSON cannot carry');
  }
}

/** Why a call brought no result, from what the library threw. */
export function failureOf(error: unknown, ended: CallFailure | null, cancelled: boolean): ToolAnswer {
  const detail = error instanceof Error ? error.message.slice(0, 1000) : '';
  if (error instanceof NotSent) return failed(ended ?? 'not-connected', false, detail);
  if (cancelled) return failed('cancelled', true, '');
  if (error instanceof TooLarge) return failed('too-large', true, '');
  if (error instanceof Redirected) return failed('protocol-error', true, detail);
  if (error instanceof UnauthorizedError) return failed('unauthorized', true, '');
  if (error instanceof SdkHttpError) return failed(isRefusal(error.status) ? 'unauthorized' : error.status === 404 ? 'server-stopped' : 'protocol-error', true, `HTTP ${error.status}`);
  if (error instanceof ProtocolError) return failed(protocolWhy(error), true, detail);
  if (error instanceof SdkError) {
    if (error.code === SdkErrorCode.RequestTimeout) return failed('timeout', true, detail);
    if (error.code === SdkErrorCode.ConnectionClosed || error.code === SdkErrorCode.NotConnected) return failed(ended ?? 'server-stopped', true, detail);
    return failed('bad-answer', true, detail);
  }
  return failed(ended ?? 'server-stopped', true, detail);
}

/** The reader answers with a parse error where it could not use what the server sent. */
function protocolWhy(error: ProtocolError): CallFailure {
  if (error.code !== -32700) return 'protocol-error';
  return error.message.endsWith('too-large') ? 'too-large' : 'bad-answer';
}

/** A failed answer. `sent` true: what the server did is not known. */
export function failed(why: CallFailure, sent: boolean, detail: string): ToolAnswer {
  return { kind: 'failed', why, sent, detail };
}

function isRefusal(status: number | undefined): boolean {
  return status === 401 || status === 403;
}

function askedMethods(requests: Json | undefined): string[] {
  if (!isJsonObject(requests)) return [];
  const methods = Object.values(requests).map((request) => (isJsonObject(request) ? request['method'] : undefined));
  return [...new Set(methods.map((method) => (typeof method === 'string' ? method : 'unknown')))];
}

function partOf(part: Json): AnswerPart {
  if (isJsonObject(part)) {
    const { type, text, mimeType, data } = part;
    if (type === 'text' && typeof text === 'string') return { type, text };
    if ((type === 'image' || type === 'audio') && typeof mimeType === 'string' && typeof data === 'string') {
      return { type, mimeType, bytes: Math.floor((data.replace(/(?<!=)=+$/, '').length * 3) / 4) };
    }
  }
  return { type: 'other', value: part };
}

/** A value whose strings are well-formed and whose numbers are finite. Depth is bounded before it comes here. */
function tidy(value: Json): Json {
  if (typeof value === 'string') return value.toWellFormed();
  if (typeof value === 'number' && !Number.isFinite(value)) throw new RangeError('not finite');
  if (Array.isArray(value)) return value.map((item: Json) => tidy(item));
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key.toWellFormed(), tidy(item)]));
}
