import type { JsonObject } from '../words/index.ts';
import type { ToolRecipe } from '../recipes/recipe.ts';
import { countObjects } from './count.ts';
import type { PlannedRead, Preview, Unknown } from './preview.ts';

/**
 * The preview when nothing more is known than the arguments: the card shows them in full by their schema. Kind
 * `arguments`, no changes; objects counted by recipe or by shape. `unknowns` say why there is no more.
 */
export function argumentsPreview(
  args: JsonObject, recipe: ToolRecipe | null = null,
  unknowns: readonly Unknown[] = ['no-recipe'], lookFirst: readonly PlannedRead[] = [], base: Preview['base'] = null,
): Preview {
  const objects = countObjects(recipe, args);
  const change = recipe?.change;
  const noun = change !== undefined && 'noun' in change ? change.noun : recipe?.noun ?? null;
  const verb = recipe?.effect === 'read' ? 'reads' : 'calls';
  return {
    kind: 'arguments', changes: [], objects, base, unknowns, lookFirst,
    sentence: { verb, noun, objects, fields: null, project: null },
  };
}
