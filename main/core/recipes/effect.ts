import { valueAt } from '../canonical/pointer.ts';
import type { StateRead } from '../preview/preview.ts';
import { graver, type Effect } from '../words/index.ts';
import type { ToolRecipe } from './recipe.ts';

/**
 * The effect of a call once the states are known: a change to something already public is a publication. In: the
 * effect as judged by the arguments, which is never lowered here. States that were not read raise nothing.
 */
export function effectByStates(recipe: ToolRecipe, effect: Effect, states: readonly StateRead[]): Effect {
  let now = effect;
  for (const state of states) {
    if (state.state !== 'read') continue;
    for (const raise of recipe.raisesByState ?? []) {
      const found = valueAt(state.value, raise.pointer);
      if (found !== undefined && raise.values.includes(found)) now = graver(now, raise.effect);
    }
  }
  return now;
}
