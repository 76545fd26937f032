import { readExpression } from './expression.ts';
import { Looks, type Misfit, type Names, type Path } from './looks.ts';
import { isRowStep, type Playbook, type RowStep } from './playbook.ts';
import { readTemplate } from './template.ts';
import { toolsNamed } from './tools-named.ts';
import { EFFECTS, type Effect } from '../words/index.ts';

/** The columns a folder's rows have. */
export const FOLDER_COLUMNS = ['name', 'mimeType', 'bytes', 'content', 'digest'] as const;
/** What conditions of questions may count. */
const COUNTS = ['rows', 'create', 'update', 'unchanged', 'missing', 'call', 'leftOut', 'clashes', 'duplicates', 'remove', 'alike'] as const;

/** Everything a playbook names that is not there: values, tables, columns, options, tools. Pure; in the order found. */
export function referenceProblems(playbook: Playbook): readonly Misfit[] {
  const looks = new Looks(playbook);
  inputMisfits(playbook, looks);
  dataMisfits(playbook, looks);
  readMisfits(playbook, looks);
  checkMisfits(playbook, looks);
  questionMisfits(playbook, looks);
  // Calls that are to be looked at each alone share no set.
  if (playbook.preview === 'each' && playbook.limits.calls > 1) looks.say('out-of-range', ['limits', 'calls'], 'calls');
  toolMisfits(playbook, looks);
  stepMisfits(playbook, looks);
  return looks.found;
}

function inputMisfits({ inputs, reads }: Playbook, looks: Looks): void {
  for (const [id, one] of Object.entries(inputs)) {
    const { when } = one;
    if (when !== undefined) looks.atOnce(() => [readExpression(when)], looks.input, ['inputs', id, 'when']);
    if (one.type === 'choice' && one.default !== undefined && !one.options.some(({ value }) => value === one.default)) looks.say('option-unknown', ['inputs', id, 'default'], one.default);
    if (one.type === 'table' && one.until !== undefined && inputs[one.until]?.type !== 'day') looks.say('name-unknown', ['inputs', id, 'until'], one.until);
    if (one.type === 'object' && !Object.hasOwn(reads, one.from)) looks.say('name-unknown', ['inputs', id, 'from'], one.from);
  }
}

/** A `{name}` in a data file's path is a choice, so that the path is one of a closed list. */
function dataMisfits({ data, inputs }: Playbook, looks: Looks): void {
  for (const [id, { file }] of Object.entries(data)) {
    if (file.split('/').some((part) => part === '..' || part === '.' || part === '')) looks.say('file-outside', ['data', id, 'file'], file);
    for (const [, name = ''] of file.matchAll(/\{([^{}]*)\}/g)) {
      if (inputs[name]?.type !== 'choice') looks.say('name-unknown', ['data', id, 'file'], name);
    }
  }
}

function readMisfits({ reads }: Playbook, looks: Looks): void {
  for (const [id, { args }] of Object.entries(reads)) {
    looks.atOnce(() => readTemplate(args).expressions.map(({ expression }) => expression), { ...looks.input, page: new Set(['offset', 'size']) }, ['reads', id, 'args']);
  }
}

function checkMisfits(playbook: Playbook, looks: Looks): void {
  for (const [at, check] of playbook.checks.entries()) {
    const row = rowsOf(playbook, check.each);
    if (row === undefined) looks.say('not-a-table', ['checks', at, 'each'], check.each);
    looks.expression(check.must, { ...looks.everywhere, row: row ?? null }, ['checks', at, 'must']);
  }
}

function questionMisfits({ questions }: Playbook, looks: Looks): void {
  const { answer: _, ...others } = looks.everywhere;
  for (const [id, question] of Object.entries(questions)) {
    if (question.when !== undefined) looks.expression(question.when, { ...others, count: new Set(COUNTS) }, ['questions', id, 'when']);
    if (!question.options.some(({ value }) => value === question.default)) looks.say('option-unknown', ['questions', id, 'default'], question.default);
  }
}

/** Tools that are used and not declared, reads that are none, and effects above what the skill may have. */
function toolMisfits(playbook: Playbook, looks: Looks): void {
  const graverThan = (a: Effect, b: Effect): boolean => EFFECTS.indexOf(a) > EFFECTS.indexOf(b);
  for (const [tool, effect] of Object.entries(playbook.tools)) {
    if (graverThan(effect, playbook.effect)) looks.say('effect-above-maximum', ['tools', tool], tool);
    if (playbook.excludes.includes(effect)) looks.say('effect-excluded', ['tools', tool], tool);
  }
  for (const { tool, path, use } of toolsNamed(playbook)) {
    const effect = Object.hasOwn(playbook.tools, tool) ? playbook.tools[tool] : undefined;
    if (effect === undefined) looks.say('tool-not-declared', path, tool);
    else if (use === 'read' && effect !== 'read') looks.say('effect-excluded', path, tool);
    else if (use === 'remove' && graverThan('delete', effect)) looks.say('effect-below-tool', path, tool);
  }
}

function stepMisfits(playbook: Playbook, looks: Looks): void {
  for (const [at, step] of playbook.steps.entries()) {
    if (!looks.comesTo(step.id)) looks.say('step-given-twice', ['steps', at, 'id'], step.id);
    const rows = step.each === undefined ? null : rowsOf(playbook, step.each);
    if (rows === undefined) looks.say('not-a-table', ['steps', at, 'each'], step.each ?? '');
    const names: Names = step.each === undefined ? looks.everywhere : { ...looks.everywhere, [step.as]: rows ?? null };
    if (step.when !== undefined) looks.expression(step.when, names, ['steps', at, 'when']);
    for (const key of step.key ?? []) looks.expression(key, names, ['steps', at, 'key']);
    if (step.title !== undefined) looks.template(step.title, names, ['steps', at, 'title']);
    if (isRowStep(step)) rowStepMisfits(step, at, names, playbook, looks);
    else looks.template(step.with, names, ['steps', at, 'with']);
  }
}

/** A loop over rows: what it makes, how it finds objects again, what it removes. */
function rowStepMisfits(step: RowStep, at: number, names: Names, playbook: Playbook, looks: Looks): void {
  const withItem: Names = { ...names, item: null };
  looks.template(step.fields, names, ['steps', at, 'fields']);
  looks.template(step.create.with, names, ['steps', at, 'create', 'with']);
  if (step.update !== undefined) looks.template(step.update.with, withItem, ['steps', at, 'update', 'with']);
  if (step.match !== undefined) matchMisfits(step, step.match, ['steps', at, 'match'], names, playbook, looks);
  if (step.update !== undefined && step.match === undefined) looks.say('missing', ['steps', at], 'match');
  if (step.remove !== undefined) {
    if (step.match === undefined) looks.say('missing', ['steps', at], 'match');
    looks.template(step.remove.with, withItem, ['steps', at, 'remove', 'with']);
    looks.expression(step.remove.when, looks.everywhere, ['steps', at, 'remove', 'when']);
  }
  for (const text of step.clash === undefined ? [] : [...step.clash.at, step.clash.from, step.clash.until]) looks.expression(text, names, ['steps', at, 'clash']);
}

/** How a step finds its objects again: keys of equal length on both sides. */
function matchMisfits({ key: own }: RowStep, match: NonNullable<RowStep['match']>, path: Path, names: Names, { reads }: Playbook, looks: Looks): void {
  if (!Object.hasOwn(reads, match.in)) looks.say('name-unknown', [...path, 'in'], match.in);
  if (match.key.length !== own.length) looks.say('out-of-range', [...path, 'key'], 'key');
  for (const key of match.key) looks.expression(key, { ...names, item: null }, [...path, 'key']);
  for (const [place, { row, item }] of (match.alike ?? []).entries()) {
    if (row.length !== item.length) looks.say('out-of-range', [...path, 'alike', place, 'item'], 'item');
    for (const key of row) looks.expression(key, names, [...path, 'alike', place, 'row']);
    for (const key of item) looks.expression(key, { ...looks.everywhere, item: null }, [...path, 'alike', place, 'item']);
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
