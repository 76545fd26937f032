import type { ToolRecipe } from '../recipes/recipe.ts';
import {
  graver, isJsonObject, type Effect, type EffectSource, type Json, type JsonObject,
} from '../words/index.ts';
import { raisedByArguments } from './effect-arguments.ts';
import { beginsWithReadVerb, effectOfWord, wordsOf } from './effect-words.ts';

/** How grave one call is, and how that became known. */
export interface EffectJudgement {
  readonly effect: Effect;
  readonly source: EffectSource;
  /** The server says that it overwrites what is there; shown as a caution, the effect stays. */
  readonly overwrites: boolean;
}

/** What is known of a tool when a call is judged. */
export interface EffectFacts {
  readonly definition: JsonObject;
  readonly recipe: ToolRecipe | null;
  /** What a person accepted in the review, null where nothing was accepted. */
  readonly accepted: Effect | null;
}

/**
 * The effect of one call: the highest that the tool or its arguments can mean. A recipe is stronger than what was
 * accepted, and that stronger than the server's hints and names; the last two raise freely but never go below
 * `write`. What is not known counts as `write` and is asked.
 */
export function judgeEffect(facts: EffectFacts, args: JsonObject): EffectJudgement {
  const overwrites = hint(facts.definition, 'destructiveHint') === true;
  if (facts.recipe !== null) {
    return { effect: raisedByRecipe(facts.recipe, args), source: 'recipe', overwrites };
  }
  const base = facts.accepted ?? graver('write', offerEffect(facts.definition, null).effect);
  const source: EffectSource = facts.accepted === null ? offerEffect(facts.definition, null).from : 'review';
  return { effect: graver(base, raisedByArguments(base, args)), source, overwrites };
}

/** What a review offers for a tool: the recipe's word, else the gravest of hint and name, else `write`. */
export function offerEffect(
  definition: JsonObject, recipe: ToolRecipe | null,
): { readonly effect: Effect; readonly from: 'recipe' | 'annotations' | 'names' | 'unknown' } {
  if (recipe !== null) return { effect: recipe.effect, from: 'recipe' };
  const named = effectOfName(definition);
  const readOnly = hint(definition, 'readOnlyHint');
  // A hint raises freely: what is said to write, or to destroy, is offered as no read whatever it is called.
  const saysWrites = readOnly === false || hint(definition, 'destructiveHint') === true;
  if (readOnly === true) {
    // A hint never lowers what the name says aloud.
    return named === null || named === 'read' ? { effect: 'read', from: 'annotations' } : { effect: named, from: 'names' };
  }
  if (named === 'read') return saysWrites ? { effect: 'write', from: 'annotations' } : { effect: 'read', from: 'names' };
  if (named !== null) return { effect: named, from: 'names' };
  return { effect: 'write', from: saysWrites ? 'annotations' : 'unknown' };
}

function hint(definition: JsonObject, name: string): Json | undefined {
  const annotations = definition['annotations'];
  return isJsonObject(annotations) ? annotations[name] : undefined;
}

const JOINS = new Set(['and', 'or', 'then']);

function effectOfName(definition: JsonObject): Effect | null {
  const name = definition['name'];
  const words = wordsOf(typeof name === 'string' ? name : '');
  // What is joined by `and` counts by itself: `search_and_replace` does not only search.
  const joined = words.findIndex((word) => JOINS.has(word));
  if (beginsWithReadVerb(words) && joined === -1) return 'read';
  const judged = beginsWithReadVerb(words) ? ['read', ...words.slice(joined)] : words;
  return judged.map(effectOfWord).reduce<Effect | null>((a, b) => (a === null ? b : b === null ? a : graver(a, b)), null);
}

function raisedByRecipe(recipe: ToolRecipe, args: JsonObject): Effect {
  const hits = (recipe.raises ?? []).filter(({ pointer, values }) => {
    const value = at(args, pointer);
    return value !== undefined && values.some((v) => v === value);
  });
  return hits.reduce((effect, hit) => graver(effect, hit.effect), recipe.effect);
}

function at(args: JsonObject, pointer: string): Json | undefined {
  return pointer.split('/').slice(1).reduce<Json | undefined>((value, raw) => {
    const key = raw.replaceAll('~1', '/').replaceAll('~0', '~');
    return isJsonObject(value) && Object.hasOwn(value, key) ? value[key] : undefined;
  }, args);
}
