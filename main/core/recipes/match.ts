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

/** What a recipe is found by: the code that was launched, or the bundle; the tool, and the digest of its definition. */
export interface RecipeQuery {
  readonly soleCode: string | null;
  readonly bundle: string | null;
  readonly tool: string;
  readonly digest: string;
}

/**
 * The recipe for one tool, or null. No name matches: what was launched must be the files of a release, and the
 * definition one, that the recipe was checked against. Without a match nothing is known.
 */
export function matchRecipe(query: RecipeQuery): ToolRecipe | null {
  for (const recipe of RECIPES) {
    // SECURITY: launch identity first; another server may bear the same name and the same tools with the same definitions.
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

/**
 * True where a recipe speaks of this tool of a package so named, and yet was not found: another release, a changed copy,
 * or something that only bears the name. For a sentence, nothing more.
 */
export function isKnownElsewhere(packageName: string | null, tool: string): boolean {
  return RECIPES.some(({ launch, tools }) => 'package' in launch && launch.package === packageName && Object.hasOwn(tools, tool));
}

function launches({ launch }: Recipe, { soleCode, bundle }: RecipeQuery): boolean {
  return 'package' in launch ? soleCode !== null && launch.code.includes(soleCode) : launch.bundle === bundle;
}
