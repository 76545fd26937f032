import { isJsonObject, type Json, type JsonObject } from '../../words/index.ts';
import type { Scope } from '../expression.ts';
import { isRowStep } from '../playbook.ts';
import { markClashes, type Claim } from './clashes.ts';
import { keyOf, labelsOf, spelled, type CompiledCall, type CompiledStep } from './compiled.ts';
import { probablyTheSame } from './alike.ts';
import { changedFields, KnownObjects } from './match.ts';
import type { LeftOutRow, PlannedItem, RunQuestion } from './run-plan.ts';
import { sameQuestion, sameQuestions, type SameAnswer } from './same-questions.ts';
import type { RowSet } from './row-set.ts';
import type { TypedRow } from './rows.ts';
import { ROW_MARKS, type RowMark } from './table.ts';

/** What the steps of one plan share. */
export interface PlanUnderWay {
  readonly scope: Scope;
  readonly items: PlannedItem[];
  readonly leftOut: LeftOutRow[];
  /** What a `made(step, key)` stands for: an object that is there, or an item of this plan. */
  readonly made: Map<string, JsonObject | 'item' | 'out'>;
  /** The keys that are taken, each with the words of the row that has it. */
  readonly keys: Map<string, number | string>;
  /** What a person said of rows that are probably there under another name, by the question's id. */
  readonly answers: Readonly<Record<string, string>>;
  readonly questions: RunQuestion[];
  unchanged: number;
  missing: number;
  clashes: number;
  alike: number;
}

/** A row with what its step makes of it. */
interface Candidate {
  readonly row: TypedRow | null;
  readonly scope: Scope;
  readonly key: string;
  readonly title: string;
  readonly fields: JsonObject;
  /** All fields, where `fields` are only those that differ. */
  readonly full?: JsonObject;
}

/** Plans one step. Rows whose expressions fail are left out; nothing else is dropped. */
export function planStep(compiled: CompiledStep, set: RowSet | null, under: PlanUnderWay): void {
  const { step } = compiled;
  const candidates: Candidate[] = [];
  let failed = 0;
  for (const row of set === null ? [null] : set.rows) {
    const scope = row === null ? under.scope : { ...under.scope, [step.as]: row.value };
    try {
      if (compiled.when !== null && compiled.when.evaluate(scope) !== true) continue;
      const fields = compiled.fields?.fill(scope) ?? {};
      const key = row === null || compiled.key.length === 0 ? String(row?.at ?? '1') : keyOf(compiled.key, scope);
      const title = spelled(compiled.title?.fill(scope) ?? '').slice(0, 300);
      candidates.push({ row, scope, key, title, fields: isJsonObject(fields) ? fields : {} });
    } catch (error) {
      failed += 1;
      leaveOut(under, step.id, set, row, { code: 'check', column: '', value: error instanceof Error ? error.message : '' });
    }
  }
  if (isRowStep(step)) planRows(compiled, candidates, failed, set, under);
  else for (const one of candidates) add(one, compiled, compiled.create, 'call', null, set, under);
}

/** `failed`: rows whose expressions failed, so that nobody knows which object they mean. */
function planRows(compiled: CompiledStep, candidates: readonly Candidate[], failed: number, set: RowSet | null, under: PlanUnderWay): void {
  const { step } = compiled;
  if (!isRowStep(step)) return;
  claim(compiled, candidates, under);
  const known = step.match === undefined ? null
    : new KnownObjects(stateOf(under.scope, step.match.in), (item) => keyOf(compiled.matchKey, { ...under.scope, item }));
  // Rows that are there already come first, so that those with the same key and other values do not take their objects.
  const exact = new Set(known === null ? [] : candidates.filter(({ key, fields }) => known.hasExact(key, fields)));
  const found = new Map<Candidate, JsonObject | null>();
  for (const one of [...exact, ...candidates.filter((candidate) => !exact.has(candidate))]) found.set(one, known?.take(one.key, one.fields) ?? null);
  const said = known === null ? NOBODY_SAID : askWhetherSame(compiled, candidates, found, known, under);
  for (const one of candidates) {
    const item = found.get(one) ?? null;
    if (item === null) {
      add(one, compiled, compiled.create, 'create', null, set, under, said.unsaid.has(one) ? [{ code: 'maybe-renamed', column: '', value: null }] : []);
      continue;
    }
    under.made.set(`${step.id}:${one.key}`, item);
    const changed = changedFields(item, one.fields);
    if (changed !== null && compiled.update !== null) add({ ...one, fields: changed, full: one.fields }, compiled, compiled.update, 'update', item, set, under);
    // What is wrong with a row is said even where everything that can be read of it is there already.
    else if (one.row !== null && isOut(one.row.marks)) leaveOutRow(under, step.id, set, one.row, one.title);
    else under.unchanged += 1;
  }
  const rest = known?.rest() ?? [];
  under.missing += rest.length;
  if (compiled.remove === null || compiled.remove.when.evaluate(under.scope) !== true) return;
  // A row that cannot be used and found nothing may stand for any of them: nothing is deleted on the strength of a defect.
  const doubtful = candidates.some((one) => found.get(one) === null && one.row !== null && isOut(one.row.marks)) || failed > 0;
  for (const item of rest) {
    const scope = { ...under.scope, item };
    const title = titleOfObject(item);
    add({ row: null, scope, key: `-${keyOf(compiled.matchKey, scope)}`, title, fields: {} }, compiled, compiled.remove, 'remove', item, null, under, doubtful || said.doubted.has(item) ? [{ code: 'maybe-there', column: '', value: null }] : []);
  }
}

interface Said {
  /** Rows of which nobody said yet whether they are the object that is there. */
  readonly unsaid: ReadonlySet<Candidate>;
  /** Those objects: nothing is deleted while a row may be it. */
  readonly doubted: ReadonlySet<JsonObject>;
}

const NOBODY_SAID: Said = { unsaid: new Set(), doubted: new Set() };

/** Proposes that rows without an object are ones that are there under another name; where a person says so, they are. */
function askWhetherSame(compiled: CompiledStep, candidates: readonly Candidate[], found: Map<Candidate, JsonObject | null>, known: KnownObjects, under: PlanUnderWay): Said {
  const left = candidates.filter((one) => found.get(one) === null && one.row !== null && !isOut(one.row.marks));
  const pairs = left.length === 0 || compiled.alike.length === 0 ? [] : probablyTheSame(compiled.alike, left, known.rest(), under.scope);
  const unsaid = new Set<Candidate>();
  const doubted = new Set<JsonObject>();
  const asked = pairs.map(({ row, item }) => sameQuestion(compiled.step.id, row.row?.at ?? 0, titleOfObject(item), row.title, item, changedFields(item, row.fields) ?? {}, under.answers));
  for (const [at, { row, item }] of pairs.entries()) {
    const answer: SameAnswer | null = asked[at]?.said ?? null;
    if (answer === 'same') {
      found.set(row, item);
      known.give(item);
    } else if (answer === null) {
      unsaid.add(row);
      doubted.add(item);
    }
  }
  under.alike += unsaid.size;
  under.questions.push(...sameQuestions(compiled.step.id, asked.map(({ question }) => question), under.answers));
  return { unsaid, doubted };
}

/** Rows that would be in one another's way; those that are left out anyway stand in nobody's. */
function claim(compiled: CompiledStep, candidates: readonly Candidate[], under: PlanUnderWay): void {
  const { clash } = compiled;
  if (clash === null) return;
  const claims = candidates.flatMap(({ row, scope }): Claim[] => {
    if (row === null || isOut(row.marks)) return [];
    try {
      const place = keyOf(clash.at, scope);
      const [from, until] = [clash.from.evaluate(scope), clash.until.evaluate(scope)];
      return typeof from === 'string' && typeof until === 'string' && clash.at.every((part) => spelled(part.evaluate(scope)) !== '') ? [{ row, place, from, until }] : [];
    } catch {
      return [];
    }
  });
  under.clashes += markClashes(claims);
}

function add(one: Candidate, compiled: CompiledStep, call: CompiledCall, action: PlannedItem['action'], item: JsonObject | null, set: RowSet | null, under: PlanUnderWay, more: readonly RowMark[] = []): void {
  const { step } = compiled;
  const { row } = one;
  const marks: RowMark[] = [...(row?.marks ?? []), ...more];
  let args: Json;
  try {
    args = { ...one.fields, ...asObject(call.with.fill(item === null ? one.scope : { ...one.scope, item })) };
  } catch (error) {
    leaveOut(under, step.id, set, row, { code: 'check', column: '', value: error instanceof Error ? error.message : '' });
    return;
  }
  const resolved = settleMade(args, under.made, marks);
  const labels: Record<string, readonly string[]> = {};
  const sources = (path: readonly string[]): readonly string[] => sourcesOf(path, step.as, row, set, isRowStep(step) ? step.match?.in : undefined);
  if (compiled.fields !== null && action !== 'remove') labelsOf(compiled.fields, sources, labels);
  labelsOf(call.with, sources, labels);
  const kept = Object.fromEntries(Object.entries(labels).filter(([pointer]) => Object.hasOwn(one.fields, pointer.split('/')[1] ?? '') || !inFields(compiled, pointer)));
  const key = uniqueKey(`${step.id}:${one.key}`, row?.at ?? one.title, marks, under.keys);
  const out = isOut(marks);
  under.made.set(`${step.id}:${one.key}`, item ?? (out ? 'out' : 'item'));
  under.items.push({
    key, step: step.id, action, tool: call.tool, args: asObject(resolved), labels: kept, marks, out,
    ...(one.full === undefined ? {} : { full: one.full }),
    row: row === null || set === null ? null : { file: set.file, at: row.at }, title: one.title,
  });
}

function inFields(compiled: CompiledStep, pointer: string): boolean {
  return compiled.fields?.expressions.some((one) => one.pointer === pointer) ?? false;
}

/** Two rows with one key are no mistake in themselves; each keeps a name of its own, and the person sees it. */
function uniqueKey(key: string, row: number | string, marks: RowMark[], taken: Map<string, number | string>): string {
  let unique = key;
  for (let count = 2; taken.has(unique); count += 1) unique = `${key}#${count}`;
  // Of identical rows that is said already.
  if (unique !== key && !marks.some(({ code }) => code === 'identical')) marks.push({ code: 'same-key', column: '', value: taken.get(key) ?? '' });
  taken.set(unique, row);
  return unique;
}

/** Puts the objects that are there where they are named, leaves what this plan makes, and drops what does not come to be. */
function settleMade(value: Json, made: PlanUnderWay['made'], marks: RowMark[]): Json {
  if (Array.isArray(value)) return (value as readonly Json[]).map((item) => settleMade(item, made, marks)).filter((item) => item !== null);
  if (!isJsonObject(value)) return value;
  const from = value['$from'];
  if (typeof from === 'string' && typeof value['pointer'] === 'string') {
    const source = made.get(from);
    if (source === 'item') return value;
    if (typeof source === 'object') return source['id'] ?? null;
    marks.push({ code: 'unknown-reference', column: '', value: from.slice(from.indexOf(':') + 1).replaceAll('|', ' · ') });
    return null;
  }
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, settleMade(item, made, marks)]).filter(([, item]) => item !== null));
}

function sourcesOf(path: readonly string[], as: string, row: TypedRow | null, set: RowSet | null, matchIn: string | undefined): readonly string[] {
  const [first, second] = path;
  if (first === as) return row === null || set === null ? [] : set.labels(row.at, second ?? '');
  if (first === 'item') return matchIn === undefined ? [] : [`state.${matchIn}`];
  if (first === 'state' || first === 'data') return [second === undefined ? first : `${first}.${second}`];
  return [];
}

function leaveOut(under: PlanUnderWay, step: string, set: RowSet | null, row: TypedRow | null, mark: RowMark): void {
  under.leftOut.push({ step, file: set?.file ?? '', at: row?.at ?? 0, title: '', marks: row !== null && isOut(row.marks) ? row.marks : [...(row?.marks ?? []), mark] });
}

function leaveOutRow(under: PlanUnderWay, step: string, set: RowSet | null, row: TypedRow, title: string): void {
  under.leftOut.push({ step, file: set?.file ?? '', at: row.at, title, marks: row.marks });
}

export function isOut(marks: readonly RowMark[]): boolean {
  return marks.some(({ code }) => ROW_MARKS[code]);
}

function stateOf(scope: Scope, name: string): Json | undefined {
  const state = scope['state'];
  return isJsonObject(state) ? state[name] : undefined;
}

function asObject(value: Json): JsonObject {
  return isJsonObject(value) ? value : {};
}

function titleOfObject(item: JsonObject): string {
  return ['title', 'name', 'id'].map((name) => item[name]).find((value) => typeof value === 'string') ?? '';
}
