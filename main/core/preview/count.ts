import { valueAt } from '../canonical/pointer.ts';
import type { ToolRecipe } from '../recipes/recipe.ts';
import { isJsonObject, type Json, type JsonObject } from '../words/index.ts';

/** Names of arguments that choose objects by a condition; how many those are nobody here knows. */
const CHOOSES = /(^|[a-z_-])(filters?|where|globs?|patterns?|selectors?|sql|search|conditions?|wildcards?|regex|script|command)$/i;
const CHOOSES_SHORT = /^(q|query|jql|cql|expression|statement|folder|dir|directory|prefix)$/i;
const CHOOSES_ALL = /^(all|everything|recursive|select_?all)$/i;
const NAMES_PLACE = /(path|file|uri|url|source|destination|target)s?$/i;

/**
 * How many objects a call touches: by recipe, else by the largest array in the arguments, else one. Null where it
 * cannot be counted (a filter, a pattern, a folder, ids in one string): that counts as more than any limit.
 */
export function countObjects(recipe: ToolRecipe | null, args: JsonObject): number | null {
  if (recipe?.inferred === true) return countByShape(args);
  if (recipe?.objects !== undefined) {
    const list = valueAt(args, recipe.objects.pointer);
    return Array.isArray(list) ? list.length : null;
  }
  if (recipe !== null && (recipe.change !== undefined || recipe.effect === 'read')) return 1;
  return countByShape(args);
}

function countByShape(args: JsonObject): number | null {
  let largest = 1;
  const waiting: Json[] = [args];
  for (let here = waiting.pop(); here !== undefined; here = waiting.pop()) {
    if (Array.isArray(here)) {
      largest = Math.max(largest, here.length);
      for (const item of here) waiting.push(item);
    } else if (isJsonObject(here)) {
      for (const [name, value] of Object.entries(here)) {
        if (uncountable(name, value)) return null;
        waiting.push(value);
      }
    }
  }
  return largest;
}

function uncountable(name: string, value: Json): boolean {
  if (isEmpty(value)) return false;
  if (CHOOSES.test(name) || CHOOSES_SHORT.test(name)) return true;
  if (CHOOSES_ALL.test(name)) return value === true;
  if (typeof value !== 'string') return false;
  if (NAMES_PLACE.test(name) && (value.includes('*') || /[\\/]$/.test(value))) return true;
  return /ids?$/i.test(name) ? /[,;|\s]/.test(value.trim()) : isIdList(value);
}

/** Several words with a digit in each, behind commas or the like. Split and looked at word by word: one pattern for all of it would run away. */
function isIdList(text: string): boolean {
  if (!/[,;|]/.test(text) || !/^[\w.:,;|\s-]+$/.test(text)) return false;
  const words = text.split(/[\s,;|]+/).filter((word) => word !== '');
  return words.length > 1 && words.every((word) => /\d/.test(word));
}

function isEmpty(value: Json): boolean {
  return value === null || value === '' || value === false || (typeof value === 'object' && Object.keys(value).length === 0);
}
