import { canonical } from '../canonical/canonical.ts';
import { valueAt } from '../canonical/pointer.ts';
import type { ChangeRecipe, ToolRecipe } from '../recipes/recipe.ts';
import { isJsonObject, type Afterwards, type Json, type JsonObject } from '../words/index.ts';
import { differingFields } from './fields.ts';
import { differingRows } from './lists-change.ts';
import type { Change, FieldChange, Preview, RowChange, StateRead } from './preview.ts';
import { READ_KEYS } from './reads.ts';
import type { RecordRecipe } from './record-change.ts';
import { recordIn } from './record-within.ts';
import { recordsById, type RecordsRecipe } from './records-change.ts';

/**
 * Whether the state after a call is the one that was shown. In: the preview that was approved and the reads of
 * `planReadsAfter`. Fields that the recipe says the server sets itself are no difference; a state that could not
 * be read is `not checkable`, never `as shown`.
 */
export function compareAfter(
  recipe: ToolRecipe | null, preview: Preview, statesAfter: readonly StateRead[],
): Afterwards {
  const change = preview.changes[0];
  if (preview.kind !== 'effect' || change === undefined || recipe?.change === undefined) return 'not checkable';
  switch (change.kind) {
    case 'text': return textAfter(change, stateOf(statesAfter, READ_KEYS.before));
    case 'move': return moveAfter(stateOf(statesAfter, READ_KEYS.from), stateOf(statesAfter, READ_KEYS.to));
    case 'fields':
      return recipe.change.how === 'record' ? recordAfter(recipe.change, change, preview.base, statesAfter) : 'not checkable';
    case 'rows': return rowsAfter(recipe.change, change.rows, preview.base, statesAfter);
    case 'said':
      return 'not checkable';
  }
}

function stateOf(states: readonly StateRead[], key: string): StateRead | null {
  return states.find((state) => state.key === key) ?? null;
}

function textAfter(change: Extract<Change, { kind: 'text' }>, state: StateRead | null): Afterwards {
  if (state?.state === 'read') return state.text === change.after ? 'as shown' : 'different';
  return state?.state === 'absent' ? 'different' : 'not checkable';
}

function moveAfter(from: StateRead | null, to: StateRead | null): Afterwards {
  if (from?.state === 'read' || to?.state === 'absent') return 'different';
  return from?.state === 'absent' && to?.state === 'read' ? 'as shown' : 'not checkable';
}

function recordAfter(
  recipe: RecordRecipe, change: Extract<Change, { kind: 'fields' }>, base: Json, states: readonly StateRead[],
): Afterwards {
  const state = stateOf(states, recipe.verb === 'create' ? READ_KEYS.created : READ_KEYS.before);
  const makes = change.verb === 'create';
  if (state?.state === 'absent') return recipe.verb === 'delete' ? 'as shown' : 'different';
  if (recipe.untested === true) return untestedAfter(recipe, change, state);
  if (state?.state !== 'read' || !isJsonObject(state.value)) return 'not checkable';
  if (recipe.verb === 'delete') return 'different';
  const before = makes ? {} : stateBefore(base);
  if (before === null || !isJsonObject(before)) return 'not checkable';
  const fields = differingFields(before, state.value, recipe.serverSets, () => '');
  const shown = makes ? change.fields.filter((field) => !setByServer(recipe, field)) : change.fields;
  return spelled(fields) === spelled(shown) ? 'as shown' : 'different';
}

/** What was shown stands in what is read now; anything else was never tried and is no alarm. */
function untestedAfter(recipe: RecordRecipe, change: Extract<Change, { kind: 'fields' }>, state: StateRead | null): Afterwards {
  const record = state?.state === 'read' && change.verb === 'update' ? recordIn(recipe.seek, change.target, change.fields.map(({ pointer }) => pointer.slice(1)), state.value) : null;
  if (record === null) return 'not checkable';
  return change.fields.every(({ pointer, after }) => after !== undefined && canonical(valueAt(record, pointer) ?? null) === canonical(after)) ? 'as shown' : 'not checkable';
}

function setByServer(recipe: { readonly serverSets: readonly string[] }, field: FieldChange): boolean {
  return recipe.serverSets.some((name) => field.pointer === `/${name}`);
}

/** The value that was read before, as it was bound; null where there was none. */
function stateBefore(base: Json): Json {
  const states: readonly Json[] = Array.isArray(base) ? base : [];
  const state = states.find((candidate) => isJsonObject(candidate) && candidate['key'] === READ_KEYS.before);
  return (isJsonObject(state) ? state['value'] : null) ?? null;
}

function rowsAfter(recipe: ChangeRecipe, shown: readonly RowChange[], base: Json, states: readonly StateRead[]): Afterwards {
  if (recipe.how !== 'records' && recipe.how !== 'lists') return 'not checkable';
  const creates = recipe.how === 'records' && recipe.verb === 'create';
  const state = stateOf(states, creates ? READ_KEYS.created : READ_KEYS.before);
  if (state?.state === 'absent') return 'different';
  if (state?.state !== 'read') return 'not checkable';
  const rows = recipe.how === 'lists' ? differingRows(recipe, stateBefore(base), state.value) : recordRows(recipe, shown, base, state);
  if (rows === null) return 'not checkable';
  const wanted = creates ? shown.map((row) => ({ ...row, fields: row.fields.filter((field) => !setByServer(recipe, field)) })) : shown;
  return spelledRows(rows, creates) === spelledRows(wanted, creates) ? 'as shown' : 'different';
}

/** The rows as they are now, against what was shown of each. */
function recordRows(recipe: RecordsRecipe, shown: readonly RowChange[], base: Json, state: StateRead): readonly RowChange[] | null {
  const now = recordsById(recipe, state);
  if (now === null) return null;
  const compare = (left: JsonObject, right: JsonObject): readonly FieldChange[] => differingFields(left, right, recipe.serverSets, () => '');
  if (recipe.verb === 'create') return [...now.values()].map((record) => ({ verb: 'create', target: '', fields: compare({}, record) }));
  const before = recordsById(recipe, { key: READ_KEYS.before, state: 'read', value: stateBefore(base), text: '' });
  return shown.map(({ target, verb, fields }): RowChange => {
    const record = now.get(target);
    if (verb === 'delete') return { verb: record === undefined ? 'delete' : 'update', target, fields };
    return record === undefined ? { verb: 'delete', target, fields: [] } : { verb, target, fields: compare(before?.get(target) ?? {}, record) };
  });
}

function spelledRows(rows: readonly RowChange[], unnamed: boolean): string {
  return rows.map(({ verb, target, fields }) => `${verb} ${unnamed ? '' : JSON.stringify(target)} ${spelled(fields)}`).sort().join('\n\n');
}

/** One spelling of a set of field changes, whatever their order; labels are words, not facts. */
function spelled(fields: readonly FieldChange[]): string {
  const facts = fields.map(({ label: _, ...field }): JsonObject => ({ ...field }));
  return facts.map((fact) => canonical(fact)).sort().join('\n');
}
