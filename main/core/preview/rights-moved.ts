import { valueAt } from '../canonical/pointer.ts';
import type { SpecialRecipe } from '../recipes/recipe.ts';
import type { Json, JsonObject } from '../words/index.ts';
import type { GivenRight } from './special.ts';

type RightsRecipe = Extract<SpecialRecipe, { situation: 'rights' }>;
type May = GivenRight['may'];

/** So many combinations of one list are told apart; more are those of no person. */
const MOST = 5_000;

/** Who gains and who loses what, each combination by itself; what a wider right already covers is no gain. */
export function rightsMoved(
  recipe: RightsRecipe, before: JsonObject | null, after: JsonObject | null,
): { readonly gains: readonly GivenRight[]; readonly loses: readonly GivenRight[] } {
  const who = valueAt(after ?? before ?? {}, recipe.who);
  const [was, will] = [rightsIn(recipe, before), rightsIn(recipe, after)];
  const named = (may: May): GivenRight => ({ who: typeof who === 'string' ? who : '', may });
  return {
    gains: will.filter((right) => !covered(right, was)).map(named),
    loses: was.filter((right) => !covered(right, will)).map(named),
  };
}

function covered(right: May, by: readonly May[]): boolean {
  return by.some((other) => other.every((part, at) => part === null || part === right[at]));
}

function rightsIn(recipe: RightsRecipe, record: JsonObject | null): readonly May[] {
  const list = record === null ? undefined : valueAt(record, recipe.list);
  const all = (Array.isArray(list) ? (list as readonly Json[]) : []).flatMap((right) => combinations(right, recipe.axes));
  return [...new Map(all.map((may) => [JSON.stringify(may), may])).values()].slice(0, MOST);
}

function combinations(right: Json, axes: readonly string[]): May[] {
  let rows: (string | null)[][] = [[]];
  for (const axis of axes) {
    const value = valueAt(right, `/${axis}`) ?? null;
    const parts: readonly (string | null)[] = value === null ? [null] : (Array.isArray(value) ? (value as readonly Json[]) : [value]).map(String);
    rows = rows.slice(0, MOST).flatMap((row) => parts.map((part) => [...row, part]));
  }
  return rows;
}
