import { valueAt, withValueAt } from '../../core/canonical/pointer.ts';
import type { ToolAnswer } from '../../core/ports.ts';
import { answerText, answerValue } from '../../core/preview/index.ts';
import { isJsonObject, type Json, type JsonObject } from '../../core/words/index.ts';
import type { Reference } from './plan-input.ts';

/** What an earlier item of the set came to, for those that take a value of it. */
export type Earlier =
  | { readonly state: 'open' }
  | { readonly state: 'done'; readonly result: Json }
  /** It was left out or did not run: nothing that rests on it runs. */
  | { readonly state: 'without' };

/** The result of a call as one value, for what later calls take from it; undefined where it brought none. */
export function resultOf(answer: ToolAnswer | null): Json | undefined {
  if (answer?.kind !== 'result' || answer.isError) return undefined;
  return answerValue(answer.structured, answerText(answer));
}

/** Arguments with the values they take from earlier results, or why there are none. */
export type Resolved =
  | { readonly args: JsonObject; readonly foreseen: boolean }
  | { readonly missing: 'open' | 'without' };

/**
 * Puts in what is known of earlier results. A value that is foreseen stands in while its item is open, and then
 * `foreseen` is true; where the result lacks the value, the item cannot run.
 */
export function resolve(args: JsonObject, references: readonly Reference[], earlier: (key: string) => Earlier): Resolved {
  let resolved: Json = args;
  let foreseen = false;
  for (const reference of references) {
    const item = earlier(reference.item);
    if (item.state === 'without') return { missing: 'without' };
    if (item.state === 'open' && reference.foreseen === undefined) return { missing: 'open' };
    if (item.state === 'open') foreseen = true;
    const value = item.state === 'done' ? valueAt(item.result, reference.result) : reference.foreseen;
    const placed: Json = value === undefined ? null : withValueAt(resolved, reference.pointer, value);
    if (value === undefined || placed === null) return { missing: 'without' };
    resolved = placed;
  }
  return isJsonObject(resolved) ? { args: resolved, foreseen } : { missing: 'without' };
}
