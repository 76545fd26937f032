import { z } from 'zod';
import type { ContentBook } from '../../core/audit/content.ts';
import type { AuditRecord } from '../../core/audit/event.ts';
import type { Compute } from '../../core/ports.ts';
import type { Inverse, KeptUndo } from '../../core/preview/index.ts';
import type { Pages } from '../../core/preview/paged.ts';
import type { Change } from '../../core/preview/preview.ts';
import { isJsonObject, type Json, type JsonObject } from '../../core/words/index.ts';

/** How much of a call's content can still be read. */
export type ContentState = 'kept' | 'in the record' | 'erased' | 'unreadable';

/** What a call was about, word for word, as it was kept: hostile text in every field. */
export interface ShownCall {
  readonly callId: string;
  readonly state: ContentState;
  readonly args: JsonObject | null;
  /** The card as it was painted, its changes whole; null where nobody was asked. */
  readonly card: JsonObject | null;
  readonly answer: Json;
  /** The states as they were read afterwards. */
  readonly after: Json;
  /** The call that undoes it, as far as it was kept whole. */
  readonly undo: KeptUndo | null;
  /** The set it was carried out in; null where it was planned alone. */
  readonly planId: string | null;
}

const place = z.looseObject({ at: z.string() }).nullish();
const asked = z.looseObject({
  type: z.enum(['intent', 'refusal']),
  call: z.looseObject({
    callId: z.string(), args: z.custom<Json>(), content: place, plan: z.string().nullish(),
    server: z.looseObject({ id: z.string(), identity: z.string() }).optional(), tool: z.looseObject({ name: z.string() }).optional(),
  }),
});
/** Sealed under the keychain and bound to its call, so what stands in it is ours; another version's may have another shape. */
const keptInverse = z.looseObject({
  tool: z.string(), args: z.record(z.string(), z.custom<Json>()), unlike: z.array(z.string()),
  onlyIf: z.looseObject({
    args: z.record(z.string(), z.custom<Json>()), reads: z.array(z.looseObject({ key: z.string(), tool: z.string(), args: z.record(z.string(), z.custom<Json>()) })).min(1),
    shown: z.looseObject({ kind: z.literal('effect'), changes: z.array(z.looseObject({ kind: z.string() })).min(1) }),
  }),
});
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
    answer: last.content['answer'] ?? null, after: last.content['after'] ?? null, undo: undoIn(start, last.content['undo']), planId: start.call.plan ?? null,
  };
}

function undoIn({ call: { server, tool } }: z.infer<typeof asked>, kept: Json | undefined): KeptUndo | null {
  const inverse = keptInverse.safeParse(kept);
  if (!inverse.success || server === undefined || server.identity === '' || tool === undefined) return null;
  return { serverId: server.id, identity: server.identity, tool: tool.name, inverse: inverse.data as unknown as Inverse };
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

/** What was kept of a call, its card as a screen paints it. */
export interface DrawnShown extends ShownCall {
  readonly pages: Pages;
}

/** Draws the changes of a kept card once more. One whose changes are not of today's shape has no card any more: its arguments are shown. */
export async function drawShown(shown: ShownCall, draw: Compute['draw']): Promise<DrawnShown> {
  const { card, args } = shown;
  const parts = drawable.safeParse(card);
  if (card === null || !parts.success) return { ...shown, card: null, pages: new Map() };
  const { preview, meanwhile } = parts.data;
  const drawn = await draw({ changes: preview.changes, meanwhile, args: args ?? {} });
  const { pages, ...rest } = drawn;
  const painted = { ...card, preview: { ...preview, changes: rest.changes }, meanwhile: rest.meanwhile, args: rest.args, ...(rest.argsText === undefined ? {} : { argsText: rest.argsText }) };
  return { ...shown, args: rest.argsText === undefined ? args : null, card: painted as unknown as JsonObject, pages };
}

const side = z.string().nullable();
const change = z.custom<Change>((value) => z.union([
  z.looseObject({ kind: z.literal('text'), before: side, after: side }), z.looseObject({ kind: z.enum(['fields', 'rows', 'move', 'said']) }),
]).safeParse(value).success);
const drawable = z.looseObject({ preview: z.looseObject({ changes: z.array(change) }), meanwhile: z.array(change) });
