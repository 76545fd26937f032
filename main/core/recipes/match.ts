import { DEMO_CMS_RECIPE } from './demo-cms.ts';
import { FILESYSTEM_RECIPES } from './filesystem.ts';
import type { Recipe, ToolRecipe } from './recipe.ts';

/** All recipes that ship with Countersign. */
export const RECIPES: readonly Recipe[] = [DEMO_CMS_RECIPE, ...FILESYSTEM_RECIPES];

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

function launches(recipe: Recipe, query: RecipeQuery): boolean {
  return 'package' in recipe.launch ? recipe.launch.package === query.package : recipe.launch.bundle === query.bundle;
}
