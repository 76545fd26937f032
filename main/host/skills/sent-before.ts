import { z } from 'zod';
import type { AuditRecord } from '../../core/audit/event.ts';
import { digestOf, type Sha256 } from '../../core/canonical/canonical.ts';
import type { PlannedItem } from '../../core/skills/plan/run-plan.ts';

const intent = z.looseObject({ type: z.literal('intent'), call: z.looseObject({ callId: z.string(), parent: z.string().nullish(), plan: z.string().nullish(), tool: z.looseObject({ name: z.string() }), argsDigest: z.string() }) });
const outcome = z.looseObject({ type: z.literal('outcome'), callId: z.string(), outcome: z.string() });

/** What the log says was sent of a set: by tool and digest of the arguments, how often, and whether each end is known. */
export interface SentBefore {
  readonly sent: number;
  /** Sent, and nobody saw how it ended. */
  readonly unknown: number;
  /** What became of a planned item; null: nothing like it was sent. Each sending answers for one item. */
  take(item: Pick<PlannedItem, 'tool' | 'args'>): 'done' | 'unknown' | null;
}

const SPAN = 1_000;

/** Reads what was sent of a set out of the log, from the record where it began. The log is the authority: it was on disk first. */
export async function sentBefore(
  log: { total(): number; range(from: number, to: number): Promise<readonly AuditRecord[]> }, from: number, planId: string, sha256: Sha256,
): Promise<SentBefore> {
  const calls = new Map<string, { readonly key: string; ended: string | null }>();
  for (let at = from + 1; at <= log.total(); at += SPAN) {
    for (const { event } of await log.range(at, at + SPAN - 1)) {
      const started = intent.safeParse(event);
      // What was read for a row's preview and afterwards is no row: only what the plan itself sent counts.
      if (started.success && started.data.call.plan === planId && (started.data.call.parent ?? null) === null) calls.set(started.data.call.callId, { key: `${started.data.call.tool.name} ${started.data.call.argsDigest}`, ended: null });
      const ended = outcome.safeParse(event);
      const call = ended.success ? calls.get(ended.data.callId) : undefined;
      if (ended.success && call !== undefined) call.ended = ended.data.outcome;
    }
  }
  const byKey = new Map<string, ('done' | 'unknown')[]>();
  for (const { key, ended } of calls.values()) {
    // What the server refused did nothing; it may be planned again.
    if (ended === 'failed') continue;
    byKey.set(key, [...(byKey.get(key) ?? []), ended === 'executed' ? 'done' : 'unknown']);
  }
  return {
    sent: calls.size,
    unknown: [...calls.values()].filter(({ ended }) => ended === null || ended === 'unknown').length,
    take(item) {
      const found = byKey.get(`${item.tool} ${digestOf(item.args, sha256)}`);
      return found?.shift() ?? null;
    },
  };
}
