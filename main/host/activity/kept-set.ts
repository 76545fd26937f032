import { z } from 'zod';
import type { ContentBook } from '../../core/audit/content.ts';
import type { AuditRecord } from '../../core/audit/event.ts';
import type { KeptSet } from '../../core/preview/index.ts';
import type { LogReader } from './activity.ts';
import { outcomeIn } from './entry.ts';
import { shownOf } from './shown.ts';

/** Records read at a time, and so many of those without one of the set after which no further one is looked for. */
const SPAN = 1_000;
const QUIET = 5;

const ofSet = z.looseObject({ type: z.literal('intent'), call: z.looseObject({ callId: z.string(), parent: z.null(), plan: z.string() }) });
const answeredSet = z.looseObject({ type: z.literal('event'), what: z.literal('plan-answered'), detail: z.looseObject({ planId: z.string(), title: z.string() }) });

/** The set a call of this log belongs to, with what undoes it. `seq`: the call's first record. Null: it was planned alone. */
export async function keptSetOf(log: LogReader, seq: number, content: Pick<ContentBook, 'open'>): Promise<KeptSet | null> {
  const own = await log.read(seq);
  const planId = own === null ? null : planOf(own)?.plan ?? null;
  if (planId === null) return null;
  const records = await recordsAround(log, seq, planId);
  const calls: KeptSet['calls'][number][] = [];
  for (const [callId, ofCall] of byCall(records, planId)) {
    const undo = (await shownOf(ofCall, callId, content))?.undo ?? null;
    if (undo !== null) calls.push({ ...undo, callId });
  }
  return { planId, title: records.map((record) => titleOf(record, planId)).find((title) => title !== null) ?? null, calls: calls.toReversed() };
}

function planOf(record: AuditRecord): { readonly callId: string; readonly plan: string } | null {
  return ofSet.safeParse(record.event).data?.call ?? null;
}

function titleOf(record: AuditRecord, planId: string): string | null {
  const detail = answeredSet.safeParse(record.event).data?.detail;
  return detail?.planId === planId ? detail.title : null;
}

/** The records around one, in both directions until the set has been silent for a while: other calls may stand between its own. */
async function recordsAround(log: LogReader, seq: number, planId: string): Promise<readonly AuditRecord[]> {
  const pages = [await log.range(Math.max(1, seq - SPAN), seq + SPAN)];
  const isOfSet = (page: readonly AuditRecord[]): boolean => page.some((record) => planOf(record)?.plan === planId);
  for (let to = seq - SPAN - 1, quiet = 0; to >= 1 && quiet < QUIET; to -= SPAN) {
    const page = await log.range(Math.max(1, to - SPAN + 1), to);
    pages.unshift(page);
    quiet = isOfSet(page) ? 0 : quiet + 1;
  }
  for (let from = seq + SPAN + 1, quiet = 0; from <= log.total() && quiet < QUIET; from += SPAN) {
    const page = await log.range(from, from + SPAN - 1);
    pages.push(page);
    quiet = isOfSet(page) ? 0 : quiet + 1;
  }
  return pages.flat();
}

/** The records of each call of the set, its end among them, in the order in which the calls were sent. */
function byCall(records: readonly AuditRecord[], planId: string): ReadonlyMap<string, readonly AuditRecord[]> {
  const calls = new Map<string, AuditRecord[]>();
  for (const record of records) {
    const begins = planOf(record);
    if (begins?.plan === planId) calls.set(begins.callId, [record]);
    else calls.get(outcomeIn(record)?.callId ?? '')?.push(record);
  }
  return calls;
}
