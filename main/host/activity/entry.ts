import { z } from 'zod';
import type { AuditRecord } from '../../core/audit/event.ts';
import { KEY_CHANGES, typeOf } from '../../core/audit/signing.ts';
import { DECISIONS, EFFECTS, OUTCOMES, type Decision, type Effect, type Outcome } from '../../core/words/index.ts';

/** One line of the activity list: a call with its end, or an event. Ids and names, never argument values. */
export interface ActivityEntry {
  readonly seq: number;
  readonly at: string;
  readonly type: 'call' | 'event';
  /** `call`, or the name of the event; of the log's own key also what became of it (`key-created`), of an anchor that it could not be written (`anchor-unwritable`), of an export that did not finish how it ended (`log-export-failed`). */
  readonly what: string;
  readonly callId: string | null;
  readonly parent: string | null;
  readonly serverName: string | null;
  readonly tool: string | null;
  readonly effect: Effect | null;
  readonly verdict: 'allow' | 'ask' | 'deny' | null;
  readonly because: string | null;
  readonly decision: Decision | null;
  readonly outcome: Outcome | null;
  readonly planner: string | null;
}

const callEvent = z.looseObject({
  type: z.enum(['intent', 'refusal']),
  call: z.looseObject({
    callId: z.string(), parent: z.string().nullable(),
    actor: z.looseObject({ planner: z.looseObject({ name: z.string() }) }),
    server: z.looseObject({ name: z.string() }), tool: z.looseObject({ name: z.string() }),
    effect: z.enum(EFFECTS), verdict: z.enum(['allow', 'ask', 'deny']), because: z.string(),
  }),
  answer: z.looseObject({ decision: z.enum(DECISIONS) }),
});
const outcomeEvent = z.looseObject({ type: z.literal('outcome'), callId: z.string(), outcome: z.enum(OUTCOMES) });
const otherEvent = z.looseObject({
  type: z.string(), what: z.string().optional(), why: z.enum([...KEY_CHANGES, 'unwritable']).optional().catch(undefined),
  server: z.looseObject({ name: z.string() }).nullish(),
  actor: z.looseObject({ planner: z.looseObject({ name: z.string() }) }).optional(),
  detail: z.looseObject({ end: z.enum(['stopped', 'failed']) }).optional().catch(undefined),
});

/** How a call ended, if this record says so. */
export function outcomeIn(record: AuditRecord): { readonly callId: string; readonly outcome: Outcome } | null {
  // By far most records are asked in vain: what a schema says of a mismatch costs more than all else that is read of a record.
  if (typeOf(record) !== 'outcome') return null;
  const parsed = outcomeEvent.safeParse(record.event);
  return parsed.success ? { callId: parsed.data.callId, outcome: parsed.data.outcome } : null;
}

/** The call a record is about and the call that one was made for; null for events. */
export function callIn(record: AuditRecord): { readonly callId: string; readonly parent: string | null } | null {
  const outcome = outcomeIn(record);
  if (outcome !== null) return { callId: outcome.callId, parent: null };
  const call = beginsCall(record) ? callEvent.safeParse(record.event) : null;
  return call?.success === true ? { callId: call.data.call.callId, parent: call.data.call.parent } : null;
}

/** A record as a line of the list. A record of a kind we do not know is an event of that name: it is never hidden. */
export function entryOf(record: AuditRecord, outcome: Outcome | null): ActivityEntry {
  const call = callEvent.safeParse(record.event);
  if (!call.success) return eventEntry(record);
  const { callId, parent, actor, server, tool, effect, verdict, because } = call.data.call;
  return {
    seq: record.seq, at: record.at, type: 'call', what: 'call', callId, parent, serverName: server.name, tool: tool.name,
    effect, verdict, because, decision: call.data.answer.decision, planner: actor.planner.name,
    outcome: call.data.type === 'refusal' ? 'refused' : outcome,
  };
}

/** Whether a record says that it begins a call; what it says of it is checked elsewhere. */
export function beginsCall(record: AuditRecord): boolean {
  const type = typeOf(record);
  return type === 'intent' || type === 'refusal';
}

function eventEntry(record: AuditRecord): ActivityEntry {
  const parsed = otherEvent.safeParse(record.event);
  const event: z.infer<typeof otherEvent> = parsed.success ? parsed.data : { type: 'unknown' };
  return {
    seq: record.seq, at: record.at, type: 'event', what: nameOf(event), callId: null, parent: null,
    serverName: event.server?.name ?? null, tool: null, effect: null, verdict: null, because: null, decision: null,
    outcome: null, planner: event.actor?.planner.name ?? null,
  };
}

function nameOf({ type, what, why, detail }: z.infer<typeof otherEvent>): string {
  // That the log leaves is put down before it does: where that did not finish, its end is the one entry, under its own name.
  if (what === 'log-exported' && detail !== undefined) return `log-export-${detail.end}`;
  const named = type === 'key' ? why !== 'unwritable' : type === 'anchor' && why === 'unwritable';
  return what ?? (named && why !== undefined ? `${type}-${why}` : type);
}
