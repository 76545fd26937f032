import { canonical } from '../canonical/canonical.ts';
import type { Json } from '../words/index.ts';
import type { ToolAnswer } from '../ports.ts';
import type { ToolRecipe } from '../recipes/recipe.ts';
import type { PlannedRead, StateRead } from './preview.ts';

const WHY_LENGTH = 500;

/**
 * What a read's answer says of the state. In: the read as planned and the server's answer; out: what was read,
 * that it is absent, or that reading failed. Only an error that begins as the recipe says means "absent": taking
 * any other failure for absence would show an overwrite as a new file.
 */
export function stateFromAnswer(read: PlannedRead, answer: ToolAnswer): StateRead {
  const key = read.key;
  if (answer.kind === 'input-required') return { key, state: 'failed', why: 'input-required' };
  if (answer.kind === 'failed') return { key, state: 'failed', why: answer.why };
  const text = answerText(answer);
  if (answer.isError) {
    // SECURITY: absence is an error with a known beginning; nothing a file contains can say it.
    const absent = (read.absent ?? []).some((beginning) => text.trimStart().startsWith(beginning));
    return absent ? { key, state: 'absent' } : { key, state: 'failed', why: text.slice(0, WHY_LENGTH).toWellFormed() };
  }
  if (answer.parts.some((part) => part.type !== 'text')) return { key, state: 'failed', why: 'not-text' };
  const value = answerValue(answer.structured, text);
  if (!hasCanonicalForm(value) || !text.isWellFormed()) return { key, state: 'failed', why: 'not-text' };
  return { key, state: 'read', value, text: contentText(answer.structured, text) };
}

/** True where the connected system itself refused, in words the recipe knows: whoever is signed in there may not do this. */
export function refusedBySystem(recipe: ToolRecipe | null, answer: ToolAnswer): boolean {
  if (answer.kind !== 'result' || !answer.isError) return false;
  const text = answerText(answer).trimStart();
  return (recipe?.refused ?? []).some((beginning) => text.startsWith(beginning));
}

/** What has no canonical form cannot be bound to an approval, so it is no ground for a preview. */
function hasCanonicalForm(value: Json): boolean {
  try {
    canonical(value);
    return true;
  } catch {
    return false;
  }
}

/** All text parts of a result, one after another. */
export function answerText(answer: Extract<ToolAnswer, { kind: 'result' }>): string {
  return answer.parts.map((part) => (part.type === 'text' ? part.text : '')).join('');
}

/** A server may wrap its text as `{content}`; where it does, that is the text. */
function contentText(structured: Json, text: string): string {
  if (typeof structured !== 'object' || structured === null || Array.isArray(structured)) return text;
  const [only, ...more] = Object.entries(structured);
  return only !== undefined && more.length === 0 && only[0] === 'content' && typeof only[1] === 'string' ? only[1] : text;
}

/** What a server answered as one value: its structured result, else its text as JSON, else null. */
export function answerValue(structured: Json, text: string): Json {
  if (structured !== null) return structured;
  try {
    const value: Json = JSON.parse(text);
    return value;
  } catch {
    return null;
  }
}
