import { z } from 'zod';
import { canonical } from '../canonical/canonical.ts';
import { isJsonObject, type Effect, type Json, type JsonObject } from '../words/index.ts';

const digest = z.string().regex(/^[0-9a-f]{64}$/);

/**
 * A standing permission: what a person said yes to for more than once. Every argument of the call is named by the
 * pattern, with its exact value or as free; one that is not named is not covered.
 */
export const grantSchema = z.strictObject({
  id: z.string().min(1),
  serverIdentity: digest,
  tool: z.string().min(1),
  toolDigest: digest,
  role: z.string().min(1),
  /** The client it was given for; null: calls a person or skill plans here. */
  client: z.string().nullable(),
  effect: z.enum(['read', 'write']),
  args: z.record(z.string(), z.union([z.strictObject({ is: z.json() }), z.strictObject({ any: z.literal(true) })])),
  /** How long it lasts. Whatever comes first ends it; nothing else keeps it alive. */
  until: z.iso.datetime().nullable(),
  times: z.int().min(1).nullable(),
  session: z.string().nullable(),
  grantedAt: z.iso.datetime(),
  grantedBy: z.string().min(1),
});
export type Grant = z.infer<typeof grantSchema>;

/** Why a grant does not cover a call. Closed. */
export const LAPSES = ['other-server', 'other-tool', 'definition-changed', 'other-role', 'other-client', 'graver-effect', 'expired', 'used-up', 'other-session', 'arguments-differ', 'argument-labelled'] as const;
export type Lapse = (typeof LAPSES)[number];

/** A call as a grant is held against it. */
export interface GrantCall {
  readonly serverIdentity: string | null;
  readonly tool: string;
  readonly toolDigest: string;
  readonly role: string;
  readonly client: string | null;
  readonly effect: Effect;
  readonly args: JsonObject;
  /** Pointers of arguments that carry another source's label. */
  readonly labelled: readonly string[];
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
  if (grant.role !== call.role) return 'other-role';
  if (grant.client !== call.client) return 'other-client';
  if (call.effect !== 'read' && call.effect !== grant.effect) return 'graver-effect';
  // Written so that a moment nobody can compare counts as past.
  if (grant.until !== null && !(Date.parse(call.now) < Date.parse(grant.until))) return 'expired';
  if (grant.times !== null && !(call.used < grant.times)) return 'used-up';
  if (grant.session !== null && grant.session !== call.session) return 'other-session';
  if (!argumentsMatch(grant, call.args)) return 'arguments-differ';
  return call.labelled.length > 0 ? 'argument-labelled' : null;
}

function argumentsMatch(grant: Grant, args: JsonObject): boolean {
  const pattern = new Map(Object.entries(grant.args));
  const given = Object.entries(args);
  if (pattern.size !== given.length) return false;
  return given.every(([name, value]) => {
    const part = pattern.get(name);
    if (part === undefined) return false;
    return 'any' in part ? isPlain(value) : sameValue(part.is as Json, value);
  });
}

/** A free argument takes one plain value: what is put together could hold more than the person had in mind. */
function isPlain(value: Json): boolean {
  return !Array.isArray(value) && !isJsonObject(value);
}

/** Equal by canonical bytes: no normalising of paths, case or spelling, so a near miss asks. */
function sameValue(a: Json, b: Json): boolean {
  try {
    return canonical(a) === canonical(b);
  } catch {
    return false;
  }
}

/** The grants as a person gives them for one call: every argument by its exact value. */
export function exactPattern(args: JsonObject): Grant['args'] {
  return Object.fromEntries(Object.entries(args).map(([name, value]) => [name, { is: structuredClone(value) as z.infer<ReturnType<typeof z.json>> }]));
}
