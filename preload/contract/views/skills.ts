import { z } from 'zod';
import { DAY_ORDERS, DECIMALS, EFFECTS } from '../../../main/core/words/index.ts';

/** Words of a skill's author, in both languages. Foreign text: shown in quotes or its own box. */
const words = z.strictObject({ en: z.string(), de: z.string() });
export type SkillWords = z.infer<typeof words>;

const inputCommon = { name: z.string(), label: words, hint: words.nullable(), required: z.boolean() };

/** One field of a skill's form. `object` is filled from what the connected system has; `table` and `folder` from a file dialog. */
export const skillInputView = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('text'), ...inputCommon, default: z.string().nullable(), lines: z.number(), max: z.number() }),
  z.strictObject({ type: z.literal('choice'), ...inputCommon, default: z.string().nullable(), options: z.array(z.strictObject({ value: z.string(), label: words })) }),
  z.strictObject({ type: z.literal('boolean'), ...inputCommon, default: z.boolean() }),
  z.strictObject({ type: z.literal('number'), ...inputCommon, default: z.number().nullable() }),
  z.strictObject({ type: z.literal('day'), ...inputCommon, default: z.string().nullable() }),
  z.strictObject({ type: z.literal('zone'), ...inputCommon, default: z.string().nullable() }),
  z.strictObject({ type: z.literal('object'), ...inputCommon, default: z.string().nullable(), /** Inputs on which the offered objects depend. */ dependsOn: z.array(z.string()) }),
  z.strictObject({ type: z.literal('table'), ...inputCommon, formats: z.array(z.string()), columns: z.array(z.strictObject({ name: z.string(), label: words, required: z.boolean() })) }),
  z.strictObject({ type: z.literal('folder'), ...inputCommon, mimeTypes: z.array(z.string()) }),
]);
export type SkillInputView = z.infer<typeof skillInputView>;

/** A skill: what it does, what it may touch, and its form. What has no playbook is instructions and does not run. */
export const skillView = z.strictObject({
  name: z.string(),
  from: z.enum(['shipped', 'installed']),
  state: z.enum(['ready', 'changed', 'broken']),
  description: z.string(),
  license: z.string().nullable(),
  problems: z.number(),
  playbook: z.strictObject({
    title: words, task: words, never: words,
    effect: z.enum(EFFECTS),
    tools: z.array(z.strictObject({ tool: z.string(), effect: z.enum(EFFECTS) })),
    limits: z.strictObject({ rows: z.number(), calls: z.number() }),
    bundle: z.string().nullable(),
    inputs: z.array(skillInputView),
    noun: words, one: words, done: words.nullable(),
  }).nullable(),
});
export type SkillView = z.infer<typeof skillView>;

/** What policy says of packs. `lockedBy`: the files that lock installing; null where none does. */
export const packRulesView = z.strictObject({ lockedBy: z.array(z.string()).nullable(), requireSignature: z.boolean() });
export type PackRulesView = z.infer<typeof packRulesView>;

/** Most files of a pack that cross at once. */
export const MOST_PACK_FILES = 300;

/** Something wrong in a text of a pack or a mapping: what, where, and the words it is about. */
const skillProblem = z.strictObject({ code: z.string(), file: z.string(), line: z.number(), name: z.string() });

/** A pack as it was read, before it is installed or agreed to: what it asks for, and what is new in it. All of it is its author's text. */
export const packInspectedView = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('pack'),
    digest: z.string(),
    skill: skillView,
    /** What SKILL.md tells a person or a model to do. */
    instructions: z.string(),
    /** Whether a key of the policy signed it. `unknown-signer`: signed, and nobody here knows by whom. */
    signature: z.enum(['valid', 'none', 'unknown-signer']),
    files: z.array(z.strictObject({ path: z.string(), size: z.number() })),
    fileCount: z.number(),
    /** Against what was agreed to; null where nothing was. */
    change: z.strictObject({
      added: z.array(z.string()), removed: z.array(z.string()), changed: z.array(z.string()), asksMore: z.array(z.string()),
      texts: z.array(z.strictObject({ path: z.string(), before: z.string().nullable(), after: z.string().nullable() })),
    }).nullable(),
  }),
  z.strictObject({
    kind: z.literal('refused'),
    pack: z.array(z.strictObject({ code: z.string(), path: z.string() })),
    skill: z.array(skillProblem),
  }),
]);
export type PackInspectedView = z.infer<typeof packInspectedView>;

/** How a skill's tools are called on another system, by a mapping file of the person's own: each name here with the one there. */
export const skillMappingView = z.strictObject({
  file: z.string(),
  /** The package it says it is for; a claim. */
  made: z.string(),
  tools: z.array(z.strictObject({ here: z.string(), there: z.string() })),
  reads: z.array(z.strictObject({ here: z.string(), there: z.string() })),
  /** What is wrong with it; where anything is, none of it holds. */
  problems: z.array(skillProblem),
});
export type SkillMappingView = z.infer<typeof skillMappingView>;

/** A running server a skill can be used with. `own`: the skill is made for it and needs no mapping. */
export const skillSystemView = z.strictObject({ serverId: z.string(), name: z.string(), own: z.boolean(), mapping: skillMappingView.nullable() });
export type SkillSystemView = z.infer<typeof skillSystemView>;

/** A run that is remembered. `endedAt` null: it did not come to its end, and its rest can be planned anew. */
export const skillRunView = z.strictObject({
  runId: z.string(), skill: z.string(), startedAt: z.string(), endedAt: z.string().nullable(),
  planId: z.string().nullable(), files: z.array(z.string()),
});
export type SkillRunView = z.infer<typeof skillRunView>;

const mark = z.strictObject({ code: z.string(), column: z.string(), value: z.string() });

/** One row of a run as it is checked. */
export const checkedRowView = z.strictObject({ at: z.number(), title: z.string(), out: z.boolean(), marks: z.array(mark) });
export type CheckedRowView = z.infer<typeof checkedRowView>;

/** A file as it was read: what it was taken for, and which column was taken for which. `taken` false: it was refused, perhaps for a wrong guess. */
export const readFileView = z.strictObject({
  input: z.string(), taken: z.boolean(), file: z.string(), sheets: z.array(z.string()), headerRow: z.number().nullable(),
  /** How days and numbers in it were read; null where nothing depends on it. */
  dayOrder: z.enum(DAY_ORDERS).nullable(), decimalUsed: z.enum(DECIMALS).nullable(), sheet: z.string().nullable(), format: z.string(), encoding: z.string().nullable(), delimiter: z.string().nullable(),
  decimal: z.string().nullable(), zone: z.string().nullable(), /** Parts of a calendar that are no events. */ ignored: z.number(), rows: z.number(), header: z.array(z.string()), mapping: z.record(z.string(), z.number().nullable()),
  /** The first rows, so that a column is known by what is in it. */
  sample: z.array(z.array(z.string())),
});
export type ReadFileView = z.infer<typeof readFileView>;

/** A question of a run. The words of `author` ones come with the skill; the others stand in the catalogue. */
export const runQuestionView = z.strictObject({
  id: z.string(), kind: z.enum(['author', 'identical', 'day-order', 'same', 'same-many']), label: words.nullable(), row: z.number().nullable(),
  options: z.array(z.strictObject({ value: z.string(), label: words.nullable() })),
  answer: z.string().nullable(), rows: z.number(), examples: z.array(z.string()),
});
export type RunQuestionView = z.infer<typeof runQuestionView>;

/** Most rows of the check that cross at once; `hidden` counts the rest. */
export const MOST_CHECKED = 500;

/** What preparing a run brought. `counts` are those of the plan. */
export const preparedView = z.strictObject({
  kind: z.enum(['plan', 'questions', 'refused']),
  files: z.array(readFileView),
  questions: z.array(runQuestionView),
  counts: z.record(z.string(), z.number()),
  rows: z.array(checkedRowView),
  hidden: z.number(),
  refused: z.strictObject({
    code: z.string(),
    /** The input, file, read or place it is about. */
    name: z.string(),
    inputs: z.array(z.strictObject({ input: z.string(), code: z.string() })),
    columns: z.array(z.string()),
    problems: z.array(z.strictObject({ code: z.string(), row: z.number().nullable(), column: z.string().nullable(), text: z.string() })),
    /** Why a read brought nothing: a reason's code where the gate said no. */
    because: z.string().nullable(),
    found: z.number().nullable(), limit: z.number().nullable(),
    /** What is wrong with a mapping. */
    mapping: z.array(skillProblem),
  }).nullable(),
});
export type PreparedView = z.infer<typeof preparedView>;

const rowWhy = z.strictObject({ row: z.number().nullable(), title: z.string(), why: z.string(), said: z.string().nullable() });

/** How a run ended: counts, and each row that did not become what it was to become (bounded; the saved report has all). */
export const skillReceiptView = z.strictObject({
  runId: z.string(), skill: z.string(), planned: z.number(), created: z.number(), updated: z.number(), deleted: z.number(), done: z.number(), unchanged: z.number(),
  leftOut: z.number(), skipped: z.number(), failed: z.number(), unknown: z.number(),
  decision: z.enum(['approved', 'denied', 'none']), outcome: z.enum(['executed', 'refused', 'failed', 'partly', 'nothing-to-do']),
  rows: z.array(rowWhy.extend({ end: z.enum(['left-out', 'skipped', 'failed', 'unknown']) })),
});
export type SkillReceiptView = z.infer<typeof skillReceiptView>;
