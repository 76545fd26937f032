import { valueAt } from '../canonical/pointer.ts';
import type { ChangeRecipe, RecipeRead, ToolRecipe } from '../recipes/recipe.ts';
import type { Json, JsonObject } from '../words/index.ts';
import type { ToolAnswer } from '../ports.ts';
import type { PlannedRead } from './preview.ts';

/** Keys of the reads, by which their answers are found again. */
export const READ_KEYS = { before: 'before', from: 'from', to: 'to', place: 'place', created: 'created' } as const;

/**
 * What to read before this call can be previewed; in: the recipe and the exact arguments. None where no recipe
 * knows the tool, and none where the arguments lack what names the object: then the arguments are all there is.
 */
export function planReads(recipe: ToolRecipe | null, args: JsonObject): readonly PlannedRead[] {
  const change = recipe?.change;
  if (change === undefined) return [];
  switch (change.how) {
    case 'write-text':
    case 'edit-text':
      return pathRead(READ_KEYS.before, change, valueAt(args, change.path));
    case 'move':
      return [
        ...pathRead(READ_KEYS.from, change, valueAt(args, change.from)),
        ...pathRead(READ_KEYS.to, change, valueAt(args, change.to)),
      ];
    case 'record':
      return recordReads(change.verb === 'create' ? READ_KEYS.place : READ_KEYS.before, change, change.read, args);
  }
}

/**
 * What to read after a call that was carried out, for {@link import('./afterwards.ts').compareAfter}. A new
 * record is found by what the server answered; everything else is read as before.
 */
export function planReadsAfter(recipe: ToolRecipe | null, args: JsonObject, answer: ToolAnswer): readonly PlannedRead[] {
  const change = recipe?.change;
  if (change?.how !== 'record' || change.verb !== 'create') return planReads(recipe, args);
  if (change.created === undefined || answer.kind !== 'result' || answer.isError) return [];
  return recordReads(READ_KEYS.created, change, change.created, answer.structured);
}

function pathRead(
  key: string, change: { readonly read: string; readonly absent: readonly string[] }, path: Json | undefined,
): readonly PlannedRead[] {
  return typeof path === 'string' ? [{ key, tool: change.read, args: { path }, absent: change.absent }] : [];
}

function recordReads(
  key: string, change: Extract<ChangeRecipe, { how: 'record' }>, read: RecipeRead | null, source: Json,
): readonly PlannedRead[] {
  if (read === null) return [];
  const args: [string, Json][] = [];
  for (const [name, pointer] of Object.entries(read.args)) {
    const value = valueAt(source, pointer);
    if (value === undefined) return [];
    args.push([name, value]);
  }
  return [{ key, tool: read.tool, args: Object.fromEntries(args), absent: change.absent }];
}
