import { visit } from 'jsonc-parser';
import { nesting } from '../core/connections/json-scan.ts';
import type { Json } from '../core/words/index.ts';

/** So deep a value may nest; no honest catalogue comes near, and a record around it has room. */
const DEEPEST = 900;

/** A text that is not JSON as we take it; `message` is one sentence. */
export class NotJson extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'NotJson';
  }
}

/**
 * Parses JSON without losing what `JSON.parse` drops in silence: a key that stands twice is refused, and a number that
 * cannot be held exactly becomes an object with its spelling, so that two such numbers are never taken for the same.
 * Throws {@link NotJson}.
 */
export function parseExactJson(text: string): Json {
  // SECURITY: what is nested without end overflows the stack of whatever walks it, not of the parser.
  if (text.length > DEEPEST && nesting(text) > DEEPEST) throw new NotJson('This JSON is nested too deeply.');
  const plain = plainJson(text);
  // What is spelled again letter by letter has lost nothing: no key twice, no number that cannot be held. The usual line ends here.
  if (JSON.stringify(plain) === text) return plain;
  const spans: { readonly at: number; readonly length: number }[] = [];
  const keys: Set<string>[] = [];
  try {
    visit(text, {
      onObjectBegin: () => { keys.push(new Set()); },
      onObjectEnd: () => { keys.pop(); },
      onObjectProperty(name, offset) {
        const seen = keys.at(-1);
        if (seen?.has(name) === true) throw new NotJson(`The key ${JSON.stringify(name)} stands twice in one object (at character ${offset + 1}).`);
        seen?.add(name);
      },
      onLiteralValue(value: unknown, at, length) {
        if (typeof value === 'number' && !isExact(text.slice(at, at + length))) spans.push({ at, length });
      },
    });
  } catch (error) {
    throw error instanceof NotJson ? error : new NotJson('This JSON is nested too deeply.');
  }
  return spans.length === 0 ? plain : plainJson(spelledOut(text, spans));
}

/** Parses JSON that is to be sent on: what would arrive as something else is refused. Throws {@link NotJson}. */
export function parseSendableJson(text: string): Json {
  const plain = plainJson(text);
  if (JSON.stringify(parseExactJson(text)) !== JSON.stringify(plain)) throw new NotJson('This holds a number that cannot be sent exactly.');
  return plain;
}

/** Parses JSON as the language does. Throws {@link NotJson} with the place of the fault. */
export function plainJson(text: string): Json {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new NotJson(`This is not JSON: ${error instanceof Error ? error.message.slice(0, 200) : 'unreadable'}.`);
  }
}

/** True when the number that is read is the number that was written. */
function isExact(raw: string): boolean {
  // No number that is read exactly needs so many characters; telling that of one with a million digits takes for ever.
  if (raw.length > 400) return false;
  const value = Number(raw);
  if (!Number.isFinite(value)) return false;
  if (/^-?\d+$/.test(raw)) return BigInt(raw) === BigInt(value);
  return raw.replace(/[eE].*$/, '').replace(/\D/g, '').replace(/^0+/, '').replace(/(?<!0)0+$/, '').length <= 15;
}

function spelledOut(text: string, spans: readonly { readonly at: number; readonly length: number }[]): string {
  let result = '';
  let from = 0;
  for (const { at, length } of spans) {
    result += `${text.slice(from, at)}{"":${JSON.stringify(`number ${text.slice(at, at + length)}`)}}`;
    from = at + length;
  }
  return result + text.slice(from);
}
