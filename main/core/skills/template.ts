import { isJsonObject, type Json, type JsonObject } from '../words/index.ts';
import { readExpression, type Expression, type Scope } from './expression.ts';

/** A value with expressions in its texts, read once and filled for each row. */
export interface Template {
  /** Every expression in it, with the pointer of the text it stands in. */
  readonly expressions: readonly { readonly pointer: string; readonly expression: Expression }[];
  /** The filled value; null means that nothing is there. Throws what its expressions throw. */
  fill(scope: Scope): Json;
}

/**
 * Reads a template. A text that is `{{ expression }}` and nothing else keeps the type of the value; otherwise the values
 * stand in the text. A member whose value is null is left out. Throws {@link ExpressionFailed}.
 */
export function readTemplate(value: Json, pointer = ''): Template {
  if (typeof value === 'string') return readText(value, pointer);
  if (Array.isArray(value)) {
    const parts = (value as readonly Json[]).map((item, at) => readTemplate(item, `${pointer}/${at}`));
    return { expressions: parts.flatMap(({ expressions }) => expressions), fill: (scope) => parts.map((part) => part.fill(scope)).filter((item) => item !== null) };
  }
  if (isJsonObject(value)) {
    const parts = Object.entries(value).map(([key, item]) => [key, readTemplate(item, `${pointer}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`)] as const);
    return { expressions: parts.flatMap(([, { expressions }]) => expressions), fill: (scope) => filled(parts, scope) };
  }
  return { expressions: [], fill: () => value };
}

function filled(parts: readonly (readonly [string, Template])[], scope: Scope): JsonObject {
  const members: [string, Json][] = [];
  for (const [key, part] of parts) {
    const value = part.fill(scope);
    if (value !== null) members.push([key, value]);
  }
  return Object.fromEntries(members);
}

/** The expressions in a text and where each stands. Walked by hand: a pattern seeks the end anew from every brace of a text that has none. */
function* marksIn(text: string): Generator<{ readonly from: number; readonly to: number; readonly inner: string }> {
  for (let from = text.indexOf('{{'); from !== -1;) {
    const close = text.indexOf('}}', from + 2);
    if (close === -1) return;
    yield { from, to: close + 2, inner: text.slice(from + 2, close) };
    from = text.indexOf('{{', close + 2);
  }
}

function readText(text: string, pointer: string): Template {
  const whole = /^\s*\{\{([\s\S]*)\}\}\s*$/.exec(text);
  if (whole !== null && !(whole[1] ?? '').includes('}}')) {
    const expression = readExpression((whole[1] ?? '').trim());
    return { expressions: [{ pointer, expression }], fill: (scope) => expression.evaluate(scope) };
  }
  const pieces: (string | Expression)[] = [];
  let end = 0;
  for (const { from, to, inner } of marksIn(text)) {
    pieces.push(text.slice(end, from), readExpression(inner.trim()));
    end = to;
  }
  if (end === 0) return { expressions: [], fill: () => text };
  pieces.push(text.slice(end));
  return {
    expressions: pieces.flatMap((piece) => (typeof piece === 'string' ? [] : [{ pointer, expression: piece }])),
    fill: (scope) => pieces.map((piece) => (typeof piece === 'string' ? piece : spelled(piece.evaluate(scope)))).join(''),
  };
}

/** A value inside a text: nothing for null, a text as it is, JSON for the rest. */
function spelled(value: Json): string {
  if (value === null) return '';
  return typeof value === 'string' ? value : JSON.stringify(value);
}
