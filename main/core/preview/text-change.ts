import { valueAt } from '../canonical/pointer.ts';
import type { ChangeRecipe } from '../recipes/recipe.ts';
import { isJsonObject, type Json, type JsonObject } from '../words/index.ts';
import { applyEdits, type TextEdit } from './edits.ts';
import type { StateRead, Unknown } from './preview.ts';

/** The largest text, in UTF-16 units, whose change is drawn. */
export const LARGEST_TEXT = 16_000_000;
/** And the most lines: no screen can scroll over more. */
const MOST_LINES = 500_000;

/** A text on both sides, or the one reason why it cannot be known. */
export type TextChange =
  | { readonly target: string; readonly before: string | null; readonly after: string }
  | { readonly unknown: Unknown };

/** Before and after of a `write_file`: what is there, and the content as given. */
export function writtenText(
  change: Extract<ChangeRecipe, { how: 'write-text' }>, args: JsonObject, state: StateRead,
): TextChange {
  const target = valueAt(args, change.path);
  const after = valueAt(args, change.content);
  if (typeof target !== 'string' || typeof after !== 'string') return { unknown: 'no-recipe' };
  const before = textBefore(state);
  if (typeof before === 'object' && before !== null) return before;
  // A lone surrogate has no bytes of its own: the server would write another character than the one shown.
  if (!after.isWellFormed()) return { unknown: 'not-text' };
  return isTooLarge(after) ? { unknown: 'too-large' } : { target, before, after };
}

/** Before and after of an `edit_file`, as the server's own matching makes it. */
export function editedText(
  change: Extract<ChangeRecipe, { how: 'edit-text' }>, args: JsonObject, state: StateRead,
): TextChange {
  const target = valueAt(args, change.path);
  const edits = editsOf(valueAt(args, change.edits));
  if (typeof target !== 'string' || edits === null) return { unknown: 'no-recipe' };
  const before = textBefore(state);
  if (before === null) return { unknown: 'edit-not-found' };
  if (typeof before === 'object') return before;
  const after = applyEdits(before, edits);
  if (after === null) return { unknown: 'edit-not-found' };
  if (!after.isWellFormed()) return { unknown: 'not-text' };
  if (isTooLarge(after)) return { unknown: 'too-large' };
  const dry = change.dryRun !== undefined && valueAt(args, change.dryRun) === true;
  return { target, before, after: dry ? before : after };
}

function isTooLarge(text: string): boolean {
  if (text.length > LARGEST_TEXT) return true;
  let lines = 0;
  for (let at = text.length > MOST_LINES ? text.indexOf('\n') : -1; at >= 0 && lines <= MOST_LINES; at = text.indexOf('\n', at + 1)) lines += 1;
  return lines > MOST_LINES;
}

/** The text as read; null where there is none. Bytes that are no UTF-8 come back as U+FFFD: then nothing is known. */
function textBefore(state: StateRead): string | null | { readonly unknown: Unknown } {
  if (state.state === 'absent') return null;
  if (state.state !== 'read') return { unknown: 'read-failed' };
  if (isTooLarge(state.text)) return { unknown: 'too-large' };
  // SECURITY: a lossy reading must not be shown as the file's bytes.
  if (/[\u0000\ufffd]/.test(state.text) || !state.text.isWellFormed()) return { unknown: 'not-text' };
  return state.text;
}

function editsOf(value: Json | undefined): readonly TextEdit[] | null {
  if (!Array.isArray(value)) return null;
  const edits: TextEdit[] = [];
  for (const item of value) {
    const edit: Json = item;
    if (!isJsonObject(edit)) return null;
    const { oldText, newText } = edit;
    if (typeof oldText !== 'string' || typeof newText !== 'string') return null;
    edits.push({ oldText, newText });
  }
  return edits;
}
