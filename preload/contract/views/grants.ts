import { z } from 'zod';
import { aMoment, aName, aRecord, aValue } from '../bounded.ts';
import { GRANT_ENDS, PLANNER_KINDS } from '../../../main/core/words/index.ts';

const part = z.union([
  z.strictObject({ is: z.json() }),
  z.strictObject({ any: z.literal(true) }),
  z.strictObject({ within: z.string() }),
]);

/** A standing permission: what was allowed for longer, and what ends it. Names and values are hostile text. */
export const grantView = z.strictObject({
  id: z.string(),
  serverId: z.string(),
  /** Null where the server is gone. */
  serverName: z.string().nullable(),
  tool: z.string(),
  effect: z.enum(['read', 'write']),
  planner: z.strictObject({ kind: z.enum(PLANNER_KINDS), name: z.string() }),
  client: z.string(),
  role: z.string(),
  args: z.array(z.strictObject({ name: z.string(), part })),
  until: z.string().nullable(),
  times: z.number().nullable(),
  used: z.number(),
  session: z.boolean(),
  grantedAt: z.string(),
  grantedBy: z.string(),
  ended: z.strictObject({ at: z.string(), why: z.enum(GRANT_ENDS) }).nullable(),
});
export type GrantView = z.infer<typeof grantView>;

const lasts = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('session') }),
  z.strictObject({ kind: z.literal('times'), times: z.number().int() }),
  z.strictObject({ kind: z.literal('until'), until: aMoment }),
]);

/** What a person allows for longer with an approval; arguments that are not named stay as they are. */
export const grantWish = z.strictObject({
  lasts,
  args: aRecord(aName, z.union([z.literal('any'), z.strictObject({ within: aValue })]), 1_000),
});
export type GrantWishView = z.infer<typeof grantWish>;
