import { valueAt } from '../canonical/pointer.ts';
import type { AccountRecipe } from '../recipes/recipe.ts';
import type { Effect, Json } from '../words/index.ts';
import type { Preview, StateRead } from './preview.ts';

/**
 * Whether the account may, as the system itself tells. In: what was read of its rights, the effect of the call and the
 * project it is in, by its id. Undefined where the system did not tell, or not in that shape: then nothing is claimed.
 */
export function accountOf(recipe: AccountRecipe | undefined, state: StateRead | null, effect: Effect, project: Json | undefined): Preview['account'] {
  if (recipe === undefined || state?.state !== 'read') return undefined;
  const list = valueAt(state.value, recipe.list);
  if (!Array.isArray(list)) return undefined;
  const may = (list as readonly Json[]).some((entry) => recipe.needs.every((need) => {
    const held = valueAt(entry, need.at) ?? null;
    const needed = 'project' in need ? project : (need.ifEffect?.[effect] ?? need.value);
    // What is not known to be needed somewhere else is not held against anybody.
    if (held === null || needed === undefined) return true;
    return Array.isArray(held) ? (held as readonly Json[]).includes(needed) : held === needed;
  }));
  const name = valueAt(state.value, recipe.name);
  return { name: typeof name === 'string' ? name : null, may };
}
