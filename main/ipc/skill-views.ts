import type { CheckedRowView, PackInspectedView, PackRulesView, PreparedView, ReadFileView, RunQuestionView, SkillInputView, SkillMappingView, SkillReceiptView, SkillRunView, SkillView } from '../../preload/contract/views.ts';
import { MOST_CHECKED, MOST_PACK_FILES } from '../../preload/contract/views/skills.ts';
import type { TableFound } from '../core/skills/files.ts';
import type { RunQuestion } from '../core/skills/plan/run-plan.ts';
import type { RowMark } from '../core/skills/plan/table.ts';
import type { Playbook, PlaybookInput } from '../core/skills/playbook.ts';
import type { JournalRun } from '../host/skills/journal.ts';
import type { Skill } from '../core/skills/skill.ts';
import type { Inspected, SkillRules } from '../host/skills/installing.ts';
import type { SkillEntry } from '../host/skills/library.ts';
import type { OwnMapping } from '../host/skills/skills.ts';
import type { Prepared, PrepareRefused, ReadFile } from '../host/skills/prepare.ts';
import type { SkillReceipt } from '../host/skills/receipt.ts';
import { inputsOfRead } from '../host/skills/state-reads.ts';
import { reportRows } from '../host/skills/report-csv.ts';

/** Rows of a file that show what its columns hold, and the longest text of one of their cells. */
const SAMPLE = 3;
const CELL = 60;
const TITLE = 200;
/** So much of a skill's own instructions is shown before it is installed. */
const INSTRUCTIONS = 40_000;

/** A skill as the window shows it. */
export function skillViewOf({ name, from, state, problems, skill }: SkillEntry): SkillView {
  return skillView(name, from, state, problems.length, skill);
}

function skillView(name: string, from: SkillView['from'], state: SkillView['state'], problems: number, skill: Skill | null): SkillView {
  const playbook = skill?.playbook ?? null;
  return {
    name, from, state, problems, description: skill?.frontMatter.description ?? '', license: skill?.frontMatter.license ?? null,
    playbook: playbook === null ? null : {
      title: playbook.title, task: playbook.task, never: playbook.never, effect: playbook.effect, limits: playbook.limits,
      tools: Object.entries(playbook.tools).map(([tool, effect]) => ({ tool, effect })),
      bundle: 'bundle' in playbook.system ? playbook.system.bundle : null,
      inputs: Object.entries(playbook.inputs).map(([input, shape]) => inputView(input, shape, playbook)), noun: playbook.receipt.noun, one: playbook.receipt.one ?? playbook.receipt.noun, done: playbook.receipt.done ?? null,
    },
  };
}

/** A mapping in names alone: what is called what there. */
export function skillMappingViewOf({ file, read }: OwnMapping): SkillMappingView {
  const names = (all: Readonly<Record<string, { readonly tool: string }>>): SkillMappingView['tools'] => Object.entries(all).map(([here, { tool }]) => ({ here, there: tool }));
  const wellFormed = file.toWellFormed();
  return read.ok ? { file: wellFormed, made: read.mapping.system.package, tools: names(read.mapping.tools), reads: names(read.mapping.reads), problems: [] }
    : { file: wellFormed, made: '', tools: [], reads: [], problems: read.problems.map((one) => ({ ...one, file: wellFormed, name: one.name.toWellFormed() })) };
}

/** What policy says of packs. */
export function packRulesViewOf(rules: SkillRules): PackRulesView {
  const lockedBy = rules.lockedBy();
  return { lockedBy: lockedBy === null ? null : [...lockedBy], requireSignature: rules.requireSignature() };
}

/** A pack before it is installed, or why it is not taken. */
export function packInspectedViewOf(inspected: Inspected): PackInspectedView {
  if (!inspected.ok) return { kind: 'refused', pack: inspected.pack.map((one) => ({ ...one })), skill: inspected.skill.map((one) => ({ ...one })) };
  const { digest, skill, files, signature, change, texts } = inspected.inspection;
  return {
    kind: 'pack', digest, skill: skillView(skill.frontMatter.name, 'installed', 'ready', 0, skill), instructions: skill.frontMatter.body.slice(0, INSTRUCTIONS),
    // SECURITY: one that is wrong is refused long before; whatever else is said counts as none.
    signature: signature === 'wrong' ? 'none' : signature,
    files: files.slice(0, MOST_PACK_FILES).map(({ path, size }) => ({ path, size })), fileCount: files.length,
    change: change === null ? null : { added: [...change.added], removed: [...change.removed], changed: [...change.changed], asksMore: [...change.asksMore], texts: texts.map((text) => ({ ...text })) },
  };
}

function inputView(name: string, input: PlaybookInput, playbook: Playbook): SkillInputView {
  const common = { name, label: input.label, hint: input.hint ?? null, required: input.required };
  switch (input.type) {
    case 'text': return { type: 'text', ...common, default: input.default ?? null, lines: input.lines, max: input.max };
    case 'choice': return { type: 'choice', ...common, default: input.default ?? null, options: input.options.map(({ value, label }) => ({ value, label })) };
    case 'boolean': return { type: 'boolean', ...common, default: input.default };
    case 'number': return { type: 'number', ...common, default: input.default ?? null };
    case 'day': return { type: 'day', ...common, default: input.default ?? null };
    case 'zone': return { type: 'zone', ...common, default: input.default ?? null };
    case 'object': return { type: 'object', ...common, default: input.default ?? null, dependsOn: [...inputsOfRead(playbook, input.from)] };
    case 'table': return { type: 'table', ...common, formats: input.formats, columns: Object.entries(input.columns).map(([column, { label, required }]) => ({ name: column, label, required })) };
    case 'folder': return { type: 'folder', ...common, mimeTypes: input.mimeTypes };
  }
}

export function skillRunViewOf(run: JournalRun): SkillRunView {
  return { runId: run.runId, skill: run.skill, startedAt: run.startedAt, endedAt: run.endedAt, planId: run.planId, files: Object.keys(run.files) };
}

/** What preparing brought, bounded: rows that are marked or left out first, and so many as cross at once. */
export function preparedViewOf(prepared: Prepared, playbook: Playbook | null): PreparedView {
  const files = Object.entries(prepared.files).map(([input, file]) => fileView(input, file));
  if (prepared.kind === 'refused' && prepared.because.code === 'file' && prepared.because.found !== null) files.push(refusedFileView(prepared.because.name, prepared.because.found));
  const base: PreparedView = { kind: prepared.kind, files, questions: [], counts: {}, rows: [], hidden: 0, refused: null };
  switch (prepared.kind) {
    case 'refused': return { ...base, refused: refusedView(prepared.because) };
    case 'questions': return { ...base, questions: prepared.questions.map((one) => questionView(one, playbook)) };
    case 'plan': {
      const { plan } = prepared;
      const out = plan.leftOut.map(({ at, title, marks }): CheckedRowView => ({ at, title: title.slice(0, TITLE), out: true, marks: marksOf(marks) }));
      const listed = new Set(out.map(({ at }) => at));
      const items = plan.items.map(({ row, title, out: left, marks }): CheckedRowView => ({ at: row?.at ?? 0, title: title.slice(0, TITLE), out: left, marks: marksOf(marks) }));
      const rows = [...out, ...items.filter((item) => !item.out || !listed.has(item.at))];
      const order = (row: CheckedRowView): number => (row.out ? 0 : row.marks.length > 0 ? 1 : 2);
      const sorted = rows.toSorted((a, b) => order(a) - order(b) || a.at - b.at);
      return {
        ...base, questions: plan.questions.map((one) => questionView(one, playbook)), counts: { ...plan.counts },
        rows: sorted.slice(0, MOST_CHECKED), hidden: Math.max(0, sorted.length - MOST_CHECKED),
      };
    }
  }
}

/** A file that was refused, with what it was taken for: that may be the mistake. */
function refusedFileView(input: string, found: TableFound): ReadFileView {
  return fileView(input, { table: { file: '', sheet: found.sheet, header: [], rows: [] }, found, mapping: {}, reading: null }, false);
}

function fileView(input: string, { table, found, mapping, reading }: ReadFile, taken = true): ReadFileView {
  const { format, encoding, delimiter, decimal, sheet, sheets, headerRow, zone, ignored } = found;
  return {
    input, taken, file: table.file, sheet, sheets: [...sheets], headerRow, dayOrder: reading?.dayOrder ?? null, decimalUsed: reading?.decimal ?? null, format, encoding, delimiter, decimal, zone, ignored, rows: table.rows.length, header: [...table.header], mapping: { ...mapping },
    sample: table.rows.slice(0, SAMPLE).map(({ cells }) => table.header.map((_, at) => textOf(cells[at]))),
  };
}

function marksOf(marks: readonly RowMark[]): CheckedRowView['marks'] {
  return marks.map(({ code, column, value }) => ({ code, column, value: textOf(typeof value === 'object' && value !== null && !Array.isArray(value) ? JSON.stringify(value) : value) }));
}

function textOf(cell: unknown): string {
  const text = cell === null || cell === undefined ? '' : Array.isArray(cell) ? cell.join(', ') : String(cell);
  return text.slice(0, CELL);
}

function questionView(question: RunQuestion, playbook: Playbook | null): RunQuestionView {
  const { id, kind, answer, rows, examples } = question;
  const asked = kind === 'author' ? playbook?.questions[id] : undefined;
  return {
    id, kind, row: question.row ?? null, answer: answer ?? question.default, rows, examples: examples.map((one) => one.slice(0, TITLE)), label: asked?.label ?? null,
    options: question.options.map((value) => ({ value, label: asked?.options.find((option) => option.value === value)?.label ?? null })),
  };
}

type Refused = NonNullable<PreparedView['refused']>;

function refusedView(because: PrepareRefused): Refused {
  const view: Refused = { code: because.code, name: '', inputs: [], columns: [], problems: [], because: null, found: null, limit: null, mapping: [] };
  switch (because.code) {
    case 'inputs': return { ...view, inputs: because.problems.map(({ input, code }) => ({ input, code })) };
    case 'no-column': case 'no-place': return { ...view, name: because.name, columns: [...because.columns] };
    case 'file': return { ...view, name: because.name, problems: because.problems.map(({ code, row, column, text }) => ({ code, row, column, text })) };
    case 'too-many-rows': case 'too-many-calls': return { ...view, found: because.found, limit: because.limit };
    case 'no-table': case 'playbook-fails': case 'data': return { ...view, name: because.name };
    case 'read': return { ...view, name: because.refused.tool, because: because.refused.receipt?.because ?? null };
    case 'mapping-wrong': return { ...view, mapping: because.problems.map((one) => ({ ...one })) };
    case 'too-slow': case 'no-playbook': case 'not-ready': return view;
  }
}

/** A receipt for the window; rows beyond what crosses at once stand in the saved report. */
export function skillReceiptViewOf(receipt: SkillReceipt): SkillReceiptView {
  const rows = reportRows(receipt);
  const { runId, skill, planned, created, updated, deleted, done, unchanged, decision, outcome } = receipt;
  return {
    runId, skill, planned, created, updated, deleted, done, unchanged, decision, outcome,
    leftOut: receipt.leftOut.length, skipped: receipt.skipped.length, failed: receipt.failed.length, unknown: receipt.unknown.length,
    rows: rows.slice(0, MOST_CHECKED).map((row) => ({ ...row, title: row.title.slice(0, TITLE), said: row.said?.slice(0, TITLE) ?? null })),
  };
}
