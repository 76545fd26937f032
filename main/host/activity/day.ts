import { z } from 'zod';
import type { AuditRecord } from '../../core/audit/event.ts';
import { typeOf } from '../../core/audit/signing.ts';
import { beginsCall } from './entry.ts';

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

/** How questions were answered. A plan of many calls is one task; a call by itself is one. */
export interface PromptSummary {
  readonly tasks: number;
  readonly asked: number;
  /** Questions of the task that had the most. */
  readonly most: number;
  readonly approved: number;
  readonly denied: number;
  readonly withdrawn: number;
  /** Approved within two seconds of being painted: too quick to have been read. */
  readonly quick: number;
  /** Milliseconds from the painting to the answer, the middle one; null where nobody answered. */
  readonly medianMs: number | null;
}

const QUICK_MS = 2_000;

const start = z.looseObject({
  type: z.enum(['intent', 'refusal']),
  call: z.looseObject({ callId: z.string(), parent: z.string().nullable(), plan: z.string().nullish(), effect: z.string() }),
  answer: z.looseObject({ decision: z.string(), by: z.string().nullable(), afterMs: z.number().nullable(), painted: z.string().nullable() }),
});
const end = z.looseObject({ type: z.literal('outcome'), callId: z.string(), outcome: z.enum(['executed', 'failed', 'refused', 'unknown']) });

/** Counts the records of a span of time, in the log's order. Of those numbered above `last` only the ends of calls count. */
export function summaryOf(records: readonly AuditRecord[], partial: boolean, last = Infinity): DaySummary {
  const ends = new Map<string, 'executed' | 'failed' | 'refused' | 'unknown'>();
  for (const record of records) {
    const found = typeOf(record) === 'outcome' ? end.safeParse(record.event) : null;
    if (found?.success === true) ends.set(found.data.callId, found.data.outcome);
  }
  const outcomes = { executed: 0, failed: 0, refused: 0, unknown: 0, open: 0 };
  const effects: Record<string, number> = {};
  const asked: Asked[] = [];
  let calls = 0;
  for (const record of records) {
    const found = beginsCall(record) ? start.safeParse(record.event) : null;
    if (found?.success !== true || found.data.call.parent !== null || record.seq > last) continue;
    const { call: { callId, plan, effect }, answer, type } = found.data;
    calls += 1;
    effects[effect] = (effects[effect] ?? 0) + 1;
    outcomes[type === 'refusal' ? 'refused' : ends.get(callId) ?? 'open'] += 1;
    if (answer.painted !== null) asked.push({ task: plan ?? callId, decision: answer.decision, afterMs: answer.by === 'person' ? answer.afterMs : null });
  }
  const events = records.filter((record) => record.seq <= last && typeOf(record) === 'event').length;
  return { calls, events, outcomes, effects, prompts: promptsOf(asked), partial };
}

interface Asked {
  readonly task: string;
  readonly decision: string;
  readonly afterMs: number | null;
}

function promptsOf(asked: readonly Asked[]): PromptSummary {
  const tasks = new Map<string, number>();
  for (const { task } of asked) tasks.set(task, (tasks.get(task) ?? 0) + 1);
  const times = asked.flatMap(({ afterMs }) => (afterMs === null ? [] : [afterMs])).sort((a, b) => a - b);
  const answered = (decision: string): number => asked.filter((one) => one.decision === decision).length;
  return {
    tasks: tasks.size, asked: asked.length, most: Math.max(0, ...tasks.values()),
    approved: answered('approved'), denied: answered('denied'), withdrawn: answered('none'),
    quick: asked.filter(({ decision, afterMs }) => decision === 'approved' && afterMs !== null && afterMs < QUICK_MS).length,
    medianMs: times[Math.floor((times.length - 1) / 2)] ?? null,
  };
}
