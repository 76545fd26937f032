import type { Effect, ReadBack } from '../../words/index.ts';
import type { ToolRecipe } from '../recipe.ts';

/** What goes away by such a tool is gone afterwards; everything else is changed. */
const DELETES = /(^|[^a-z])(delete|remove|destroy|drop|purge|trash|unlink)/i;

const made = new WeakMap<ReadBack, ToolRecipe>();

/**
 * The recipe that an accepted read-back amounts to: it reads, and claims plain fields only. It says nothing of the
 * effect or of how many objects there are: those are judged as if there were no recipe. One and the same object for each offer.
 */
export function inferredRecipe(offer: ReadBack, digest: string, effect: Effect): ToolRecipe {
  const known = made.get(offer);
  if (known !== undefined && known.digests[0] === digest && known.effect === effect) return known;
  const recipe: ToolRecipe = {
    digests: [digest], effect, inferred: true,
    change: {
      how: 'record', verb: DELETES.test(offer.tool) ? 'delete' : 'update', noun: 'object', patch: '', absent: [], project: '', serverSets: [],
      id: offer.id ?? '', read: { tool: offer.read, args: offer.args, fixed: offer.fixed }, untested: true, seek: offer.gives,
    },
  };
  made.set(offer, recipe);
  return recipe;
}
