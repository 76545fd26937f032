import type { DryRun, Effect, ReadBack } from '../../words/index.ts';
import type { ToolRecipe } from '../recipe.ts';

/** What goes away by such a tool is gone afterwards; everything else is changed. */
const DELETES = /(^|[^a-z])(delete|remove|destroy|drop|purge|trash|unlink)/i;

const made = new WeakMap<ReadBack | DryRun, ToolRecipe>();

/** What a person accepted of a tool: how the state is read, how a dry run is asked for. */
export interface Accepted {
  readonly readBack?: ReadBack;
  readonly dryRun?: DryRun;
}

/**
 * The recipe that accepted offers amount to: it reads, and claims plain fields only; it asks for the dry run. It says
 * nothing of the effect or of how many objects there are: those are judged as if there were no recipe. One and the same
 * object for each offer; null where nothing was accepted.
 */
export function inferredRecipe({ readBack, dryRun }: Accepted, digest: string, effect: Effect): ToolRecipe | null {
  const key = readBack ?? dryRun;
  if (key === undefined) return null;
  const known = made.get(key);
  if (known !== undefined && known.digests[0] === digest && known.effect === effect) return known;
  const recipe: ToolRecipe = {
    digests: [digest], effect, inferred: true, ...(dryRun === undefined ? {} : { dryRun }),
    ...(readBack === undefined ? {} : {
      change: {
        how: 'record', verb: DELETES.test(readBack.tool) ? 'delete' : 'update', noun: 'object', patch: '', absent: [], project: '', serverSets: [],
        id: readBack.id ?? '', read: { tool: readBack.read, args: readBack.args, fixed: readBack.fixed }, untested: true, seek: readBack.gives,
      },
    }),
  };
  made.set(key, recipe);
  return recipe;
}
