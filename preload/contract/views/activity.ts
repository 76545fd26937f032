import { z } from 'zod';
import { aMoment } from '../bounded.ts';
import { DECISIONS, EFFECTS, OUTCOMES } from '../../../main/core/words/index.ts';
import { plannedCallView } from './calls.ts';

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

/** What entries can be found by; a field that is absent lets everything through. */
export const activityFilter = z.strictObject({
  from: aMoment, until: aMoment, person: z.string().max(300), server: z.string().max(300), tool: z.string().max(300),
  effect: z.enum(EFFECTS), verdict: z.enum(['allow', 'ask', 'deny']), outcome: z.enum(OUTCOMES), object: z.string().max(300), text: z.string().max(300),
}).partial();
export type ActivityFilterView = z.infer<typeof activityFilter>;

/** What was kept of a call, word for word: hostile text. `card` is null where nobody was asked, or an older version painted it. */
export const shownCallView = z.strictObject({
  callId: z.string(),
  state: z.enum(['kept', 'in the record', 'erased', 'unreadable']),
  args: z.record(z.string(), z.json()).nullable(),
  card: plannedCallView.nullable(),
  answer: z.json(),
  /** What undoes it was kept; with what then will not be as it was. Null: none is known. */
  /** `inSet`: it was carried out in a set, which can be undone as one. */
  undo: z.strictObject({ unlike: z.array(z.string()), inSet: z.boolean() }).nullable(),
});
export type ShownCallView = z.infer<typeof shownCallView>;

const moment = z.strictObject({ call: z.string(), at: z.string() });

const changedBy = {
  last: z.strictObject({ ...moment.shape, end: z.enum(['executed', 'failed', 'unknown', 'open', 'dry-run']) }).nullable(),
  sure: moment.nullable(),
  elsewhere: z.array(z.strictObject({ after: moment, seen: moment, dryRun: moment.nullable() })),
  missing: z.strictObject({ after: moment, failed: moment, dryRun: moment.nullable() }).nullable(),
  observed: moment.nullable(),
};
const PROVENANCES = ['through Countersign', 'not through this log', 'changed elsewhere since'] as const;

/** Who changed an object on one server. `sure` is the last call that did, `last` the last that may have; `dryRun` one that a server was asked for between two readings. */
export const serverAnswerView = z.strictObject({
  server: z.strictObject({ id: z.string(), name: z.string(), identity: z.string() }), answer: z.enum(PROVENANCES), ...changedBy,
});
export type ServerAnswerView = z.infer<typeof serverAnswerView>;

/** Who changed an object, server by server; `others` have calls that name it too and were not asked about. */
export const objectAnswerView = z.strictObject({
  answer: z.enum([...PROVENANCES, 'several servers']), ...changedBy, servers: z.array(serverAnswerView), others: z.array(z.string()), partial: z.boolean(), damaged: z.number(),
});
export type ObjectAnswerView = z.infer<typeof objectAnswerView>;

/** A day, counted; nobody is named. */
export const daySummaryView = z.strictObject({
  calls: z.number(), events: z.number(),
  outcomes: z.strictObject({ executed: z.number(), failed: z.number(), refused: z.number(), unknown: z.number(), open: z.number() }),
  effects: z.record(z.string(), z.number()),
  prompts: z.strictObject({
    tasks: z.number(), asked: z.number(), most: z.number(), mostTool: z.string().nullable(), approved: z.number(), denied: z.number(), withdrawn: z.number(), quick: z.number(),
    medianMs: z.number().nullable(),
  }),
  partial: z.boolean(),
});
export type DaySummaryView = z.infer<typeof daySummaryView>;

export const EXPORT_FORMATS = ['jsonl', 'csv', 'ocsf'] as const;

/** Whether the log is whole, which record is not, and what stands behind it. */
export const verifyView = z.strictObject({
  ok: z.boolean(),
  records: z.number(),
  /** Older records that were removed by retention. */
  removed: z.number(),
  /** What the signatures cover; null: nothing is signed. */
  signed: z.strictObject({ checkpoints: z.number(), upTo: z.number() }).nullable(),
  /** Records that say the evidence was interrupted. */
  breaks: z.array(z.strictObject({ record: z.number(), what: z.string() })),
  /** Lines that a crash cut off. */
  torn: z.number(),
  firstBad: z.strictObject({
    file: z.string(), record: z.number(), why: z.string(),
    /** The anchor that disagrees, what it says and what the log says at its place; `found` null: the log does not reach it. */
    anchor: z.strictObject({ by: z.enum(['file', 'keychain', 'witness', 'external']), seq: z.number(), says: z.string(), found: z.string().nullable() }).optional(),
  }).nullable(),
  anchored: z.union([z.literal(false), z.enum(['file', 'keychain', 'external'])]),
  /** The last record that anchor knows, where it is not the log's last one. */
  anchoredTo: z.number().nullable(),
});
export type VerifyView = z.infer<typeof verifyView>;
