import { createContext, Script } from 'node:vm';
import { argumentProblems, type ArgumentProblem } from '../core/policy/arguments.ts';
import { isJsonObject, type Json, type JsonObject } from '../core/words/index.ts';

/** An honest schema needs microseconds; one whose patterns run on without end is given up here. */
const LIMIT_MS = 250;

const check = new Script('run()');
const context = createContext({ run: () => undefined });

/**
 * As `argumentProblems`, given up after a while: a schema is its author's, and a pattern in it may look for hours. What was
 * given up fits nothing, for unknown never allows. Only schemas with patterns are watched; the others cannot run on.
 */
export function checkBounded(inputSchema: Json | undefined, args: JsonObject): readonly ArgumentProblem[] {
  if (!mayRunOn(inputSchema)) return argumentProblems(inputSchema, args);
  let found: readonly ArgumentProblem[] = [{ pointer: '', keyword: 'schema' }];
  context['run'] = () => { found = argumentProblems(inputSchema, args); };
  try {
    check.runInContext(context, { timeout: LIMIT_MS });
  } catch {
    // Given up, or thrown by the schema: it fits nothing.
  }
  return found;
}

const looked = new WeakMap<JsonObject, boolean>();

/** True for a schema with a pattern in it. Looked at once: it is the same object for all questions about a tool. */
function mayRunOn(schema: Json | undefined): boolean {
  if (!isJsonObject(schema)) return false;
  const known = looked.get(schema);
  if (known !== undefined) return known;
  const found = /"pattern(Properties)?":/.test(JSON.stringify(schema));
  looked.set(schema, found);
  return found;
}
