import { findNodeAtLocation, getLocation, parseTree, printParseErrorCode, type Node, type ParseError } from 'jsonc-parser';
import { isWellFormed } from '../../canonical/canonical.ts';
import { pointerOf } from '../../canonical/pointer.ts';
import { isJsonObject, type Json, type JsonObject } from '../../words/index.ts';
import type { PolicyProblem, PolicyProblemCode } from './problem.ts';

/** A longer text is no policy; a limit keeps a hostile file from holding up the start. */
const MAX_CHARACTERS = 4_000_000;

/** A policy as text and as a value, with the way from a place in the value to its line. */
export interface PolicyText {
  readonly value: JsonObject;
  lineAt(path: readonly (string | number)[]): number;
}

/** JSON as policies take it: one object, no comment, no trailing comma, no key twice. */
export function readPolicyText(text: string): { readonly ok: true; readonly text: PolicyText } | { readonly ok: false; readonly problems: readonly PolicyProblem[] } {
  const refused = (code: PolicyProblemCode, line = 1, pointer = '', name = '') => ({ ok: false as const, problems: [{ code, pointer, line, name }] });
  if (text.length > MAX_CHARACTERS) return refused('too-large');
  if (text.startsWith('\uFEFF')) return refused('byte-order-mark');
  if (text.includes('\0')) return refused('not-utf8');
  if (text.trim() === '') return refused('empty');
  const lines = lineStarts(text);
  try {
    const errors: ParseError[] = [];
    const tree = parseTree(text, errors, { disallowComments: true, allowTrailingComma: false });
    const [first] = errors;
    if (first !== undefined || tree === undefined) return { ok: false, problems: [syntaxProblem(text, first, lines)] };
    const twice = duplicates(tree, lines);
    if (twice.length > 0) return { ok: false, problems: twice };
    // The language's own parser has the last word: what it refuses is no JSON, however the tree looks.
    const value: Json = JSON.parse(text);
    if (!isJsonObject(value)) return refused('not-an-object');
    return { ok: true, text: { value, lineAt: (path) => lineOf(lines, nearest(tree, path).offset) } };
  } catch (error) {
    return refused(error instanceof RangeError ? 'too-deep' : 'not-json');
  }
}

/** What is wrong with a text that is no JSON, at the place where reading ended. */
function syntaxProblem(text: string, error: ParseError | undefined, lines: readonly number[]): PolicyProblem {
  if (error === undefined) return { code: 'not-json', pointer: '', line: 1, name: '' };
  const before = text.slice(0, error.offset).trimEnd();
  const comma = before.endsWith(',') && /^\s*[}\]]/.test(text.slice(error.offset));
  const code = printParseErrorCode(error.error) === 'InvalidCommentToken' ? 'comment' : comma ? 'trailing-comma' : 'not-json';
  // The comma is what is too much, and it may stand on a line before.
  const at = comma ? before.length - 1 : error.offset;
  const { path } = getLocation(text, at);
  // Where a name was expected and none came, the object it was missing in is the place.
  return { code, pointer: pointerOf(path.at(-1) === '' ? path.slice(0, -1) : path), line: lineOf(lines, at), name: '' };
}

function duplicates(tree: Node, lines: readonly number[]): PolicyProblem[] {
  const found: PolicyProblem[] = [];
  const waiting: { readonly node: Node; readonly path: readonly (string | number)[] }[] = [{ node: tree, path: [] }];
  for (let here = waiting.pop(); here !== undefined; here = waiting.pop()) {
    const { node, path } = here;
    const seen = new Set<string>();
    // Half a character has no canonical form: nobody could seal it.
    if (node.type === 'string' && !isWellFormed(String(node.value))) found.push({ code: 'wrong-form', pointer: pointerOf(path), line: lineOf(lines, node.offset), name: String(path.at(-1) ?? '') });
    for (const [index, child] of (node.children ?? []).entries()) {
      if (node.type === 'array') waiting.push({ node: child, path: [...path, index] });
      const [key, value] = child.children ?? [];
      if (node.type !== 'object' || key === undefined) continue;
      const name = String(key.value);
      // `__proto__` is lost on the way through libraries, and a rule that is lost is a rule that does not hold.
      if (name === '__proto__') found.push({ code: 'unknown-key', pointer: pointerOf([...path, name]), line: lineOf(lines, key.offset), name });
      if (seen.has(name)) found.push({ code: 'duplicate-key', pointer: pointerOf([...path, name]), line: lineOf(lines, key.offset), name });
      seen.add(name);
      if (!isWellFormed(name)) found.push({ code: 'wrong-form', pointer: pointerOf([...path, name.toWellFormed()]), line: lineOf(lines, key.offset), name: name.toWellFormed() });
      if (value !== undefined) waiting.push({ node: value, path: [...path, name] });
    }
  }
  return found;
}

/** The node at a path, else the nearest above it: what is missing is missed in the object it belongs to. */
function nearest(tree: Node, path: readonly (string | number)[]): Node {
  for (let length = path.length; length > 0; length -= 1) {
    const found = findNodeAtLocation(tree, path.slice(0, length));
    if (found !== undefined) return found.parent?.type === 'property' ? found.parent : found;
  }
  return tree;
}

function lineStarts(text: string): number[] {
  const starts = [0];
  // A return alone ends a line too, as editors count them.
  for (const end of text.matchAll(/\r\n|\n|\r/g)) starts.push(end.index + end[0].length);
  return starts;
}

function lineOf(starts: readonly number[], offset: number): number {
  let low = 0;
  let high = starts.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((starts[middle] ?? 0) <= offset) low = middle + 1;
    else high = middle;
  }
  return Math.max(1, low);
}
