import type { ToolFacts } from '../../core/pins/tool-facts.ts';
import { judgeEffect } from '../../core/policy/effect.ts';
import { matchRecipe } from '../../core/recipes/match.ts';
import type { ServerFacts } from '../../core/trust/server-facts.ts';

/**
 * The effect an ordinary call of a tool would have, judged without arguments, and where that is known from. A call is
 * judged anew with its own arguments, which may raise it.
 */
export function usualEffect(server: ServerFacts, tool: ToolFacts): ReturnType<typeof judgeEffect> {
  const recipe = matchRecipe({ soleCode: server.soleCode, bundle: server.bundle, tool: tool.name, digest: tool.digest });
  return judgeEffect({ definition: tool.definition, recipe, accepted: tool.acceptedEffect }, {});
}
