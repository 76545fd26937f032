import { pointerOf, pointerParts, valueAt, withValueAt } from '../canonical/pointer.ts';
import type { ChangeRecipe, RecipeRead, ToolRecipe } from '../recipes/recipe.ts';
import { isJsonObject, type Json, type JsonObject } from '../words/index.ts';
import type { ToolAnswer } from '../ports.ts';
import type { PlannedRead } from './preview.ts';

/** Keys of the reads, by which their answers are found again. */
export const READ_KEYS = {
  before: 'before', from: 'from', to: 'to', place: 'place', created: 'created', references: 'references', account: 'account', dryRun: 'dry-run',
} as const;

/** Reads that make a preview better, but without which it is none the less true. */
export const SPARE_KEYS: readonly string[] = [READ_KEYS.place, READ_KEYS.references, READ_KEYS.account, READ_KEYS.dryRun];

/**
 * What to read before this call can be previewed; in: the recipe and the exact arguments. None where no recipe
 * knows the tool, and none where the arguments lack what names the object: then the arguments are all there is.
 */
export function planReads(recipe: ToolRecipe | null, args: JsonObject): readonly PlannedRead[] {
  if (recipe === null) return [];
  const state = stateReads(recipe.change, args);
  if (recipe.change === undefined) return dryRunOf(recipe, args);
  const references = recipe.change.how === 'record' ? recipe.change.references : undefined;
  return [
    ...state,
    ...(references === undefined ? [] : recipeRead(READ_KEYS.references, references.read, args, [])),
    ...(recipe.account === undefined ? [] : recipeRead(READ_KEYS.account, recipe.account.read, args, [])),
    ...dryRunOf(recipe, args),
  ];
}

/** The very call, asked only to say what it would do. None where it says so by itself already. */
function dryRunOf({ dryRun }: ToolRecipe, args: JsonObject): readonly PlannedRead[] {
  if (dryRun === undefined || valueAt(args, dryRun.at) === true) return [];
  const dry = withValueAt(args, dryRun.at, true);
  return dry !== null && isJsonObject(dry) ? [{ key: READ_KEYS.dryRun, tool: dryRun.tool, args: dry, dryRun: true }] : [];
}

function stateReads(change: ChangeRecipe | undefined, args: JsonObject): readonly PlannedRead[] {
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
      return recipeRead(change.verb === 'create' ? READ_KEYS.place : READ_KEYS.before, change.read, args, change.absent);
    case 'records':
      return recipeRead(change.verb === 'create' ? READ_KEYS.place : READ_KEYS.before, change.read, args, change.absent);
    case 'lists':
      return recipeRead(READ_KEYS.before, change.read, args, change.absent);
  }
}

/**
 * What to read after a call that was carried out, for {@link import('./afterwards.ts').compareAfter}. A new
 * record is found by what the server answered; everything else is read as before.
 */
export function planReadsAfter(recipe: ToolRecipe | null, args: JsonObject, answer: ToolAnswer): readonly PlannedRead[] {
  const change = recipe?.change;
  if ((change?.how !== 'record' && change?.how !== 'records') || change.verb !== 'create') return stateReads(change, args);
  if (change.created === undefined || answer.kind !== 'result' || answer.isError) return [];
  return recipeRead(READ_KEYS.created, change.created, answer.structured, change.absent);
}

function pathRead(
  key: string, change: { readonly read: string; readonly absent: readonly string[] }, path: Json | undefined,
): readonly PlannedRead[] {
  return typeof path === 'string' ? [{ key, tool: change.read, args: { path }, absent: change.absent }] : [];
}

function recipeRead(key: string, read: RecipeRead | null, source: Json, absent: readonly string[]): readonly PlannedRead[] {
  if (read === null) return [];
  const args: [string, Json][] = Object.entries(read.fixed ?? {});
  for (const [name, pointer] of Object.entries(read.args)) {
    const value = valuesAt(source, pointer);
    if (value === undefined) return [];
    args.push([name, value]);
  }
  for (const [name, pointer] of Object.entries(read.optional ?? {})) {
    const value = valueAt(source, pointer);
    if (value !== undefined) args.push([name, value]);
  }
  return [{ key, tool: read.tool, args: placed(args), absent }];
}

/** Arguments by name, or by a pointer to where they stand within one. */
function placed(args: readonly (readonly [string, Json])[]): JsonObject {
  let made: JsonObject = {};
  for (const [name, value] of args) {
    const next = withValueAt(made, name.startsWith('/') ? name : pointerOf([name]), value);
    if (next !== null && isJsonObject(next)) made = next;
  }
  return made;
}

/** The value at a pointer; a part `*` stands for each item of a list, and then the values are a list too. */
export function valuesAt(source: Json, pointer: string): Json | undefined {
  const [list, inner] = pointer.split('/*');
  if (inner === undefined || list === undefined || pointerParts(list) === null) return valueAt(source, pointer);
  const items = valueAt(source, list);
  if (!Array.isArray(items)) return undefined;
  const values = (items as readonly Json[]).flatMap((item) => valueAt(item, inner) ?? []);
  return values.length === items.length ? values : undefined;
}
