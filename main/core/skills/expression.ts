import { Environment, type ASTNode } from '@marcbachmann/cel-js';
import { isJsonObject, type Json } from '../words/index.ts';
import { madeReference } from './made.ts';

/** Longer or larger expressions are no conditions any more; small ones keep the work of a row small. */
const LIMITS = { maxAstNodes: 400, maxDepth: 24, maxListElements: 100, maxMapEntries: 40, maxCallArguments: 6 };
/** A list inside a list inside a list is where work explodes. */
const MOST_NESTED = 2;
const MOST_CHARACTERS = 200_000;

/**
 * SECURITY: the functions an expression may use; a call of any other is refused before anything runs. No pattern matching
 * (its cost is the author's to drive up), no clock, nothing that leaves the values given.
 */
export const FUNCTIONS = [
  'size', 'contains', 'startsWith', 'endsWith', 'lowerAscii', 'upperAscii', 'trim', 'indexOf', 'lastIndexOf', 'substring', 'split', 'join',
  'string', 'int', 'double', 'bool', 'type', 'dyn', 'has', 'exists', 'exists_one', 'all', 'filter', 'map', 'made', 'orElse', 'plain', 'without',
] as const;
const KNOWN: ReadonlySet<string> = new Set(FUNCTIONS);
const LOOPS: ReadonlySet<string> = new Set(['exists', 'exists_one', 'all', 'filter', 'map']);

/** What an expression sees: names and their values. Nothing else is within its reach. */
export type Scope = Readonly<Record<string, Json>>;

/** An expression that was read and found small. `paths` are the values it may depend on: their labels are the result's. */
export interface Expression {
  readonly text: string;
  /** Each as names from the outside in, such as `['row', 'title']`. */
  readonly paths: readonly (readonly string[])[];
  /** How deep its loops stand in one another; 0 for none. */
  readonly loops: number;
  /** Steps whose objects it asks for by `made('step', …)`; one whose name is worked out is not among them. */
  readonly makes: readonly string[];
  /** Total for a scope that has the names: throws {@link ExpressionFailed} and nothing else. */
  evaluate(scope: Scope): Json;
}

/** An expression that cannot be read, or fails on these values. `message` is for the author. */
export class ExpressionFailed extends Error {
  readonly code: 'expression-wrong' | 'function-unknown' | 'expression-too-large';
  constructor(code: ExpressionFailed['code'], message: string) {
    super(message);
    this.name = 'ExpressionFailed';
    this.code = code;
  }
}

const environment = new Environment({ unlistedVariablesAreDyn: true, homogeneousAggregateLiterals: false, limits: LIMITS })
  .registerFunction('made(string, string): dyn', (step: string, key: string) => madeReference(`${step}:${key}`))
  .registerFunction('orElse(dyn, dyn): dyn', (value: unknown, other: unknown) => (value === null || value === '' ? other : value))
  .registerFunction('plain(dyn): string', (value: unknown) => (typeof value === 'string' || typeof value === 'bigint' || typeof value === 'number' ? plain(String(value)) : ''))
  .registerFunction('without(list, dyn): list', (list: readonly unknown[], value: unknown) => list.filter((item) => item !== value));

/** Letters and digits in lower case, one space between words: how keys are compared. */
export function plain(text: string): string {
  return text.normalize('NFKC').toLowerCase().replace(/[^\p{L}\p{N}]+/gu, ' ').trim();
}

/** Reads one expression. Throws {@link ExpressionFailed} for what is not one or reaches too far. */
export function readExpression(text: string): Expression {
  let parsed: ReturnType<typeof environment.parse>;
  try {
    parsed = environment.parse(text);
  } catch (error) {
    const said = error instanceof Error ? error.message.split('\n')[0] ?? '' : '';
    throw new ExpressionFailed(/exceed|limit/i.test(said) ? 'expression-too-large' : 'expression-wrong', said.slice(0, 160));
  }
  const paths = new Map<string, readonly string[]>();
  const makes = new Set<string>();
  let loops = 0;
  walk(parsed.ast, new Set(), 0, { path: (path) => paths.set(path.join('.'), path), loop: (depth) => { loops = Math.max(loops, depth); }, made: (step) => makes.add(step) });
  const run = parsed;
  const plainPath = pathOf(parsed.ast);
  if (plainPath !== null) return { text, paths: [plainPath], loops: 0, makes: [], evaluate: (scope) => valueOnPath(scope, plainPath) };
  return {
    text, paths: [...paths.values()], loops, makes: [...makes],
    evaluate(scope) {
      try {
        const context = Object.fromEntries(Object.entries(scope).map(([key, value]) => [key, toCel(value)]));
        const value: unknown = run(context);
        return fromCel(value, 0);
      } catch (error) {
        if (error instanceof ExpressionFailed) throw error;
        throw new ExpressionFailed('expression-wrong', error instanceof Error ? (error.message.split('\n')[0] ?? '').slice(0, 160) : '');
      }
    },
  };
}

/** Is told what an expression reads, each loop with its depth, and the steps whose objects it asks for. */
interface Found {
  path(path: readonly string[]): void;
  loop(depth: number): void;
  made(step: string): void;
}

/** What a plain path names, without the interpreter: most expressions of a playbook are just that, and a file has many rows. */
function valueOnPath(scope: Scope, path: readonly string[]): Json {
  let value: Json = scope;
  for (const name of path) {
    if (!isJsonObject(value) || !Object.hasOwn(value, name)) throw new ExpressionFailed('expression-wrong', `No such key: ${name}`.slice(0, 160));
    value = value[name] ?? null;
  }
  if (typeof value === 'string' && value.length > MOST_CHARACTERS) throw new ExpressionFailed('expression-too-large', '');
  return value;
}

/** Names what an expression reads, and refuses functions that are not on the list and loops in loops in loops. */
function walk(node: ASTNode, bound: ReadonlySet<string>, loops: number, found: Found): void {
  const path = pathOf(node);
  if (path !== null) {
    if (!bound.has(path[0] ?? '')) found.path(path);
    return;
  }
  const inner = (one: ASTNode, names = bound, depth = loops): void => walk(one, names, depth, found);
  switch (node.op) {
    case 'value': case 'id': return;
    case 'call': {
      const [called, args] = node.args;
      known(called);
      const [step] = args;
      if (called === 'made' && step?.op === 'value' && typeof step.args === 'string') found.made(step.args);
      args.forEach((arg) => inner(arg));
      return;
    }
    case 'rcall': {
      const [called, receiver, args] = node.args;
      known(called);
      inner(receiver);
      if (!LOOPS.has(called)) return args.forEach((arg) => inner(arg));
      found.loop(loops + 1);
      if (loops + 1 > MOST_NESTED) throw new ExpressionFailed('expression-too-large', called);
      const [variable, ...rest] = args;
      const names = new Set(bound);
      if (variable?.op === 'id') names.add(variable.args);
      return rest.forEach((arg) => inner(arg, names, loops + 1));
    }
    case 'list': node.args.forEach((item) => inner(item)); return;
    case 'map': node.args.forEach(([key, value]) => { inner(key); inner(value); }); return;
    case '.': case '.?': inner(node.args[0]); return;
    case '!_': case '-_': inner(node.args); return;
    default: for (const item of node.args) if (typeof item === 'object') inner(item);
  }
}

function known(called: string): void {
  // SECURITY: closed list; a function the library adds one day is not within reach of a pack.
  if (!KNOWN.has(called)) throw new ExpressionFailed('function-unknown', called.slice(0, 60));
}

function pathOf(node: ASTNode): readonly string[] | null {
  if (node.op === 'id') return [node.args];
  if (node.op !== '.') return null;
  const before = pathOf(node.args[0]);
  return before === null ? null : [...before, node.args[1]];
}

type Cel = null | boolean | number | bigint | string | readonly Cel[] | { readonly [key: string]: Cel };

const converted = new WeakMap<object, Cel>();

/** Whole numbers are integers there. Objects are converted once: a row is looked at by many expressions. */
function toCel(value: Json): Cel {
  if (typeof value === 'number') return Number.isSafeInteger(value) ? BigInt(value) : value;
  if (typeof value !== 'object' || value === null) return value;
  const known = converted.get(value);
  if (known !== undefined) return known;
  const made = isJsonObject(value) ? Object.fromEntries(Object.entries(value).map(([key, item]) => [key, toCel(item)])) : (value as readonly Json[]).map(toCel);
  converted.set(value, made);
  return made;
}

function fromCel(value: unknown, depth: number): Json {
  if (depth > 32) throw new ExpressionFailed('expression-too-large', '');
  if (value === null || typeof value === 'boolean') return value;
  if (typeof value === 'string') {
    if (value.length > MOST_CHARACTERS) throw new ExpressionFailed('expression-too-large', '');
    return value;
  }
  if (typeof value === 'bigint') return Number(value);
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) throw new ExpressionFailed('expression-wrong', 'no number');
    return value;
  }
  if (Array.isArray(value)) return value.map((item) => fromCel(item, depth + 1));
  if (typeof value === 'object' && Object.getPrototypeOf(value) === Object.prototype) {
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, fromCel(item, depth + 1)]));
  }
  throw new ExpressionFailed('expression-wrong', 'no plain value');
}
