import type { DayOrder, Json } from '../../words/index.ts';
import { ExpressionFailed, readExpression } from '../expression.ts';
import type { Playbook } from '../playbook.ts';
import { compileSteps } from './compiled.ts';
import { dayOrderIn, decimalIn, markIdentical, rowSets, type RowSet } from './row-set.ts';
import type { LeftOutRow, RefusedRun, RunCounts, RunInput, RunPlan, RunQuestion, TableReading } from './run-plan.ts';
import { planStep, type PlanUnderWay } from './step-plan.ts';

/** Says what is odd in a row's texts, as an excerpt; null for nothing. */
export type LookAtTexts = (value: Json) => string | null;

/**
 * Plans a run: every row read, checked, matched and turned into a call, or left out with its reason. Pure and total: the same
 * input gives the same plan, and whatever does not fit is a mark, a question or a refusal. Text inside rows is only ever a value.
 */
export function planRun(playbook: Playbook, run: RunInput, look: LookAtTexts = () => null): RunPlan {
  const refused = refusal(playbook, run);
  if (refused !== null) return { kind: 'refused', because: refused };
  try {
    return planned(playbook, run, look);
  } catch (error) {
    if (!(error instanceof ExpressionFailed)) throw error;
    return { kind: 'refused', because: { code: 'playbook-fails', name: error.message } };
  }
}

function planned(playbook: Playbook, run: RunInput, look: LookAtTexts): RunPlan {
  const orders = dayOrders(playbook, run);
  const unanswered = orders.questions.filter(({ answer }) => answer === null);
  if (unanswered.length > 0) return { kind: 'questions', questions: unanswered, readings: orders.readings };
  const sets = rowSets(playbook, run, orders.found);
  const rows = [...sets.values()].reduce((sum, set) => sum + set.rows.length, 0);
  const scope = { input: run.inputs, data: run.data, state: run.state };
  applyChecks(playbook, sets, { ...scope, answer: defaults(playbook, run) });
  lookAtRows(playbook, sets, look);
  const identical = identicalQuestions(playbook, run, sets);

  let under = planSteps(playbook, sets, { ...scope, answer: defaults(playbook, run) }, run.answers);
  const first = countsOf(under, rows, identical.twins);
  const asked = authorQuestions(playbook, run, scope, first);
  // An answer may change what is planned; where none differs from what was assumed, the plan stands.
  const answers = Object.fromEntries(asked.map(({ id, answer }) => [id, answer ?? '']));
  const assumed = defaults(playbook, run);
  if (Object.keys(assumed).some((id) => (answers[id] ?? playbook.questions[id]?.default) !== assumed[id])) {
    for (const set of sets.values()) for (const row of set.rows) dropClashes(row.marks);
    under = planSteps(playbook, sets, { ...scope, answer: Object.fromEntries(Object.entries(playbook.questions).map(([id, question]) => [id, answers[id] ?? question.default])) }, run.answers);
  }
  if (under.items.length > playbook.limits.calls) return { kind: 'refused', because: { code: 'too-many-calls', found: under.items.length, limit: playbook.limits.calls } };
  return {
    kind: 'plan', items: under.items, leftOut: [...under.leftOut, ...outOf(under)], counts: countsOf(under, rows, identical.twins),
    questions: [...orders.questions, ...identical.questions, ...under.questions, ...asked], readings: orders.readings,
  };
}

function planSteps(playbook: Playbook, sets: ReadonlyMap<string, RowSet>, scope: PlanUnderWay['scope'], answers: RunInput['answers']): PlanUnderWay {
  const under: PlanUnderWay = { scope, items: [], leftOut: [], made: new Map(), keys: new Map(), answers, questions: [], unchanged: 0, missing: 0, clashes: 0, alike: 0 };
  for (const compiled of compileSteps(playbook)) {
    planStep(compiled, compiled.step.each === undefined ? null : sets.get(compiled.step.each) ?? null, under);
  }
  return under;
}

/** What must be there before anything is looked at. */
function refusal(playbook: Playbook, run: RunInput): RefusedRun | null {
  let rows = 0;
  for (const [name, input] of Object.entries(playbook.inputs)) {
    if (input.type !== 'table' && input.type !== 'folder') continue;
    const given = run.tables[name];
    if (given === undefined) {
      if (input.required) return { code: 'no-table', name };
      continue;
    }
    rows += given.table.rows.length;
    if (input.type === 'folder') continue;
    const absent = Object.entries(input.columns).filter(([column, { required }]) => required && typeof given.mapping[column] !== 'number').map(([column]) => column);
    if (absent.length > 0) return { code: 'no-column', name, columns: absent };
  }
  return rows > playbook.limits.rows ? { code: 'too-many-rows', found: rows, limit: playbook.limits.rows } : null;
}

interface Orders {
  readonly found: Readonly<Record<string, DayOrder>>;
  readonly questions: readonly RunQuestion[];
  readonly readings: Readonly<Record<string, TableReading>>;
}

function dayOrders(playbook: Playbook, run: RunInput): Orders {
  const found: Record<string, DayOrder> = {};
  const readings: Record<string, TableReading> = {};
  const questions: RunQuestion[] = [];
  for (const name of Object.keys(run.tables)) {
    const { order, examples } = dayOrderIn(playbook, run, name);
    const id = `dayOrder.${name}`;
    const given = run.answers[id] ?? run.answers['dayOrder'];
    const answer = given === 'day-first' || given === 'month-first' ? given : null;
    const taken = answer ?? (order === 'month-first' ? 'month-first' : 'day-first');
    found[name] = taken;
    readings[name] = { dayOrder: order === 'not-needed' || (order === 'asked' && answer === null) ? null : taken, decimal: decimalIn(playbook, run, name) };
    if (order === 'asked') questions.push({ id, kind: 'day-order', about: name, options: ['day-first', 'month-first'], default: null, answer, rows: run.tables[name]?.table.rows.length ?? 0, examples });
  }
  return { found, questions, readings };
}

function applyChecks(playbook: Playbook, sets: ReadonlyMap<string, RowSet>, scope: PlanUnderWay['scope']): void {
  for (const [at, check] of playbook.checks.entries()) {
    const must = readExpression(check.must);
    const columns = must.paths.flatMap(([first, second]) => (first === 'row' && second !== undefined ? [second] : []));
    for (const row of sets.get(check.each)?.rows ?? []) {
      // What is missing or unreadable has its own mark; a check on it would only say the same twice.
      if (row.marks.some(({ column }) => column !== '' && columns.includes(column))) continue;
      let holds = false;
      try {
        holds = must.evaluate({ ...scope, row: row.value }) === true;
      } catch { /* a check that cannot be made does not hold */ }
      if (!holds) row.marks.push({ code: check.otherwise === 'mark' ? 'check-mark' : 'check', column: columns[0] ?? '', value: at });
    }
  }
}

function lookAtRows(playbook: Playbook, sets: ReadonlyMap<string, RowSet>, look: LookAtTexts): void {
  for (const [each, set] of sets) {
    // The pack's own data was looked at when it was installed.
    if (each.startsWith('data.')) continue;
    const heavy = playbook.inputs[each]?.type === 'folder';
    for (const row of set.rows) {
      const odd = look(heavy ? { name: row.value['name'] ?? null } : row.value);
      if (odd !== null) row.marks.push({ code: 'odd-text', column: '', value: odd });
    }
  }
}

function identicalQuestions(playbook: Playbook, run: RunInput, sets: ReadonlyMap<string, RowSet>): { readonly twins: number; readonly questions: readonly RunQuestion[] } {
  let twins = 0;
  const questions: RunQuestion[] = [];
  for (const [each, set] of sets) {
    if (playbook.inputs[each]?.type !== 'table') continue;
    const id = `identical.${each}`;
    const answer = run.answers[id] ?? run.answers['identical'] ?? 'leave-out';
    const found = markIdentical(set.rows, answer);
    twins += found;
    if (found > 0) questions.push({ id, kind: 'identical', about: each, options: ['leave-out', 'keep-first', 'keep-all'], default: 'leave-out', answer, rows: found, examples: [] });
  }
  return { twins, questions };
}

function authorQuestions(playbook: Playbook, run: RunInput, scope: PlanUnderWay['scope'], counts: RunCounts): readonly RunQuestion[] {
  return Object.entries(playbook.questions).flatMap(([id, question]): RunQuestion[] => {
    if (question.when !== undefined && readExpression(question.when).evaluate({ ...scope, count: { ...counts } }) !== true) return [];
    const options = question.options.map(({ value }) => value);
    const given = run.answers[id];
    const answer = given !== undefined && options.includes(given) ? given : question.default;
    return [{ id, kind: 'author', about: id, options, default: question.default, answer, rows: counts.rows, examples: [] }];
  });
}

/** What the questions are answered with before it is known which of them apply. */
function defaults(playbook: Playbook, run: RunInput): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(playbook.questions).map(([id, { options, default: usual }]) => {
    const given = run.answers[id];
    return [id, given !== undefined && options.some(({ value }) => value === given) ? given : usual];
  }));
}

function outOf(under: PlanUnderWay): readonly LeftOutRow[] {
  return under.items.filter(({ out }) => out).map(({ step, row, title, marks }) => ({ step, file: row?.file ?? '', at: row?.at ?? 0, title, marks }));
}

function countsOf(under: PlanUnderWay, rows: number, duplicates: number): RunCounts {
  const kept = under.items.filter(({ out }) => !out);
  const of = (action: string): number => kept.filter((item) => item.action === action).length;
  return {
    rows, create: of('create'), update: of('update'), remove: of('remove'), call: of('call'), unchanged: under.unchanged, missing: under.missing,
    leftOut: under.leftOut.length + under.items.length - kept.length, clashes: under.clashes, duplicates, alike: under.alike,
  };
}

function dropClashes(marks: { readonly code: string }[]): void {
  for (let at = marks.length - 1; at >= 0; at -= 1) if (marks[at]?.code === 'clash') marks.splice(at, 1);
}
