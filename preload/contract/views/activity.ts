import { z } from 'zod';
import { DECISIONS, EFFECTS, OUTCOMES } from '../../../main/core/words/index.ts';

/** One line of the log. `summary` holds ids and names, never argument values. */
export const auditEntryView = z.strictObject({
  seq: z.number(),
  at: z.string(),
  type: z.enum(['call', 'event']),
  what: z.string(),
  callId: z.string().nullable(),
  parent: z.string().nullable(),
  serverName: z.string().nullable(),
  tool: z.string().nullable(),
  effect: z.enum(EFFECTS).nullable(),
  verdict: z.enum(['allow', 'ask', 'deny']).nullable(),
  because: z.string().nullable(),
  decision: z.enum(DECISIONS).nullable(),
  outcome: z.enum(OUTCOMES).nullable(),
  planner: z.string().nullable(),
});
export type AuditEntryView = z.infer<typeof auditEntryView>;

export const verifyView = z.strictObject({
  ok: z.boolean(),
  records: z.number(),
  firstBad: z.strictObject({ file: z.string(), record: z.number(), why: z.string() }).nullable(),
  anchored: z.union([z.literal(false), z.enum(['file', 'keychain', 'external'])]),
});
export type VerifyView = z.infer<typeof verifyView>;
