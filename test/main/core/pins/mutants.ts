import type { Json } from '../../../../main/core/words/index.ts';

/** Numbers from a seed, the same on every machine (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** What can be done to one node of a JSON value. */
export const MUTATIONS = ['change', 'drop', 'add', 'rename', 'retype', 'look-alike', 'zero-width'] as const;
export type Mutation = (typeof MUTATIONS)[number];

type Path = readonly (string | number)[];

/** Every node of a value, the value itself first. */
export function nodesOf(value: Json, path: Path = []): Path[] {
  if (typeof value !== 'object' || value === null) return [path];
  return [path, ...Object.entries(value).flatMap(([key, inner]) => nodesOf(inner as Json, [...path, Array.isArray(value) ? Number(key) : key]))];
}

const LOOK_ALIKES: Readonly<Record<string, string>> = { a: 'а', c: 'с', e: 'е', i: 'і', o: 'о', p: 'р', s: 'ѕ', x: 'х', y: 'у', A: 'А', B: 'В', E: 'Е', O: 'О', T: 'Т' };
const ZERO_WIDTH = ['\u200b', '\u200c', '\u200d', '\u2060', '\ufeff', '\u{e0041}'];

type Mutable = { [key: string]: Mutable } | Mutable[] | string | number | boolean | null;

/** A copy of the value with one node mutated, or null where this mutation says nothing about this node. */
export function mutated(value: Json, path: Path, mutation: Mutation, random: () => number): Json | null {
  const copy = structuredClone(value) as Mutable;
  if (path.length === 0) {
    // The whole definition is an object: it can gain a member; the rest happens to its members.
    if (mutation !== 'add' || typeof copy !== 'object' || copy === null || Array.isArray(copy)) return null;
    copy[`x${Math.floor(random() * 1e6)}`] = true;
    return copy as Json;
  }
  const parent = path.slice(0, -1).reduce<Mutable>((at, key) => (at as Record<string | number, Mutable>)[key] as Mutable, copy) as Record<string | number, Mutable>;
  const key = path.at(-1) ?? '';
  const node = parent[key] as Mutable;
  switch (mutation) {
    case 'change': return set(parent, key, changed(node, random)) ? copy as Json : null;
    case 'drop': return dropped(parent, key) ? copy as Json : null;
    case 'add': return added(parent, key, node, random) ? copy as Json : null;
    case 'rename': return renamed(parent, key, `${key}_${Math.floor(random() * 1e6)}`) ? copy as Json : null;
    case 'retype': return set(parent, key, retyped(node)) ? copy as Json : null;
    case 'look-alike': return inText(parent, key, node, (text) => lookAlike(text, random)) ? copy as Json : null;
    case 'zero-width': return inText(parent, key, node, (text) => zeroWidth(text, random)) ? copy as Json : null;
  }
}

function set(parent: Record<string | number, Mutable>, key: string | number, value: Mutable | undefined): boolean {
  if (value === undefined) return false;
  parent[key] = value;
  return true;
}

function changed(node: Mutable, random: () => number): Mutable | undefined {
  if (typeof node === 'string') return random() < 0.5 || node === '' ? `${node}.` : node.slice(0, -1);
  if (typeof node === 'number') return node + 1;
  if (typeof node === 'boolean') return !node;
  if (node === null) return 0;
  // Of a container the order of a list is what can change by itself.
  if (Array.isArray(node) && node.length > 1 && JSON.stringify(node[0]) !== JSON.stringify(node.at(-1))) return node.toReversed();
  return undefined;
}

function dropped(parent: Record<string | number, Mutable>, key: string | number): boolean {
  if (Array.isArray(parent)) parent.splice(Number(key), 1);
  else delete parent[key];
  return true;
}

function added(parent: Record<string | number, Mutable>, key: string | number, node: Mutable, random: () => number): boolean {
  const word = `x${Math.floor(random() * 1e6)}`;
  if (Array.isArray(node)) node.push(word);
  else if (typeof node === 'object' && node !== null) node[word] = null;
  else if (Array.isArray(parent)) parent.splice(Number(key), 0, word);
  else parent[word] = null;
  return true;
}

function renamed(parent: Record<string | number, Mutable>, key: string | number, name: string): boolean {
  if (Array.isArray(parent)) return false;
  parent[name] = parent[key] as Mutable;
  delete parent[key];
  return true;
}

function retyped(node: Mutable): Mutable {
  if (typeof node === 'string') return [node];
  if (typeof node === 'number' || typeof node === 'boolean') return String(node);
  return node === null ? 'null' : JSON.stringify(node);
}

/** In the text of a leaf, else in the name of the member. */
function inText(parent: Record<string | number, Mutable>, key: string | number, node: Mutable, change: (text: string) => string | null): boolean {
  const text = typeof node === 'string' ? change(node) : null;
  if (text !== null) return set(parent, key, text);
  const name = typeof key === 'string' && !Array.isArray(parent) ? change(key) : null;
  return name !== null && renamed(parent, key, name);
}

function lookAlike(text: string, random: () => number): string | null {
  const at = [...text.matchAll(/[aceiopsxyABEOT]/g)].map((match) => match.index);
  const chosen = at[Math.floor(random() * at.length)];
  return chosen === undefined ? null : text.slice(0, chosen) + (LOOK_ALIKES[text.charAt(chosen)] ?? '') + text.slice(chosen + 1);
}

function zeroWidth(text: string, random: () => number): string {
  const points = [...text];
  points.splice(Math.floor(random() * (points.length + 1)), 0, ZERO_WIDTH[Math.floor(random() * ZERO_WIDTH.length)] ?? '');
  return points.join('');
}

/** The same value, spelled otherwise: key order, white space between tokens, number spelling, escapes. */
export function respelled(value: Json, random: () => number): string {
  const space = (): string => ['', '', ' ', '\n', '\t', ' \r\n  '][Math.floor(random() * 6)] ?? '';
  const spell = (node: Json): string => {
    if (typeof node === 'number') return spelledNumber(node, random);
    if (typeof node === 'string') return spelledText(node, random);
    if (typeof node !== 'object' || node === null) return String(node);
    if (Array.isArray(node)) return `[${node.map((item: Json) => space() + spell(item) + space()).join(',')}]`;
    const entries = Object.entries(node as Record<string, Json>).map((entry) => ({ entry, order: random() })).toSorted((a, b) => a.order - b.order);
    return `{${entries.map(({ entry: [key, inner] }) => `${space()}${spelledText(key, random)}${space()}:${space()}${spell(inner)}${space()}`).join(',')}}`;
  };
  return space() + spell(value) + space();
}

function spelledNumber(value: number, random: () => number): string {
  const plain = JSON.stringify(value);
  const spellings = [plain, value.toExponential(), value.toExponential().toUpperCase()];
  if (Number.isInteger(value) && Math.abs(value) < 1e15) spellings.push(`${plain}.0`, `${plain}.000`, `${plain}e0`);
  if (Number.isInteger(value) && value !== 0 && Math.abs(value) < 1e15) spellings.push(`${plain}0e-1`);
  if (value === 0) spellings.push('-0', '0E5');
  return spellings[Math.floor(random() * spellings.length)] ?? plain;
}

function spelledText(text: string, random: () => number): string {
  const plain = JSON.stringify(text);
  if (random() < 0.9 || text === '') return plain;
  const at = Math.floor(random() * text.length);
  const unit = text.charCodeAt(at).toString(16).padStart(4, '0');
  return `${JSON.stringify(text.slice(0, at)).slice(0, -1)}\\u${unit}${JSON.stringify(text.slice(at + 1)).slice(1)}`;
}
