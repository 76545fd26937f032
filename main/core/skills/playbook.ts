import { z } from 'zod';
import { EFFECTS, type Json } from '../words/index.ts';

/** The format this build reads. A playbook of a later format is refused whole: it may hold bounds we cannot keep. */
export const PLAYBOOK_FORMAT = 1;
export const PLAYBOOK_FILE = 'playbook.yaml';

/** Words for people, in both languages. */
const words = (most: number) => z.strictObject({ en: z.string().min(1).max(most), de: z.string().min(1).max(most) });
const label = words(120);
const sentence = words(500);
/** Names inside a playbook: they are used in expressions, so they are words there. */
const name = z.string().regex(/^[a-z][A-Za-z0-9_]{0,39}$/);
const tool = z.string().min(1).max(128);
const json = z.custom<Json>((value) => value !== undefined);
/** What a step goes through: a table or folder input by its name, or a list in `data.…` or `state.…`. */
const source = z.string().regex(/^[a-z][A-Za-z0-9_]{0,39}(\.[A-Za-z][A-Za-z0-9_]{0,39}){0,3}$/);
/** A bare expression, such as `row.end > row.start`. */
const expression = z.string().min(1).max(2_000);
/** A value with `{{ expression }}` in its texts; a text that is one expression keeps that expression's type, and null leaves the member out. */
const template = json;
const templates = z.record(z.string().min(1).max(128), template);
const option = z.strictObject({ value: z.string().regex(/^[a-z0-9][a-z0-9-]{0,39}$/), label });

export const COLUMN_TYPES = ['text', 'day', 'time', 'number', 'integer', 'boolean', 'choice', 'list'] as const;

const column = z.strictObject({
  type: z.enum(COLUMN_TYPES), label,
  required: z.boolean().default(false),
  /** Headers under which files have this column, English and German; case, spacing and punctuation do not matter. */
  headers: z.array(z.string().min(1).max(80)).max(40).default([]),
  max: z.int().min(1).max(1_000_000).optional(),
  /** For a choice: the values, each with the words that files use for it. */
  options: z.record(z.string().min(1).max(80), z.array(z.string().max(80)).max(20)).optional(),
  default: z.union([z.string(), z.number(), z.boolean()]).optional(),
});

const inputCommon = { label, hint: sentence.optional(), required: z.boolean().default(true), when: expression.optional() };

const input = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('text'), ...inputCommon, default: z.string().optional(), max: z.int().min(1).max(100_000).default(1_000), lines: z.int().min(1).max(40).default(1) }),
  z.strictObject({ type: z.literal('choice'), ...inputCommon, options: z.array(option).min(1).max(40), default: z.string().optional() }),
  z.strictObject({ type: z.literal('boolean'), ...inputCommon, default: z.boolean().default(false) }),
  z.strictObject({ type: z.literal('number'), ...inputCommon, default: z.number().optional(), min: z.number().optional(), max: z.number().optional() }),
  z.strictObject({ type: z.literal('day'), ...inputCommon, default: z.iso.date().optional() }),
  /** A time zone's IANA name. Calendars with other zones are turned into it. */
  z.strictObject({ type: z.literal('zone'), ...inputCommon, default: z.string().max(60).optional() }),
  /** The project of the connected system; the form offers the projects that `from` reads. */
  z.strictObject({ type: z.literal('object'), ...inputCommon, from: name, value: z.string().max(80), title: z.string().max(80), default: z.string().max(200).optional() }),
  z.strictObject({
    type: z.literal('table'), ...inputCommon, formats: z.array(z.enum(['csv', 'xlsx', 'ics', 'json'])).min(1).max(4), columns: z.record(name, column),
    /** The day input that says how far rules without an end are followed in a calendar. */
    until: name.optional(),
  }),
  /** Pictures and small files; each becomes a row with `name`, `mimeType`, `bytes`, `content` (base64). */
  z.strictObject({
    type: z.literal('folder'), ...inputCommon, mimeTypes: z.array(z.string().max(80)).min(1).max(20), maxBytes: z.int().min(1).max(16_777_216), maxFiles: z.int().min(1).max(5_000).default(500),
  }),
]);

/** What is read of the connected system before anything is planned. Each read is a call of its own through the gate. */
const read = z.strictObject({
  tool, args: templates.default({}),
  /** Where the answer holds the list; without it the whole answer is the value. */
  items: z.string().regex(/^(\/([^~/]|~[01])*)*$/).optional(),
  /** How further pages are asked for: `{{ page.offset }}` and `{{ page.size }}` in `args`. */
  page: z.strictObject({ size: z.int().min(1).max(1_000), total: z.string().regex(/^(\/([^~/]|~[01])*)+$/).optional() }).optional(),
});

/** A file of the pack with content. `{input}` stands for the value of an input with a closed list of options. */
const data = z.strictObject({ file: z.string().min(1).max(200).regex(/^[A-Za-z0-9{][A-Za-z0-9._{}/-]*\.json$/) });

const check = z.strictObject({
  each: source, must: expression, say: sentence,
  /** `mark` shows the row with its mark and keeps it; `leave-out` leaves it out unless a person takes it in. */
  otherwise: z.enum(['leave-out', 'mark']).default('leave-out'),
});

const question = z.strictObject({ label: sentence, when: expression.optional(), options: z.array(option).min(2).max(10), default: z.string() });

const call = z.strictObject({ tool, with: templates.default({}) });

const step = z.union([
  /** Each row becomes one object: created, updated where the key is known, or left as it is. */
  z.strictObject({
    id: name, each: source, as: name.default('row'), when: expression.optional(),
    key: z.array(expression).min(1).max(6), title: template, fields: templates,
    match: z.strictObject({
      in: name, key: z.array(expression).min(1).max(6),
      /** Further keys by which a row and an object that found no partner are probably the same: renamed, or moved. A person confirms each. */
      alike: z.array(z.strictObject({ row: z.array(expression).min(1).max(6), item: z.array(expression).min(1).max(6) })).max(4).optional(),
    }).optional(),
    create: call, update: call.optional(),
    /** Objects of the system that no row matches. Only on request: `when` must be true. */
    remove: z.strictObject({ tool, with: templates.default({}), when: expression }).optional(),
    /** Rows that stand in one another's way: same place, overlapping times. They are shown and kept. */
    clash: z.strictObject({ at: z.array(expression).min(1).max(6), from: expression, until: expression }).optional(),
  }),
  /** A call, once or for each row. */
  z.strictObject({ id: name, each: source.optional(), as: name.default('row'), when: expression.optional(), key: z.array(expression).min(1).max(6).optional(), title: template.optional(), call: tool, with: templates.default({}) }),
]);

/** A playbook: what Countersign can run of a skill without a model. */
export const playbookSchema = z.strictObject({
  playbook: z.literal(PLAYBOOK_FORMAT),
  title: label,
  /** One sentence: the narrow task. */
  task: sentence,
  /** What the skill never does, in words for people. */
  never: sentence,
  /** The gravest effect any of its calls may have. */
  effect: z.enum(EFFECTS),
  /** Effects it can never plan, whatever its tools could do. All above `effect` are excluded anyway. */
  excludes: z.array(z.enum(EFFECTS)).max(EFFECTS.length).default([]),
  /** The server it is made for: the bundled demo CMS, or a package; another one needs a mapping file. */
  system: z.union([z.strictObject({ bundle: z.literal('demo-cms') }), z.strictObject({ package: z.string().min(1).max(214) })]),
  /** Every tool it may plan, with the effect its author expects. The gate judges for itself. */
  tools: z.record(tool, z.enum(EFFECTS)),
  limits: z.strictObject({ rows: z.int().min(1).max(10_000), calls: z.int().min(1).max(20_000) }),
  inputs: z.record(name, input).default({}),
  data: z.record(name, data).default({}),
  reads: z.record(name, read).default({}),
  checks: z.array(check).max(40).default([]),
  questions: z.record(name, question).default({}),
  steps: z.array(step).min(1).max(20),
  /** What must be seen before anything runs. `table`: every object in the table; `each`: each call alone, so that a run has one call. */
  preview: z.enum(['table', 'each']).default('table'),
  /** What it makes, for counts; `one` stands where it is a single one, and `noun` where that is left out. */
  receipt: z.strictObject({ noun: label, one: label.optional(), done: sentence.optional() }),
});

export type Playbook = z.output<typeof playbookSchema>;
export type PlaybookInput = Playbook['inputs'][string];
export type TableInput = Extract<PlaybookInput, { type: 'table' }>;
export type Column = z.output<typeof column>;
export type Step = Playbook['steps'][number];
export type RowStep = Extract<Step, { fields: unknown }>;
export type Words = z.output<typeof label>;

/** Tells the step that makes objects of rows from the plain call. */
export function isRowStep(step: Step): step is RowStep {
  return 'fields' in step;
}

/** The published JSON Schema (2020-12) of a playbook, made from the one schema that checks it. */
export function playbookJsonSchema(): object {
  return { ...z.toJSONSchema(playbookSchema, { io: 'input', target: 'draft-2020-12', unrepresentable: 'any' }), title: 'Countersign playbook' };
}
