import { canonical } from '../canonical/canonical.ts';
import type { ToolRecipe } from '../recipes/recipe.ts';
import { isJsonObject, type Afterwards, type Json, type JsonObject } from '../words/index.ts';
import { differingFields } from './fields.ts';
import type { Change, FieldChange, Preview, StateRead } from './preview.ts';
import { READ_KEYS } from './reads.ts';
import type { RecordRecipe } from './record-change.ts';

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
    case 'rows':
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
  if (state?.state === 'absent') return recipe.verb === 'delete' ? 'as shown' : 'different';
  if (state?.state !== 'read' || !isJsonObject(state.value)) return 'not checkable';
  if (recipe.verb === 'delete') return 'different';
  const before = recipe.verb === 'create' ? {} : recordBefore(base);
  if (before === null) return 'not checkable';
  const fields = differingFields(before, state.value, recipe.serverSets, () => '');
  const shown = recipe.verb === 'create' ? change.fields.filter((field) => !setByServer(recipe, field)) : change.fields;
  return spelled(fields) === spelled(shown) ? 'as shown' : 'different';
}

function setByServer(recipe: RecordRecipe, field: FieldChange): boolean {
  return recipe.serverSets.some((name) => field.pointer === `/${name}`);
}

function recordBefore(base: Json): JsonObject | null {
  const states: readonly Json[] = Array.isArray(base) ? base : [];
  const state = states.find((candidate) => isJsonObject(candidate) && candidate['key'] === READ_KEYS.before);
  const value = isJsonObject(state) ? state['value'] : undefined;
  return isJsonObject(value) ? value : null;
}

/** One spelling of a set of field changes, whatever their order; labels are words, not facts. */
function spelled(fields: readonly FieldChange[]): string {
  const facts = fields.map(({ label: _, ...field }): JsonObject => ({ ...field }));
  return facts.map((fact) => canonical(fact)).sort().join('\n');
}
