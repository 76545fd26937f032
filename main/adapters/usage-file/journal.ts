import { z } from 'zod';
import type { UsageEntry } from '../../core/policy/usage.ts';

/**
 * A line of a journal: what was reserved, what a call used after all, or that a reservation was taken back before
 * anybody was told of it. Short keys, for a journal is read whole at each start.
 */
const lineSchema = z.union([
  z.strictObject({
    r: z.string().min(1), at: z.number(), person: z.string(), client: z.string(), plan: z.string().nullable(), n: z.number().min(0),
  }).transform((line) => ({ kind: 'reserved' as const, entry: { callId: line.r, at: line.at, person: line.person, client: line.client, plan: line.plan, objects: line.n } })),
  z.strictObject({ s: z.string().min(1), n: z.number().min(0) })
    .transform((line) => ({ kind: 'settled' as const, callId: line.s, spent: line.n })),
  z.strictObject({ x: z.string().min(1) }).transform((line) => ({ kind: 'withdrawn' as const, callId: line.x })),
]);
export type JournalLine = z.infer<typeof lineSchema>;

/** The line of a reservation. */
export function reservedLine({ callId, at, person, client, plan, objects }: UsageEntry): string {
  return `${JSON.stringify({ r: callId, at, person, client, plan, n: objects })}\n`;
}

/** The line of what a call used after all. */
export function settledLine(callId: string, spent: number): string {
  return `${JSON.stringify({ s: callId, n: spent })}\n`;
}

/** The line of a reservation that was taken back. */
export function withdrawnLine(callId: string): string {
  return `${JSON.stringify({ x: callId })}\n`;
}

/** A line read back, or null where it is none of ours. */
export function parseLine(text: string): JournalLine | null {
  try {
    const parsed = lineSchema.safeParse(JSON.parse(text));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}
