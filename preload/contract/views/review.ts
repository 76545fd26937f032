import { z } from 'zod';
import { CHANGE_KIND_NAMES, CHANGE_RANKS, EFFECTS, PINNED_KINDS, SCAN_RULES, SEVERITIES, TRUST_LEVELS } from '../../../main/core/words/index.ts';

const jsonObject = z.record(z.string(), z.json());

const rankedChange = z.strictObject({ kind: z.enum(CHANGE_KIND_NAMES), rank: z.enum(CHANGE_RANKS), pointer: z.string() });

/** One thing the scanner found odd. It warns; it decides nothing. The excerpt is hostile text. */
export const findingView = z.strictObject({ rule: z.enum(SCAN_RULES), severity: z.enum(SEVERITIES), pointer: z.string(), excerpt: z.string() });
export type FindingView = z.infer<typeof findingView>;

const effectOffer = z.strictObject({ effect: z.enum(EFFECTS), from: z.enum(['recipe', 'annotations', 'names', 'unknown']) });

/** One definition in a review. `old` is what was accepted before, `now` what the server sends. */
export const reviewItemView = z.strictObject({
  kind: z.enum(PINNED_KINDS),
  name: z.string(),
  state: z.enum(['new', 'changed', 'removed', 'same', 'blocked']),
  digest: z.string().nullable(),
  now: jsonObject.nullable(),
  old: jsonObject.nullable(),
  /** JSON pointers that differ between old and now. */
  pointers: z.array(z.string()),
  /** What changed since it was accepted, riskiest first. */
  changes: z.array(rankedChange),
  /** It changed in nothing but looks, and can be taken in one batch. */
  cosmetic: z.boolean(),
  /** The effect that was accepted for it before. */
  accepted: z.enum(EFFECTS).nullable(),
  offer: effectOffer.nullable(),
  /** A read of the same server that seems to show what the tool changes: offered once. */
  readBack: z.strictObject({
    tool: z.string(), read: z.string(), args: z.record(z.string(), z.string()), fixed: jsonObject, gives: z.enum(['one', 'list']), id: z.string().nullable(),
  }).exactOptional(),
  /** An argument that seems to make a call a dry run: offered once. */
  dryRun: z.strictObject({ tool: z.string(), at: z.string() }).exactOptional(),
  /** Why this one definition cannot be accepted at all, such as too deep or a name twice. */
  refused: z.string().nullable(),
  /** What was decided about it before the program changed; `old` is the definition of then. Nothing of it holds now. */
  former: z.strictObject({ at: z.string(), by: z.string(), decision: z.enum(['accepted', 'blocked']), same: z.boolean() }).nullable(),
  /** What the scanner found odd, gravest first; null where it did not look or did not finish. Empty is not "safe". */
  findings: z.array(findingView).nullable(),
  /** How many more there are than `findings` lists. */
  moreFindings: z.number(),
  /** Tools of other servers whose names are, or look like, this one. */
  alike: z.array(z.strictObject({ serverName: z.string(), name: z.string() })),
});
export type ReviewItemView = z.infer<typeof reviewItemView>;

/** What a list of thousands shows and decides by: one definition in a few words. */
export const reviewRowView = z.strictObject({
  kind: z.enum(PINNED_KINDS),
  name: z.string(),
  state: z.enum(['new', 'changed', 'removed', 'same', 'blocked']),
  digest: z.string().nullable(),
  /** The server sends it now. */
  present: z.boolean(),
  /** There is something to decide: what is gone or was refused alone cannot be accepted. */
  decidable: z.boolean(),
  /** It stands beside what was accepted before. */
  differs: z.boolean(),
  cosmetic: z.boolean(),
  accepted: z.enum(EFFECTS).nullable(),
  offer: effectOffer.nullable(),
  /** Something about its effect is another than it was accepted with. */
  effectMoved: z.boolean(),
  /** The gravest rank among its changes; null where nothing changed. */
  rank: z.enum(CHANGE_RANKS).nullable(),
  readBack: z.boolean(),
  dryRun: z.boolean(),
  /** Decided on before the program changed: `kept` where it was accepted and is the same definition still. */
  former: z.enum(['kept', 'other']).nullable(),
  /** The scanner looked through it; the gravest it found, or null for nothing, which is not "safe". */
  looked: z.boolean(),
  finding: z.enum(SEVERITIES).nullable(),
});
export type ReviewRowView = z.infer<typeof reviewRowView>;

export const reviewView = z.strictObject({
  serverId: z.string(),
  serverName: z.string(),
  /** Digest over all items as shown; a decision carries it. */
  digest: z.string(),
  first: z.boolean(),
  /** The highest level this launch may have. */
  highest: z.enum(TRUST_LEVELS),
  trust: z.enum(TRUST_LEVELS),
});
export type ReviewView = z.infer<typeof reviewView>;

/** A server's definitions in numbers: what was found odd, and the last reviews. */
export const reviewSummaryView = z.strictObject({
  /** How many definitions have a finding of which severity, each counted by its gravest; null where nothing was looked through. */
  findings: z.strictObject({ scanned: z.number(), high: z.number(), warn: z.number(), info: z.number() }).nullable(),
  /** What was decided together, latest first. */
  reviews: z.array(z.strictObject({ at: z.string(), by: z.string(), accepted: z.number(), blocked: z.number(), reason: z.string().nullable() })),
  /** How many reviews there were in all. */
  total: z.number(),
});
export type ReviewSummaryView = z.infer<typeof reviewSummaryView>;

/** One step in the history of a definition: that it was shown, or a decision; and what had changed since the one before. */
export const historyStepView = z.strictObject({
  at: z.string(),
  /** A person's account, or `build` for what shipped with the app; empty where it was only seen. */
  by: z.string(),
  decision: z.enum(['accepted', 'blocked', 'seen']),
  effect: z.enum(EFFECTS).nullable(),
  reason: z.string().nullable(),
  digest: z.string(),
  /** The launch it was decided for, or that showed it. */
  identity: z.string(),
  /** Null where only its digest is kept. */
  value: jsonObject.nullable(),
  changes: z.array(rankedChange),
});
export type HistoryStepView = z.infer<typeof historyStepView>;
