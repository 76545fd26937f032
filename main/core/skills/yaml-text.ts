import { LineCounter, isMap, isScalar, parseDocument, visit, type Document } from 'yaml';
import { isJsonObject, type Json, type JsonObject } from '../words/index.ts';
import type { SkillProblem, SkillProblemCode } from './problem.ts';

/** A longer text is no playbook: what is long belongs into a data file. */
const MAX_CHARACTERS = 512_000;
/** Deeper nesting is nobody's playbook, and parsers are not made for it. */
const MAX_OPENINGS = 64;

/** YAML as a value, with the way from a place in it to its line. */
export interface YamlText {
  readonly value: JsonObject;
  lineAt(path: readonly PropertyKey[]): number;
}

export type YamlRead = { readonly ok: true; readonly yaml: YamlText } | { readonly ok: false; readonly problems: readonly SkillProblem[] };

/**
 * Reads YAML 1.2 as skills take it: one object, no anchors and aliases (they make small texts large), no tags (they make
 * text act), no key twice. Total: whatever is wrong is a problem with a line, and nothing of the text holds.
 */
export function readYaml(text: string, file: string, firstLine = 1): YamlRead {
  const refused = (code: SkillProblemCode, line = 1, name = ''): YamlRead => ({ ok: false, problems: [{ code, file, line: line + firstLine - 1, name }] });
  if (text.length > MAX_CHARACTERS) return refused('too-large');
  if (text.includes('\0') || text.includes('\uFFFD')) return refused('not-utf8');
  if (deepestFlow(text) > MAX_OPENINGS || deepestIndent(text) > MAX_OPENINGS) return refused('too-deep');
  const counter = new LineCounter();
  try {
    const document = parseDocument(text, { lineCounter: counter, schema: 'core', version: '1.2', merge: false, prettyErrors: false, stringKeys: true });
    const lineOf = (offset: number): number => Math.max(1, counter.linePos(offset).line);
    const [error] = [...document.errors, ...document.warnings];
    if (error !== undefined) return refused(error.code === 'DUPLICATE_KEY' ? 'duplicate-key' : error.code === 'TAG_RESOLVE_FAILED' ? 'yaml-tag' : 'not-yaml', lineOf(error.pos[0]), error.message.slice(0, 120));
    const odd = oddPart(document);
    if (odd !== null) return refused(odd.code, lineOf(odd.offset), odd.name);
    const value: Json = document.toJS({ maxAliasCount: 0 }) as Json;
    if (!isJsonObject(value)) return refused('not-an-object');
    return { ok: true, yaml: { value, lineAt: (path) => lineOf(offsetOf(document, path)) + firstLine - 1 } };
  } catch (error) {
    return refused(error instanceof RangeError ? 'too-deep' : 'not-yaml');
  }
}

function oddPart(document: Document): { readonly code: SkillProblemCode; readonly offset: number; readonly name: string } | null {
  let found: { code: SkillProblemCode; offset: number; name: string } | null = null;
  visit(document, (_, node) => {
    if (typeof node !== 'object' || node === null || !('range' in node || 'key' in node)) return undefined;
    const offset = startOf(node);
    if ('source' in node && !('value' in node)) found = { code: 'yaml-alias', offset, name: String(node.source) };
    else if ('anchor' in node && typeof node.anchor === 'string') found = { code: 'yaml-alias', offset, name: node.anchor };
    else if ('tag' in node && typeof node.tag === 'string' && !node.tag.startsWith('tag:yaml.org,2002:')) found = { code: 'yaml-tag', offset, name: node.tag };
    else if ('key' in node && isScalar(node.key) && node.key.value === '__proto__') found = { code: 'unknown-key', offset: startOf(node.key), name: '__proto__' };
    return found === null ? undefined : visit.BREAK;
  });
  return found;
}

/** The place of the key at a path, else of the nearest above it: what is missing is missed where it belongs. */
function offsetOf(document: Document, path: readonly PropertyKey[]): number {
  const way = path.filter((part) => typeof part !== 'symbol');
  for (let length = way.length; length > 0; length -= 1) {
    const parent: unknown = length === 1 ? document.contents : document.getIn(way.slice(0, length - 1), true);
    const last = way[length - 1];
    const pair = isMap(parent) ? parent.items.find(({ key }) => isScalar(key) && String(key.value) === String(last)) : undefined;
    if (pair !== undefined) return startOf(pair.key);
    const node: unknown = document.getIn(way.slice(0, length), true);
    if (typeof node === 'object' && node !== null) return startOf(node);
  }
  return startOf(document.contents);
}

function startOf(node: unknown): number {
  return typeof node === 'object' && node !== null && 'range' in node && Array.isArray(node.range) ? Number(node.range[0]) : 0;
}

/** How deep brackets stand in one another; brackets in texts count too, which only refuses sooner. */
function deepestFlow(text: string): number {
  let depth = 0;
  let deepest = 0;
  for (const character of text) {
    if (character === '[' || character === '{') deepest = Math.max(deepest, depth += 1);
    else if (character === ']' || character === '}') depth = Math.max(0, depth - 1);
  }
  return deepest;
}

function deepestIndent(text: string): number {
  return text.split('\n').reduce((most, line) => Math.max(most, (/^ *(?:- *)*/.exec(line)?.[0].length ?? 0) / 2), 0);
}
