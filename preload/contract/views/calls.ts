import { z } from 'zod';
import {
  AFTERWARDS, ASK_REASONS, DECISIONS, EFFECTS, EFFECT_SOURCES, ENVIRONMENTS, OUTCOMES, PIN_STATES, PLANNER_KINDS, PREVIEW_KINDS, SERVER_CLASSES,
  TRUST_LEVELS,
} from '../../../main/core/words/index.ts';
import { findingView } from './review.ts';

const jsonObject = z.record(z.string(), z.json());

const digest = z.string().regex(/^[0-9a-f]{64}$/);
/** How many there are in all, and the digest of each page that does not stand on the card. */
const rest = z.strictObject({ count: z.number(), pages: z.array(digest) });
const line = z.strictObject({ op: z.enum(['same', 'add', 'remove']), text: z.string() });

/** A text on both sides as lines, the first of them here; `runs` is the shape of all, such as `=12-1+2`. */
const lines = z.strictObject({
  lines: z.array(line),
  rest: rest.extend({ runs: z.string().regex(/^(?:[=+-]\d+)*$/) }).exactOptional(),
  cut: z.literal(true).exactOptional(),
  columns: z.array(z.string()).exactOptional(),
});
export type LinesView = z.infer<typeof lines>;

const fieldChange = z.strictObject({
  pointer: z.string(),
  label: z.string(),
  before: z.json().exactOptional(),
  after: z.json().exactOptional(),
  /** A long value, drawn as lines; then it stands here alone. */
  long: lines.exactOptional(),
});

/** The facts of the one sentence over a change. */
export const sentenceView = z.strictObject({
  verb: z.enum(['reads', 'creates', 'changes', 'keeps', 'keeps-public', 'deletes', 'moves', 'publishes', 'withdraws', 'calls', 'says']),
  noun: z.string().nullable(),
  objects: z.number().nullable(),
  fields: z.number().nullable(),
  project: z.string().nullable(),
});

const verb = z.enum(['create', 'update', 'delete']);

const reference = z.strictObject({ noun: z.string(), target: z.string(), title: z.string().nullable(), pointer: z.string() });
const media = z.strictObject({
  name: z.string().nullable(), stated: z.string().nullable(), found: z.string().nullable(), bytes: z.number(), digest: z.string().nullable(), content: z.string(),
}).nullable();
const right = z.strictObject({ who: z.string(), may: z.array(z.string().nullable()) });

/** What a record's change is besides its fields, as core tells it. */
const special = z.discriminatedUnion('situation', [
  z.strictObject({ situation: z.literal('publication'), goes: z.enum(['public', 'withdrawn', 'stays-public']), audience: z.json(), live: z.array(fieldChange) }),
  z.strictObject({ situation: z.literal('deletion'), references: z.array(reference), complete: z.boolean() }),
  z.strictObject({
    situation: z.literal('menu'), draft: z.boolean(),
    entries: z.array(z.strictObject({
      depth: z.number(), state: z.enum(['same', 'added', 'removed', 'changed', 'moved']), label: z.string(), target: z.string().nullable(),
      was: z.strictObject({ under: z.string().nullable(), place: z.number(), depth: z.number(), label: z.string(), target: z.string().nullable() }).nullable(),
      under: z.string().nullable(), place: z.number(),
    })),
  }),
  z.strictObject({ situation: z.literal('configuration') }),
  z.strictObject({ situation: z.literal('rights'), gains: z.array(right), loses: z.array(right) }),
  z.strictObject({ situation: z.literal('media'), before: media, after: media, overwrites: z.boolean(), used: z.array(reference), complete: z.boolean() }),
]);
export type SpecialView = z.infer<typeof special>;

const row = z.strictObject({ verb, target: z.string(), fields: z.array(fieldChange) });

/** One page of what a card does not hold itself. */
export const pageView = z.union([z.array(line), z.array(fieldChange), z.array(row), z.string()]);
export type PageView = z.infer<typeof pageView>;

export const changeView = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('text'), target: z.string(), existsBefore: z.boolean(), existsAfter: z.boolean(), ...lines.shape,
  }),
  z.strictObject({
    kind: z.literal('fields'), target: z.string(), verb, fields: z.array(fieldChange), rest: rest.exactOptional(), special: special.exactOptional(),
  }),
  z.strictObject({
    kind: z.literal('rows'), at: z.string().nullable(), noun: z.string(), rows: z.array(row), rest: rest.exactOptional(),
  }),
  z.strictObject({ kind: z.literal('move'), from: z.string(), to: z.string() }),
  z.strictObject({ kind: z.literal('said'), text: z.string() }),
]);
export type ChangeView = z.infer<typeof changeView>;

/** One question, whole: everything that is painted. Its canonical digest is what a choice carries. */
export const plannedCallView = z.strictObject({
  callId: z.string(),
  revision: z.number(),
  bar: z.strictObject({
    effect: z.enum(EFFECTS), effectSource: z.enum(EFFECT_SOURCES),
    serverId: z.string(), serverName: z.string(), serverClass: z.enum(SERVER_CLASSES), environment: z.enum(ENVIRONMENTS),
    trust: z.enum(TRUST_LEVELS), tool: z.string(), pin: z.enum(PIN_STATES),
    planner: z.strictObject({ kind: z.enum(PLANNER_KINDS), name: z.string() }),
    role: z.string(), project: z.string().nullable(),
  }),
  preview: z.strictObject({
    kind: z.enum(PREVIEW_KINDS), objects: z.number().nullable(), sentence: sentenceView,
    changes: z.array(changeView), unknowns: z.array(z.string()),
    /** Files that the arguments name and whose contents are part of what is approved; `digest` null: there is none. */
    files: z.array(z.strictObject({ pointer: z.string(), path: z.string(), bytes: z.number(), digest: z.string().nullable() })),
  }),
  /** What moved under the question since it was painted before. */
  meanwhile: z.array(changeView),
  cautions: z.array(z.strictObject({ code: z.string(), pointer: z.string().nullable(), excerpt: z.string().nullable() })),
  because: z.enum(ASK_REASONS),
  /** The rules that led to the question, `file#pointer` or `built-in#…`. */
  sources: z.array(z.string()),
  /** Empty where they are long: then `argsText` has the digests of the pieces of their canonical text. */
  args: jsonObject,
  argsText: rest.exactOptional(),
  inputSchema: z.json(),
  lookFirst: z.array(z.strictObject({ tool: z.string(), args: jsonObject, dryRun: z.literal(true).exactOptional() })),
  confirm: z.enum(['plain', 'type']),
  /** Null: this is never allowed for longer. */
  grant: z.strictObject({ folders: z.record(z.string(), z.array(z.string())), free: z.array(z.string()) }).nullable(),
  approval: z.string(),
  askedAt: z.string(),
});
export type PlannedCallView = z.infer<typeof plannedCallView>;

/** How a call ended, for the person who planned it. Result parts are hostile text. */
export const receiptView = z.strictObject({
  callId: z.string(),
  state: z.enum(['planning', 'asking', 'calling', 'done']),
  serverName: z.string(),
  tool: z.string(),
  verdict: z.enum(['allow', 'ask', 'deny']).nullable(),
  because: z.string().nullable(),
  /** The rules that led to the verdict, `file#pointer` or `built-in#…`. */
  sources: z.array(z.string()),
  decision: z.enum(DECISIONS).nullable(),
  outcome: z.enum(OUTCOMES).nullable(),
  afterwards: z.enum(AFTERWARDS).nullable(),
  isError: z.boolean(),
  /** Why nothing came back, as a code with a sentence, or the server's own error text in its box. */
  failure: z.string().nullable(),
  where: z.string().nullable(),
  parts: z.array(z.discriminatedUnion('type', [
    z.strictObject({ type: z.literal('text'), text: z.string() }),
    z.strictObject({ type: z.enum(['image', 'audio']), mimeType: z.string(), bytes: z.number() }),
    z.strictObject({ type: z.literal('other'), value: z.json() }),
  ])),
  structured: z.json(),
  /** What the scanner found odd in the answer, and how much of it it looked through; null where nothing was answered. */
  findings: z.strictObject({ looked: z.enum(['all', 'part', 'none']), found: z.array(findingView) }).nullable(),
  ms: z.number().nullable(),
  /** Whether it can be undone, and fields that will then not be as they were. */
  undo: z.strictObject({ unlike: z.array(z.string()) }).nullable(),
});
export type ReceiptView = z.infer<typeof receiptView>;
