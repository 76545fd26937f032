import { valueAt } from '../canonical/pointer.ts';
import type { AccountRecipe } from '../recipes/recipe.ts';
import type { Effect, Json } from '../words/index.ts';
import type { Preview, StateRead } from './preview.ts';

/** What of a call its account must be allowed: how grave it is, whether the object is there already, and the projects it is in, by their ids. */
export interface Demanded {
  readonly effect: Effect;
  readonly there: boolean;
  /** Null for one that is not known. */
  readonly projects: readonly Json[];
}

/**
 * Whether the account may, as the system itself tells. In: what was read of its rights, and what the call demands.
 * Undefined where the system did not tell, or not in that shape: then nothing is claimed.
 */
export function accountOf(recipe: AccountRecipe | undefined, state: StateRead | null, demanded: Demanded): Preview['account'] {
  if (recipe === undefined || state?.state !== 'read') return undefined;
  const list = valueAt(state.value, recipe.list);
  if (!Array.isArray(list)) return undefined;
  const projects = demanded.projects.length === 0 ? [null] : demanded.projects;
  const graver = recipe.needs.some((need) => 'value' in need && need.ifEffect?.[demanded.effect] !== undefined);
  const ways = graver ? [false, true] : [false];
  const may = ways.every((grave) => projects.every((project) => (list as readonly Json[]).some((entry) => allows(entry, recipe.needs, demanded, project, grave))));
  const name = valueAt(state.value, recipe.name);
  return { name: typeof name === 'string' ? name : null, may };
}

function allows(entry: Json, needs: AccountRecipe['needs'], { effect, there }: Demanded, project: Json, grave: boolean): boolean {
  return needs.every((need) => {
    const held = valueAt(entry, need.at) ?? null;
    const plain = 'project' in need ? project : ((there ? need.ifThere : undefined) ?? need.value);
    const needed = grave && 'value' in need ? (need.ifEffect?.[effect] ?? plain) : plain;
    // What is not known to be needed somewhere else is not held against anybody.
    if (held === null || needed === null) return true;
    return Array.isArray(held) ? (held as readonly Json[]).includes(needed) : held === needed;
  });
}
