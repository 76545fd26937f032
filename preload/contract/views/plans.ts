import { z } from 'zod';
import {
  AFTERWARDS, EFFECTS, ENVIRONMENTS, PIN_STATES, PLANNER_KINDS, PREVIEW_KINDS, SERVER_CLASSES, TRUST_LEVELS,
} from '../../../main/core/words/index.ts';
import { sentenceView } from './calls.ts';

const planner = z.strictObject({ kind: z.enum(PLANNER_KINDS), name: z.string() });
const ends = ['created', 'updated', 'deleted', 'done', 'skipped', 'failed', 'refused', 'refused-by-system', 'unknown'] as const;

/** What became of a row, or where it is. */
export const ROW_STATES = ['left-out', 'waits', 'checking', 'asks', 'moved', 'approved', 'calling', ...ends] as const;
export type RowState = (typeof ROW_STATES)[number];

/** What can be odd about a row; each has a sentence. */
export const ROW_MARKS = [
  'missing', 'duplicate', 'bad-date', 'bad-value', 'end-before-start', 'unknown-reference', 'check', 'clash', 'same-key', 'clock-change',
  'check-mark', 'odd-text', 'unusual',
] as const;

/** One row of a set as it is painted. Cells are shortened; `painted` binds the whole card behind it. */
export const planRowView = z.strictObject({
  rowId: z.string(),
  callId: z.string().nullable(),
  serverId: z.string(),
  tool: z.string(),
  state: z.enum(ROW_STATES),
  effect: z.enum(EFFECTS).nullable(),
  kind: z.enum(PREVIEW_KINDS).nullable(),
  sentence: sentenceView.nullable(),
  cells: z.record(z.string(), z.json()),
  marks: z.array(z.strictObject({ code: z.enum(ROW_MARKS), pointer: z.string(), value: z.json() })),
  cautions: z.array(z.string()),
  painted: z.string().nullable(),
  why: z.string().nullable(),
  said: z.string().nullable(),
  afterwards: z.enum(AFTERWARDS).nullable(),
});
export type PlanRowView = z.infer<typeof planRowView>;

/** The head of a set: everything painted of it but its rows, and the digest of each page of those. */
export const planHeadView = z.strictObject({
  planId: z.string(),
  revision: z.number(),
  stage: z.enum(['checking', 'asking', 'running', 'paused', 'done']),
  title: z.string(),
  planner,
  client: z.string(),
  skill: z.string().nullable(),
  /** The set this one undoes, and how many items of this one could be undone. */
  undoes: z.string().nullable(),
  undoable: z.number(),
  requestable: z.number(),
  bar: z.strictObject({
    effect: z.enum(EFFECTS), effectSource: z.string(),
    serverId: z.string(), serverName: z.string(), serverClass: z.enum(SERVER_CLASSES), environment: z.enum(ENVIRONMENTS),
    trust: z.enum(TRUST_LEVELS), tool: z.string(), pin: z.enum(PIN_STATES), planner, role: z.string(), project: z.string().nullable(),
  }).nullable(),
  tools: z.array(z.strictObject({ serverName: z.string(), tool: z.string(), effect: z.enum(EFFECTS).nullable(), items: z.number() })),
  totals: z.array(z.strictObject({ verb: sentenceView.shape.verb, noun: z.string().nullable(), project: z.string().nullable(), objects: z.number() })),
  rows: z.number(),
  asks: z.number(),
  leftOut: z.number(),
  waiting: z.number(),
  over: z.number(),
  objects: z.number().nullable(),
  limit: z.number(),
  /** Names of values, and what their tool calls them. */
  columns: z.array(z.strictObject({ name: z.string(), title: z.string() })),
  lookFirst: z.number(),
  moved: z.number(),
  waitsForMinute: z.boolean(),
  confirm: z.enum(['plain', 'type']),
  pages: z.array(z.string()),
  decision: z.enum(['approved', 'denied', 'none']),
  counts: z.record(z.enum(ends), z.number()),
  askedAt: z.string(),
});
export type PlanHeadView = z.infer<typeof planHeadView>;

/**
 * What nobody looked at yet. `changed`: a call left another state than was shown. `lost`: which tools are suspended could not be
 * read. `unknown-end`: the app ended while the call was out; `seq` is its entry in the log.
 */
export const alarmView = z.strictObject({
  why: z.enum(['changed', 'lost', 'unknown-end']), id: z.string(), seq: z.number().nullable(), serverName: z.string(), tool: z.string(), at: z.string(),
});
export type AlarmView = z.infer<typeof alarmView>;
