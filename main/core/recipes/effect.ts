import { valueAt } from '../canonical/pointer.ts';
import type { StateRead } from '../preview/preview.ts';
import { graver, type Effect, type Json, type JsonObject } from '../words/index.ts';
import type { ToolRecipe } from './recipe.ts';

/** The effect of a call by its recipe and arguments: arguments only ever make it graver. */
export function effectByRecipe(recipe: ToolRecipe, args: JsonObject): Effect {
  return raised(recipe.effect, recipe.raises ?? [], args);
}

/**
 * The effect once the states are known: a change to something already public is a publication. Never lower than
 * the effect given; states that were not read raise nothing, for the arguments have raised what they can.
 */
export function effectByStates(recipe: ToolRecipe, effect: Effect, states: readonly StateRead[]): Effect {
  return states.reduce(
    (now, state) => (state.state === 'read' ? raised(now, recipe.raisesByState ?? [], state.value) : now), effect,
  );
}

function raised(effect: Effect, raises: NonNullable<ToolRecipe['raises']>, value: Json): Effect {
  return raises.reduce((now, raise) => {
    const found = valueAt(value, raise.pointer);
    return found !== undefined && raise.values.includes(found) ? graver(now, raise.effect) : now;
  }, effect);
}
