import { z } from 'zod';
import {
  AFTERWARDS, ASK_REASONS, CHANGE_KIND_NAMES, CHANGE_RANKS, DECISIONS, EFFECTS, EFFECT_SOURCES, ENVIRONMENTS, OUTCOMES, PIN_STATES, PLANNER_KINDS,
  PREVIEW_KINDS, ROLES, SCAN_RULES, SERVER_CLASSES, SEVERITIES, TRUST_LEVELS,
} from '../../main/core/words/index.ts';

const jsonObject = z.record(z.string(), z.json());
const given = z.union([z.strictObject({ plain: z.string() }), z.strictObject({ secret: z.literal(true) })]);

/** What the app is and where it stands. */
export const statusView = z.strictObject({
  version: z.string(),
  /** `official`, or `test` with a loud banner when a test runtime carries the app. */
  runtime: z.enum(['official', 'test']),
  electron: z.string(),
  home: z.string(),
  keychain: z.enum(['keychain', 'session', 'checking']),
  log: z.enum(['writable', 'unwritable', 'broken']),
  role: z.enum(ROLES),
  person: z.string(),
  /** Documents that were damaged at start and what was taken instead. */
  damaged: z.array(z.strictObject({ document: z.string(), keptAt: z.string() })),
});
export type StatusView = z.infer<typeof statusView>;

export const settingsView = z.strictObject({
  language: z.enum(['system', 'en', 'de']),
  theme: z.enum(['system', 'light', 'dark']),
});
export type SettingsView = z.infer<typeof settingsView>;

/** A connection's state; each is one word with a sentence. */
export const connectionView = z.discriminatedUnion('state', [
  z.strictObject({ state: z.literal('stopped') }),
  z.strictObject({ state: z.literal('needs-consent') }),
  z.strictObject({ state: z.literal('needs-secret'), names: z.array(z.string()) }),
  z.strictObject({ state: z.literal('starting'), since: z.string() }),
  z.strictObject({ state: z.literal('running'), since: z.string(), era: z.string() }),
  z.strictObject({ state: z.literal('quarantined'), why: z.string() }),
  z.strictObject({
    state: z.literal('failed'),
    /** `exited`, `no-answer`, `garbage`, `unauthorized`, `unreachable`, `command-missing`, `too-large`, `launch-changed`. */
    why: z.enum(['exited', 'no-answer', 'garbage', 'unauthorized', 'unreachable', 'command-missing', 'too-large', 'launch-changed', 'refused']),
    at: z.string(),
    afterMs: z.number().nullable(),
    lastLine: z.string().nullable(),
    detail: z.string().nullable(),
  }),
]);
export type ConnectionView = z.infer<typeof connectionView>;

export const serverView = z.strictObject({
  id: z.string(),
  name: z.string(),
  kind: z.enum(['local', 'remote', 'bundled']),
  class: z.enum(SERVER_CLASSES),
  environment: z.enum(ENVIRONMENTS),
  trust: z.enum(TRUST_LEVELS),
  /** The highest level this launch may have. */
  highest: z.enum(TRUST_LEVELS),
  connection: connectionView,
  /** What runs or where it is, in one line, whole. */
  target: z.string(),
  identity: z.string().nullable(),
  floating: z.boolean(),
  /** Its package can be installed once, in one version. */
  pinnable: z.boolean(),
  secretNames: z.array(z.string()),
  tools: z.strictObject({ reviewed: z.number(), waiting: z.number(), changed: z.number(), blocked: z.number() }),
  /** What the server says of itself; hostile text. */
  saysName: z.string().nullable(),
  saysVersion: z.string().nullable(),
});
export type ServerView = z.infer<typeof serverView>;

/** Exactly what a first start would run; nothing shortened. */
export const launchView = z.strictObject({
  id: z.string(),
  name: z.string(),
  kind: z.enum(['local', 'remote', 'bundled']),
  command: z.array(z.string()),
  resolved: z.string().nullable(),
  cwd: z.string().nullable(),
  env: z.array(z.strictObject({ name: z.string(), value: given })),
  inheritedEnv: z.array(z.string()),
  url: z.string().nullable(),
  headers: z.array(z.string()),
  package: z.strictObject({ name: z.string(), version: z.string(), treeDigest: z.string() }).nullable(),
  floating: z.boolean(),
  digest: z.string(),
  /** True when a different launch was consented before. */
  changed: z.boolean(),
});
export type LaunchView = z.infer<typeof launchView>;

export const toolView = z.strictObject({
  serverId: z.string(),
  serverName: z.string(),
  name: z.string(),
  /** The server's own words; hostile text. */
  title: z.string().nullable(),
  description: z.string(),
  pin: z.enum(PIN_STATES),
  effect: z.enum(EFFECTS),
  effectSource: z.enum(EFFECT_SOURCES),
  available: z.boolean(),
  /** The server offers this name more than once, so it cannot be called. */
  ambiguous: z.boolean(),
  /** Tools of other servers whose names are, or look like, this one. */
  alike: z.array(z.strictObject({ serverName: z.string(), name: z.string() })),
});
export type ToolView = z.infer<typeof toolView>;

export const toolDetailView = toolView.extend({ definition: jsonObject, inputSchema: z.json() });
export type ToolDetailView = z.infer<typeof toolDetailView>;

const rankedChange = z.strictObject({ kind: z.enum(CHANGE_KIND_NAMES), rank: z.enum(CHANGE_RANKS), pointer: z.string() });
export type RankedChangeView = z.infer<typeof rankedChange>;

/** One thing the scanner found odd. It warns; it decides nothing. The excerpt is hostile text. */
const finding = z.strictObject({ rule: z.enum(SCAN_RULES), severity: z.enum(SEVERITIES), pointer: z.string(), excerpt: z.string() });
export type FindingView = z.infer<typeof finding>;

/** One definition in a review. `old` is what was accepted before, `now` what the server sends. */
export const reviewItemView = z.strictObject({
  kind: z.enum(['tool', 'prompt', 'resource', 'template', 'instructions']),
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
  offer: z.strictObject({ effect: z.enum(EFFECTS), from: z.enum(['recipe', 'annotations', 'names', 'unknown']) }).nullable(),
  /** Why this one definition cannot be accepted at all, such as too deep or a name twice. */
  refused: z.string().nullable(),
  /** What the scanner found odd, gravest first; null where it did not look or did not finish. Empty is not "safe". */
  findings: z.array(finding).nullable(),
  /** How many more there are than `findings` lists. */
  moreFindings: z.number(),
  /** Tools of other servers whose names are, or look like, this one. */
  alike: z.array(z.strictObject({ serverName: z.string(), name: z.string() })),
});
export type ReviewItemView = z.infer<typeof reviewItemView>;

export const reviewView = z.strictObject({
  serverId: z.string(),
  serverName: z.string(),
  /** Digest over all items as shown; a decision carries it. */
  digest: z.string(),
  first: z.boolean(),
  /** The highest level this launch may have. */
  highest: z.enum(TRUST_LEVELS),
  trust: z.enum(TRUST_LEVELS),
  items: z.array(reviewItemView),
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

/** One decision in the history of a definition, and what had changed since the one before. */
export const historyStepView = z.strictObject({
  at: z.string(),
  /** A person's account, or `build` for what shipped with the app. */
  by: z.string(),
  decision: z.enum(['accepted', 'blocked']),
  effect: z.enum(EFFECTS).nullable(),
  reason: z.string().nullable(),
  digest: z.string(),
  /** The launch it was decided for. */
  identity: z.string(),
  value: jsonObject,
  changes: z.array(rankedChange),
});
export type HistoryStepView = z.infer<typeof historyStepView>;

const fieldChange = z.strictObject({
  pointer: z.string(),
  label: z.string(),
  before: z.json().exactOptional(),
  after: z.json().exactOptional(),
});

const sentence = z.strictObject({
  verb: z.enum(['reads', 'creates', 'changes', 'deletes', 'moves', 'publishes', 'calls']),
  noun: z.string().nullable(),
  objects: z.number().nullable(),
  fields: z.number().nullable(),
  project: z.string().nullable(),
});

export const changeView = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('text'), target: z.string(), existsBefore: z.boolean(), existsAfter: z.boolean(),
    lines: z.array(z.strictObject({ op: z.enum(['same', 'add', 'remove']), text: z.string() })),
  }),
  z.strictObject({
    kind: z.literal('fields'), target: z.string(), verb: z.enum(['create', 'update', 'delete']), fields: z.array(fieldChange),
  }),
  z.strictObject({ kind: z.literal('move'), from: z.string(), to: z.string() }),
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
    role: z.enum(ROLES), project: z.string().nullable(),
  }),
  preview: z.strictObject({
    kind: z.enum(PREVIEW_KINDS), objects: z.number().nullable(), sentence,
    changes: z.array(changeView), unknowns: z.array(z.string()),
  }),
  cautions: z.array(z.strictObject({ code: z.string(), pointer: z.string().nullable(), excerpt: z.string().nullable() })),
  because: z.enum(ASK_REASONS),
  args: jsonObject,
  inputSchema: z.json(),
  lookFirst: z.array(z.strictObject({ tool: z.string(), args: jsonObject })),
  confirm: z.enum(['plain', 'type']),
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
  findings: z.strictObject({ looked: z.enum(['all', 'part', 'none']), found: z.array(finding) }).nullable(),
  ms: z.number().nullable(),
});
export type ReceiptView = z.infer<typeof receiptView>;

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
