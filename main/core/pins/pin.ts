import { z } from 'zod';
import { EFFECTS, PINNED_KINDS, type Effect } from '../words/index.ts';

/** What a person decided about one definition. Kept for ever: the history of a tool is a list of these. */
export const pinSchema = z.strictObject({
  kind: z.enum(PINNED_KINDS),
  name: z.string(),
  digest: z.string().regex(/^[0-9a-f]{64}$/),
  decision: z.enum(['accepted', 'blocked']),
  /** The effect the person accepted for a tool; absent where a recipe or the hints already say it. */
  effect: z.enum(EFFECTS).nullable(),
  /** The definition as reviewed, so that a later change can be shown against it. */
  value: z.record(z.string(), z.json()),
  reviewedAt: z.string(),
  reviewedBy: z.string(),
  /** In the person's words; null where none were given, and in decisions from before there were any. */
  reason: z.string().max(500).nullable().default(null),
  /** How the state a tool changes is read, where a person accepted the offer; lapses with the pin. */
  readBack: z.strictObject({
    tool: z.string(), read: z.string(), args: z.record(z.string(), z.string()), fixed: z.record(z.string(), z.json()),
    gives: z.enum(['one', 'list']), id: z.string().nullable(),
  }).exactOptional(),
  /** The argument by which the tool says what it would do, where a person accepted the offer; lapses with the pin. */
  dryRun: z.strictObject({ tool: z.string(), at: z.string() }).exactOptional(),
  /** The server as configured: its history goes on where an update gives it another identity. */
  serverId: z.string().nullable().default(null),
});
export type Pin = z.infer<typeof pinSchema>;

/** One step in the history of a definition. */
export interface PinnedStep extends Pin {
  /** The identity of the launch it was decided for. */
  readonly identity: string;
}

/** The effect a review offers for a tool, and why. The person accepts or corrects it. */
export interface EffectOffer {
  readonly effect: Effect;
  readonly from: 'recipe' | 'annotations' | 'names' | 'unknown';
}
