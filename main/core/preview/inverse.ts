import { withMember } from '../canonical/pointer.ts';
import type { InverseRecipe, InverseValue, ToolRecipe } from '../recipes/recipe.ts';
import { isJsonObject, type Afterwards, type Json, type JsonObject } from '../words/index.ts';
import type { ToolAnswer } from '../ports.ts';
import { compareAfter } from './afterwards.ts';
import type { Change, PlannedRead, Preview, RowChange, StateRead } from './preview.ts';
import { planReadsAfter, READ_KEYS, valuesAt } from './reads.ts';

/** What an undo rests on: the object is as the call left it. JSON through and through, so that it can be kept. */
export interface LeftAs {
  /** The arguments of the call to undo: of a tool that does several things they say which. */
  readonly args: JsonObject;
  readonly reads: readonly PlannedRead[];
  /** The preview that was approved for the call to undo: its changes, and in its base the state before. */
  readonly shown: Preview;
}

/** A call that undoes another. It is a plan like any other: nothing of the first approval covers it. */
export interface Inverse {
  readonly tool: string;
  readonly args: JsonObject;
  /** It may be planned only while {@link asLeft} says `as shown` of these reads. */
  readonly onlyIf: LeftAs;
  /** Fields that will not be as they were, such as the id of a record that is made anew. */
  readonly unlike: readonly string[];
}

/** What undoes a call of the log, and the server it was carried out on: on another one it undoes nothing. */
export interface KeptUndo {
  readonly serverId: string;
  readonly identity: string;
  /** The tool of the call to undo. */
  readonly tool: string;
  readonly inverse: Inverse;
}

/** What undoes the calls of a set, the last first, as far as it was kept. */
export interface KeptSet {
  readonly planId: string;
  /** As its planner called it: hostile text. Null where nobody answered it as a set. */
  readonly title: string | null;
  readonly calls: readonly (KeptUndo & { readonly callId: string })[];
}

/**
 * The call that undoes one that was carried out, or null where none is known. In: the recipe, the arguments as sent,
 * the preview as approved (its base holds the state before) and the server's answer. Null too where the state before
 * cannot be brought back whole: an undo that leaves something behind is none.
 */
export function inverseOf(
  recipe: ToolRecipe | null, args: JsonObject, shown: Preview, answer: ToolAnswer,
): Inverse | null {
  const inverse = recipe?.inverse;
  if (inverse === undefined || shown.kind !== 'effect' || answer.kind !== 'result' || answer.isError) return null;
  const reads = planReadsAfter(recipe, args, answer);
  if (reads.length === 0 || !shown.changes.some(changesSomething)) return null;
  const sources: Sources = { args, base: statesOf(shown.base), answer: answer.structured };
  if (!(inverse.when ?? []).every(({ key, is }) => sources.base.get(key)?.['state'] === is)) return null;
  const undoing = argumentsOf(inverse, sources, shown);
  return undoing === null ? null : { tool: inverse.tool, args: undoing, onlyIf: { args, reads, shown }, unlike: inverse.unlike ?? [] };
}

/** Whether the object is still as the call left it. In: the recipe of that call, and what the reads of `onlyIf` gave. */
export function asLeft(recipe: ToolRecipe | null, onlyIf: LeftAs, states: readonly StateRead[]): Afterwards {
  return compareAfter(recipe, onlyIf.shown, states);
}

/** Nothing was changed, so there is nothing to undo. */
function changesSomething(change: Change): boolean {
  switch (change.kind) {
    case 'text': return change.before !== change.after;
    case 'fields': return change.fields.length > 0;
    case 'rows': return change.rows.length > 0;
    case 'move':
    case 'said':
      return true;
  }
}

interface Sources {
  readonly args: JsonObject;
  readonly base: ReadonlyMap<string, JsonObject>;
  readonly answer: Json;
}

function statesOf(base: Json): Map<string, JsonObject> {
  const states: readonly Json[] = Array.isArray(base) ? base : [];
  return new Map(states.flatMap((state) => (isJsonObject(state) && typeof state['key'] === 'string' ? [[state['key'], state]] : [])));
}

function argumentsOf(inverse: InverseRecipe, sources: Sources, shown: Preview): JsonObject | null {
  const fields = inverse.fields === undefined ? {} : fieldsBefore(inverse.fields, sources, shown);
  if (fields === null) return null;
  const rows = inverse.rows === undefined ? {} : rowsBefore(inverse.rows, shown);
  if (rows === null) return null;
  let args: JsonObject = { ...fields, ...rows };
  for (const [name, from] of Object.entries(inverse.args)) {
    const value = valueFrom(from, sources);
    if (value === undefined) return null;
    args = withMember(args, name, value);
  }
  return args;
}

function valueFrom(from: InverseValue, { args, base, answer }: Sources): Json | undefined {
  switch (from.from) {
    case 'args': return valuesAt(args, from.pointer);
    case 'answer': return valuesAt(answer, from.pointer);
    case 'before': return valuesAt(base.get(READ_KEYS.before)?.['value'] ?? null, from.pointer);
    case 'text': return base.get(READ_KEYS.before)?.['text'];
    case 'fixed': return from.value;
  }
}

/** Members of the record as it was: those that the call changed, or all. Null where one was not there before. */
function fieldsBefore(which: NonNullable<InverseRecipe['fields']>, { base }: Sources, shown: Preview): JsonObject | null {
  const before = base.get(READ_KEYS.before)?.['value'];
  if (before === undefined || !isJsonObject(before)) return null;
  const changed = new Set(shown.changes.flatMap((change) => (change.kind === 'fields' ? change.fields.map(({ pointer }) => firstOf(pointer)) : [])));
  const names = [...(which.which === 'all' ? Object.keys(before) : changed)].filter((name) => !which.leaveOut.includes(name));
  if (!names.every((name) => Object.hasOwn(before, name))) return null;
  return Object.fromEntries(names.map((name) => [name, before[name] ?? null]));
}

/** The rows of a call as its records were before it. Null where a field was not there before, or they differ in what must be the same. */
function rowsBefore(recipe: NonNullable<InverseRecipe['rows']>, shown: Preview): JsonObject | null {
  const change = shown.changes[0];
  if (change?.kind !== 'rows') return null;
  if ('verb' in recipe) return objectsOf(recipe, change.rows);
  if ('id' in recipe) {
    const changed = change.rows.filter(({ fields }) => fields.length > 0);
    const undoable = changed.every(({ fields }) => fields.every(({ pointer, before }) => before !== undefined && pointer.lastIndexOf('/') === 0));
    if (!undoable) return null;
    return { [recipe.at]: changed.map(({ target, fields }) => ({ [recipe.id]: target, ...Object.fromEntries(fields.map(({ pointer, before }) => [firstOf(pointer), before ?? null])) })) };
  }
  const records = change.rows.map(({ fields }) => fields.map(({ pointer, before }): [string, Json] => [firstOf(pointer), before ?? null]));
  const same = new Set(records.map((record) => JSON.stringify(record.find(([name]) => name === recipe.same))));
  return same.size > 1 ? null : { [recipe.at]: records.map((record) => Object.fromEntries(record.filter(([name]) => !recipe.leaveOut.includes(name)))) };
}

function objectsOf(
  recipe: Extract<NonNullable<InverseRecipe['rows']>, { verb: string }>, rows: readonly RowChange[],
): JsonObject | null {
  const objects = rows.map(({ fields }) => Object.fromEntries(fields.map(({ pointer, before, after }): [string, Json] => [firstOf(pointer), (recipe.verb === 'delete' ? before : after) ?? null])));
  const fits = rows.every(({ verb }) => verb === recipe.verb) && objects.every((object) => recipe.has.every((name) => Object.hasOwn(object, name)));
  const { value } = recipe;
  return fits ? { [recipe.at]: value === undefined ? objects : objects.map((object) => object[value] ?? null) } : null;
}

function firstOf(pointer: string): string {
  return (pointer.split('/')[1] ?? '').replaceAll('~1', '/').replaceAll('~0', '~');
}
