import { valueAt } from '../canonical/pointer.ts';
import { isJsonObject, type Json, type JsonObject } from '../words/index.ts';
import type { ProjectMapping } from './document/schema.ts';
import type { ProjectFact } from './policy-call.ts';

/**
 * The project of a call on a server with a mapping. It is what the objects' states say, as read; every argument that
 * names a project, however deep and in lists too, must say the same. Without a state that says it nothing is verified.
 */
export function projectFact(mapping: ProjectMapping, args: JsonObject, states: readonly Json[]): ProjectFact {
  const read = states.map((state) => projectName(valueAt(state, mapping.state)));
  const [first] = read;
  if (first === undefined || read.includes(null)) return { state: 'not-verifiable' };
  return first === null ? { state: 'not-verifiable' } : agreed(first, [...read, ...namedIn(args, new Set(mapping.arguments))]);
}

/** The same where the project is already known, as when a question names it. */
export function projectGiven(mapping: ProjectMapping, args: JsonObject, project: string): ProjectFact {
  return agreed(project, namedIn(args, new Set(mapping.arguments)));
}

function agreed(project: string, others: readonly (string | null)[]): ProjectFact {
  return others.every((other) => other === project) ? { state: 'verified', project } : { state: 'contradicts' };
}

/** What the arguments name as a project, at any depth. What is no name is null, which equals no project. */
function namedIn(value: Json, keys: ReadonlySet<string>): (string | null)[] {
  if (Array.isArray(value)) return (value as readonly Json[]).flatMap((item) => namedIn(item, keys));
  if (!isJsonObject(value)) return [];
  return Object.entries(value).flatMap(([key, inner]) => {
    if (!keys.has(key)) return namedIn(inner, keys);
    return Array.isArray(inner) ? (inner as readonly Json[]).map(projectName) : [projectName(inner)];
  });
}

/** Ids come as texts or whole numbers; `7` and `"7"` name the same project. Anything else names none. */
function projectName(value: Json | undefined): string | null {
  if (typeof value === 'string') return value;
  return typeof value === 'number' && Number.isSafeInteger(value) ? String(value) : null;
}
