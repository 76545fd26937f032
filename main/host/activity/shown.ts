import { z } from 'zod';
import type { ContentBook } from '../../core/audit/content.ts';
import type { AuditRecord } from '../../core/audit/event.ts';
import { isJsonObject, type Json, type JsonObject } from '../../core/words/index.ts';

/** How much of a call's content can still be read. */
export type ContentState = 'kept' | 'in the record' | 'erased' | 'unreadable';

/** What a call was about, word for word, as it was kept: hostile text in every field. */
export interface ShownCall {
  readonly callId: string;
  readonly state: ContentState;
  readonly args: JsonObject | null;
  /** The card as it was painted; null where nobody was asked. */
  readonly card: JsonObject | null;
  readonly answer: Json;
  /** The states as they were read afterwards. */
  readonly after: Json;
}

const place = z.looseObject({ at: z.string() }).nullish();
const asked = z.looseObject({ type: z.enum(['intent', 'refusal']), call: z.looseObject({ callId: z.string(), args: z.custom<Json>(), content: place }) });
const ended = z.looseObject({ type: z.literal('outcome'), callId: z.string(), content: place });

/** Opens what was kept of a call. `records` holds its records and perhaps others. Null: no such call among them. */
export async function shownOf(records: readonly AuditRecord[], callId: string, content: Pick<ContentBook, 'open'>): Promise<ShownCall | null> {
  const start = records.map((record) => asked.safeParse(record.event)).find((event) => event.data?.call.callId === callId)?.data;
  if (start === undefined) return null;
  const end = records.map((record) => ended.safeParse(record.event)).findLast((event) => event.data?.callId === callId)?.data;
  const first = await opened(start.call.content?.at, callId, content);
  const last = await opened(end?.content?.at, callId, content);
  const card = first.content['card'];
  const args = first.content['args'] ?? start.call.args;
  const knownArgs = isJsonObject(args) ? args : null;
  return {
    callId,
    state: start.call.args !== null ? 'in the record' : first.state,
    args: knownArgs,
    card: card !== undefined && isJsonObject(card) ? { ...card, args: knownArgs ?? {} } : null,
    answer: last.content['answer'] ?? null, after: last.content['after'] ?? null,
  };
}

/** Where the content of a call's records lies. */
export function placesOf(record: AuditRecord): readonly string[] {
  const at = asked.safeParse(record.event).data?.call.content?.at ?? ended.safeParse(record.event).data?.content?.at;
  return at === undefined ? [] : [at];
}

async function opened(
  at: string | undefined, callId: string, content: Pick<ContentBook, 'open'>,
): Promise<{ readonly state: 'kept' | 'erased' | 'unreadable'; readonly content: JsonObject }> {
  const found = at === undefined ? { state: 'unreadable' as const } : await content.open(at, callId);
  return found.state === 'kept' ? found : { state: found.state, content: {} };
}
