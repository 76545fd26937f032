import { ExpressionFailed, readExpression, type Expression } from './expression.ts';
import { isRowStep, type Playbook, type RowStep } from './playbook.ts';
import type { SkillProblemCode } from './problem.ts';
import { readTemplate } from './template.ts';
import { toolsNamed } from './tools-named.ts';
import { EFFECTS, type Effect, type Json } from '../words/index.ts';

/** One thing that does not fit within a playbook, and the path of the value it is about. */
export interface Misfit {
  readonly code: SkillProblemCode;
  readonly path: readonly (string | number)[];
  readonly name: string;
}

/** The columns a folder's rows have. */
export const FOLDER_COLUMNS = ['name', 'mimeType', 'bytes', 'content', 'digest'] as const;
/** What conditions of questions may count. */
export const COUNTS = ['rows', 'create', 'update', 'unchanged', 'missing', 'call', 'leftOut', 'clashes', 'duplicates', 'remove', 'alike'] as const;

/** What may be named at a place: the first name, and the names below it where they are known (null: any). */
type Names = Readonly<Record<string, ReadonlySet<string> | null>>;

/** Everything a playbook names that is not there: values, tables, columns, options, tools. Pure; in the order found. */
export function referenceProblems(playbook: Playbook): readonly Misfit[] {
  const found: Misfit[] = [];
  const say = (code: SkillProblemCode, path: readonly (string | number)[], name: string): void => { found.push({ code, path, name }); };
  const sees = (expression: Expression, names: Names, path: readonly (string | number)[]): void => {
    for (const [first = '', second] of expression.paths) {
      const below = Object.hasOwn(names, first) ? names[first] : undefined;
      if (below === undefined) say('name-unknown', path, first);
      else if (below !== null && second !== undefined && !below.has(second)) say(first === 'row' ? 'column-unknown' : 'name-unknown', path, `${first}.${second}`);
    }
  };
  const expression = (text: string, names: Names, path: readonly (string | number)[]): void => {
    reading(path, () => sees(readExpression(text), names, path));
  };
  // SECURITY: what is worked out before there is a plan holds the window up while it is: no loops there, which could go on for minutes.
  const atOnce = (expressions: readonly Expression[], names: Names, path: readonly (string | number)[]): void => {
    for (const one of expressions) {
      sees(one, names, path);
      if (one.loops > 0) say('expression-too-large', path, one.text.slice(0, 60));
    }
  };
  const template = (value: Json, names: Names, path: readonly (string | number)[]): void => {
    reading(path, () => {
      for (const { expression: one } of readTemplate(value).expressions) {
        sees(one, names, path);
        for (const step of one.makes) if (!earlier.has(step)) say(steps.has(step) ? 'made-later' : 'name-unknown', path, step);
      }
    });
  };
  const reading = (path: readonly (string | number)[], work: () => void): void => {
    try {
      work();
    } catch (error) {
      if (!(error instanceof ExpressionFailed)) throw error;
      say(error.code, path, error.message);
    }
  };
  const input: Names = { input: new Set(Object.entries(playbook.inputs).flatMap(([key, { type }]) => (type === 'table' || type === 'folder' ? [] : [key]))) };
  const steps = new Set(playbook.steps.map(({ id }) => id));
  const earlier = new Set<string>();
  const everywhere: Names = { ...input, answer: new Set(Object.keys(playbook.questions)), data: new Set(Object.keys(playbook.data)), state: new Set(Object.keys(playbook.reads)) };

  for (const [id, one] of Object.entries(playbook.inputs)) {
    const { when } = one;
    if (when !== undefined) reading(['inputs', id, 'when'], () => atOnce([readExpression(when)], input, ['inputs', id, 'when']));
    if (one.type === 'choice' && one.default !== undefined && !one.options.some(({ value }) => value === one.default)) say('option-unknown', ['inputs', id, 'default'], one.default);
    if (one.type === 'table' && one.until !== undefined && playbook.inputs[one.until]?.type !== 'day') say('name-unknown', ['inputs', id, 'until'], one.until);
    if (one.type === 'object' && !Object.hasOwn(playbook.reads, one.from)) say('name-unknown', ['inputs', id, 'from'], one.from);
  }
  for (const [id, { file }] of Object.entries(playbook.data)) dataFile(playbook, id, file, say);
  for (const [id, read] of Object.entries(playbook.reads)) {
    const path = ['reads', id, 'args'];
    reading(path, () => atOnce(readTemplate(read.args).expressions.map((one) => one.expression), { ...input, page: new Set(['offset', 'size']) }, path));
  }
  for (const [at, check] of playbook.checks.entries()) {
    const row = rowsOf(playbook, check.each);
    if (row === undefined) say('not-a-table', ['checks', at, 'each'], check.each);
    expression(check.must, { ...everywhere, row: row ?? null }, ['checks', at, 'must']);
  }
  for (const [id, question] of Object.entries(playbook.questions)) {
    if (question.when !== undefined) expression(question.when, { ...input, data: everywhere['data'] ?? null, state: everywhere['state'] ?? null, count: new Set(COUNTS) }, ['questions', id, 'when']);
    if (!question.options.some(({ value }) => value === question.default)) say('option-unknown', ['questions', id, 'default'], question.default);
  }
  // Calls that are to be looked at each alone share no set.
  if (playbook.preview === 'each' && playbook.limits.calls > 1) say('out-of-range', ['limits', 'calls'], 'calls');
  toolMisfits(playbook, say);
  for (const [at, step] of playbook.steps.entries()) {
    if (earlier.has(step.id)) say('step-given-twice', ['steps', at, 'id'], step.id);
    earlier.add(step.id);
    const rows = step.each === undefined ? null : rowsOf(playbook, step.each);
    if (rows === undefined) say('not-a-table', ['steps', at, 'each'], step.each ?? '');
    const names: Names = step.each === undefined ? everywhere : { ...everywhere, [step.as]: rows ?? null };
    if (step.when !== undefined) expression(step.when, names, ['steps', at, 'when']);
    for (const key of step.key ?? []) expression(key, names, ['steps', at, 'key']);
    if (step.title !== undefined) template(step.title, names, ['steps', at, 'title']);
    if (isRowStep(step)) rowStep(step, at, names, playbook, { say, expression, template });
    else template(step.with, names, ['steps', at, 'with']);
  }
  return found;
}

/** Tools that are used and not declared, reads that are none, and effects above what the skill may have. */
function toolMisfits(playbook: Playbook, say: Looks['say']): void {
  const graverThan = (a: Effect, b: Effect): boolean => EFFECTS.indexOf(a) > EFFECTS.indexOf(b);
  for (const [tool, effect] of Object.entries(playbook.tools)) {
    if (graverThan(effect, playbook.effect)) say('effect-above-maximum', ['tools', tool], tool);
    if (playbook.excludes.includes(effect)) say('effect-excluded', ['tools', tool], tool);
  }
  for (const { tool, path, use } of toolsNamed(playbook)) {
    const effect = Object.hasOwn(playbook.tools, tool) ? playbook.tools[tool] : undefined;
    if (effect === undefined) say('tool-not-declared', path, tool);
    else if (use === 'read' && effect !== 'read') say('effect-excluded', path, tool);
    else if (use === 'remove' && graverThan('delete', effect)) say('effect-below-tool', path, tool);
  }
}

interface Looks {
  readonly say: (code: SkillProblemCode, path: readonly (string | number)[], name: string) => void;
  readonly expression: (text: string, names: Names, path: readonly (string | number)[]) => void;
  readonly template: (value: Json, names: Names, path: readonly (string | number)[]) => void;
}

function rowStep(step: RowStep, at: number, names: Names, playbook: Playbook, { say, expression, template }: Looks): void {
  const withItem: Names = { ...names, item: null };
  template(step.fields, names, ['steps', at, 'fields']);
  template(step.create.with, names, ['steps', at, 'create', 'with']);
  if (step.update !== undefined) template(step.update.with, withItem, ['steps', at, 'update', 'with']);
  if (step.match !== undefined) {
    if (!Object.hasOwn(playbook.reads, step.match.in)) say('name-unknown', ['steps', at, 'match', 'in'], step.match.in);
    if (step.match.key.length !== step.key.length) say('out-of-range', ['steps', at, 'match', 'key'], 'key');
    for (const key of step.match.key) expression(key, { ...names, item: null }, ['steps', at, 'match', 'key']);
    for (const [place, { row, item }] of (step.match.alike ?? []).entries()) {
      if (row.length !== item.length) say('out-of-range', ['steps', at, 'match', 'alike', place, 'item'], 'item');
      for (const key of row) expression(key, names, ['steps', at, 'match', 'alike', place, 'row']);
      for (const key of item) expression(key, { ...everywhereOf(names), item: null }, ['steps', at, 'match', 'alike', place, 'item']);
    }
  }
  if (step.update !== undefined && step.match === undefined) say('missing', ['steps', at], 'match');
  if (step.remove !== undefined) {
    if (step.match === undefined) say('missing', ['steps', at], 'match');
    template(step.remove.with, withItem, ['steps', at, 'remove', 'with']);
    expression(step.remove.when, everywhereOf(names), ['steps', at, 'remove', 'when']);
  }
  for (const text of step.clash === undefined ? [] : [...step.clash.at, step.clash.from, step.clash.until]) expression(text, names, ['steps', at, 'clash']);
}

const everywhereOf = (names: Names): Names => Object.fromEntries(Object.entries(names).filter(([name]) => ['input', 'answer', 'data', 'state'].includes(name)));

/** A `{name}` in a data file's path is a choice, so that the path is one of a closed list. */
function dataFile(playbook: Playbook, id: string, file: string, say: Looks['say']): void {
  if (file.split('/').some((part) => part === '..' || part === '.' || part === '')) say('file-outside', ['data', id, 'file'], file);
  for (const [, name = ''] of file.matchAll(/\{([^{}]*)\}/g)) {
    if (playbook.inputs[name]?.type !== 'choice') say('name-unknown', ['data', id, 'file'], name);
  }
}

/** The names a row of a loop has: null where they are not known, undefined where there is nothing to loop over. */
function rowsOf(playbook: Playbook, each: string): ReadonlySet<string> | null | undefined {
  const input = playbook.inputs[each];
  if (input?.type === 'table') return new Set(Object.keys(input.columns));
  if (input?.type === 'folder') return new Set(FOLDER_COLUMNS);
  const [first, second = ''] = each.split('.');
  const known = first === 'data' ? playbook.data : first === 'state' ? playbook.reads : {};
  return Object.hasOwn(known, second) ? null : undefined;
}
