import { z } from 'zod';
import type { AuditRecord } from '../../core/audit/event.ts';
import { typeOf } from '../../core/audit/signing.ts';
import { beginsCall } from './entry.ts';
import { promptsOf, type AskedCall, type PromptSummary } from './prompts.ts';

/** What happened in a span of time, counted. Nobody is named: it is for the person at this machine to look at. */
export interface DaySummary {
  readonly calls: number;
  readonly events: number;
  /** How calls ended; reads that were made for other calls are not counted. */
  readonly outcomes: Readonly<Record<'executed' | 'failed' | 'refused' | 'unknown' | 'open', number>>;
  readonly effects: Readonly<Record<string, number>>;
  readonly prompts: PromptSummary;
  /** The newest records alone were counted: there were more than can be at once. */
  readonly partial: boolean;
}

const start = z.looseObject({
  type: z.enum(['intent', 'refusal']),
  call: z.looseObject({ callId: z.string(), parent: z.string().nullable(), plan: z.string().nullish(), effect: z.string(), server: z.looseObject({ id: z.string() }), tool: z.looseObject({ name: z.string() }) }),
  answer: z.looseObject({ decision: z.string(), by: z.string().nullable(), afterMs: z.number().nullable(), painted: z.string().nullable() }),
});
const end = z.looseObject({ type: z.literal('outcome'), callId: z.string(), outcome: z.enum(['executed', 'failed', 'refused', 'unknown']) });

/** Counts the records of a span of time, in the log's order: of those that are not inside it only the ends of calls count. */
export function summaryOf(records: readonly AuditRecord[], partial: boolean, isInside: (record: AuditRecord) => boolean): DaySummary {
  const ends = new Map<string, 'executed' | 'failed' | 'refused' | 'unknown'>();
  for (const record of records) {
    const found = typeOf(record) === 'outcome' ? end.safeParse(record.event) : null;
    if (found?.success === true) ends.set(found.data.callId, found.data.outcome);
  }
  const outcomes = { executed: 0, failed: 0, refused: 0, unknown: 0, open: 0 };
  const effects: Record<string, number> = {};
  const asked: AskedCall[] = [];
  let calls = 0;
  for (const record of records) {
    const found = beginsCall(record) ? start.safeParse(record.event) : null;
    if (found?.success !== true || found.data.call.parent !== null || !isInside(record)) continue;
    const { call: { callId, plan, effect, server, tool }, answer, type } = found.data;
    calls += 1;
    effects[effect] = (effects[effect] ?? 0) + 1;
    outcomes[type === 'refusal' ? 'refused' : ends.get(callId) ?? 'open'] += 1;
    if (answer.painted !== null) asked.push({ at: record.at, plan: plan ?? null, server: server.id, tool: tool.name, ...answer });
  }
  const events = records.filter((record) => typeOf(record) === 'event' && isInside(record));
  return { calls, events: events.length, outcomes, effects, prompts: promptsOf(asked, events), partial };
}
