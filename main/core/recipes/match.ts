import { DEMO_CMS_RECIPE } from './demo-cms.ts';
import { FILESYSTEM_RECIPES } from './filesystem.ts';
import { GIT_RECIPE } from './git.ts';
import { MEMORY_RECIPE } from './memory.ts';
import { RECORDED_RECIPES } from './recorded.ts';
import { valueAt } from '../canonical/pointer.ts';
import type { JsonObject } from '../words/index.ts';
import type { Recipe, ToolRecipe } from './recipe.ts';

/** All recipes that ship with Countersign. */
export const RECIPES: readonly Recipe[] = [DEMO_CMS_RECIPE, ...FILESYSTEM_RECIPES, MEMORY_RECIPE, GIT_RECIPE, ...RECORDED_RECIPES];

/** What a recipe is found by: the launched package or bundle, the tool, and the digest of its definition. */
export interface RecipeQuery {
  readonly package: string | null;
  readonly bundle: string | null;
  readonly tool: string;
  readonly digest: string;
}

/**
 * The recipe for one tool, or null. A name alone never matches: package or bundle come from the consented launch,
 * and the definition must be one that the recipe was checked against. Without a match nothing is known.
 */
export function matchRecipe(query: RecipeQuery): ToolRecipe | null {
  for (const recipe of RECIPES) {
    // SECURITY: launch identity first; another server may bear the same tool with the same definition.
    if (!launches(recipe, query)) continue;
    const tool = Object.hasOwn(recipe.tools, query.tool) ? recipe.tools[query.tool] : undefined;
    if (tool?.digests.includes(query.digest) === true) return tool;
  }
  return null;
}

/** What is known of this very call, where a tool does several things; else the recipe as it is. */
export function recipeForCall(recipe: ToolRecipe | null, args: JsonObject): ToolRecipe | null {
  const variants = recipe?.variants;
  if (variants === undefined) return recipe;
  const which = valueAt(args, variants.at) ?? variants.otherwise;
  // SECURITY: only a value that is known lowers the effect; anything else is the gravest the tool can do.
  return (typeof which === 'string' && Object.hasOwn(variants.of, which) ? variants.of[which] : undefined) ?? recipe;
}

function launches(recipe: Recipe, query: RecipeQuery): boolean {
  return 'package' in recipe.launch ? recipe.launch.package === query.package : recipe.launch.bundle === query.bundle;
}
