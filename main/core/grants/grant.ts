import { z } from 'zod';
import { PLANNER_KINDS, type Effect, type JsonObject, type PlannerKind } from '../words/index.ts';
import { argumentsFit, patternSchema, type Leads } from './pattern.ts';

const digest = z.string().regex(/^[0-9a-f]{64}$/);

/**
 * A standing permission: what a person said yes to for more than once. It holds for one server as it is launched, one
 * definition of one tool, one planner, one role, one policy, and for arguments that fit its pattern, each named.
 */
export const grantSchema = z.strictObject({
  id: z.string().min(1),
  serverId: z.string().min(1),
  serverIdentity: digest,
  tool: z.string().min(1),
  toolDigest: digest,
  policy: digest,
  role: z.string().min(1),
  planner: z.strictObject({ kind: z.enum(PLANNER_KINDS), name: z.string() }),
  client: z.string(),
  effect: z.enum(['read', 'write']),
  args: patternSchema,
  /** How long it lasts. Whatever comes first ends it; nothing else keeps it alive. */
  until: z.iso.datetime().nullable(),
  times: z.int().min(1).nullable(),
  session: z.string().nullable(),
  grantedAt: z.iso.datetime(),
  grantedBy: z.string().min(1),
});
export type Grant = z.infer<typeof grantSchema>;

/** Why a grant does not cover a call. Closed. */
export const LAPSES = [
  'other-server', 'other-tool', 'definition-changed', 'other-policy', 'other-role', 'other-planner', 'other-client', 'graver-effect', 'expired', 'used-up',
  'other-session', 'arguments-differ', 'path-leads-elsewhere', 'argument-labelled',
] as const;
export type Lapse = (typeof LAPSES)[number];

/** A call as a grant is held against it. */
export interface GrantCall {
  readonly serverIdentity: string | null;
  readonly tool: string;
  readonly toolDigest: string | null;
  readonly policy: string;
  readonly role: string;
  readonly planner: { readonly kind: PlannerKind; readonly name: string };
  readonly client: string;
  readonly effect: Effect;
  readonly args: JsonObject;
  /** Where an absolute path of the arguments really leads now. */
  readonly leads: Leads;
  /** How many arguments carry another source's label. */
  readonly labelled: number;
  readonly now: string;
  readonly session: string;
  /** How often this grant was used before. */
  readonly used: number;
}

/** Null where the grant covers the call, else the first reason why not. Total; whatever cannot be compared is not covered. */
export function lapseOf(grant: Grant, call: GrantCall): Lapse | null {
  if (grant.serverIdentity !== call.serverIdentity) return 'other-server';
  if (grant.tool !== call.tool) return 'other-tool';
  if (grant.toolDigest !== call.toolDigest) return 'definition-changed';
  if (grant.policy !== call.policy) return 'other-policy';
  if (grant.role !== call.role) return 'other-role';
  if (grant.planner.kind !== call.planner.kind || grant.planner.name !== call.planner.name) return 'other-planner';
  if (grant.client !== call.client) return 'other-client';
  if (call.effect !== 'read' && call.effect !== grant.effect) return 'graver-effect';
  const ended = endOf(grant, call);
  if (ended !== null) return ended;
  if (call.labelled !== 0) return 'argument-labelled';
  switch (argumentsFit(grant.args, call.args, call.leads)) {
    case 'fit': return null;
    case 'differ': return 'arguments-differ';
    case 'lead-elsewhere': return 'path-leads-elsewhere';
  }
}

/** Why a grant is over, whatever is called; null while it lasts. */
export function endOf(grant: Grant, { now, used, session }: Pick<GrantCall, 'now' | 'used' | 'session'>): 'expired' | 'used-up' | 'other-session' | null {
  // Written so that a moment nobody can compare counts as past.
  if (grant.until !== null && !(Date.parse(now) < Date.parse(grant.until))) return 'expired';
  if (grant.times !== null && !(used < grant.times)) return 'used-up';
  return grant.session !== null && grant.session !== session ? 'other-session' : null;
}
