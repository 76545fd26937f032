import { valueAt } from '../canonical/pointer.ts';
import { isJsonObject, type Json, type JsonObject } from '../words/index.ts';
import type { ServerIdentity } from '../trust/server-identity.ts';
import type { EffectivePolicy } from './document/combine.ts';
import type { ProjectMapping } from './document/schema.ts';
import type { ProjectFact } from './policy-call.ts';
import { entriesOf } from './source-rules.ts';

/** How the policies tell the project of a server's objects; empty where none says it, and then the server is bound to none. */
export function mappingsOf(policy: EffectivePolicy, identity: ServerIdentity): readonly ProjectMapping[] {
  return policy.sources.flatMap((source) => (entriesOf(source, { server: { by: 'identity', identity } }) ?? []).flatMap(({ server }) => server.project ?? []));
}

/** Whether these policies, or the person's role, draw a line between projects at all. */
export function drawsProjects(policy: EffectivePolicy, ownProjects: readonly string[] | null): boolean {
  return ownProjects !== null || policy.sources.some(({ index, document }) => index.projects !== null || document.scope === 'project');
}

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

/** The same under several mappings: each must verify, and all the same project. */
export function projectUnderAll(facts: readonly ProjectFact[]): ProjectFact {
  const [first, ...rest] = facts;
  if (first === undefined) return { state: 'none' };
  const failed = facts.find((fact) => fact.state !== 'verified');
  if (failed !== undefined) return failed;
  return rest.every((fact) => fact.state === 'verified' && first.state === 'verified' && fact.project === first.project) ? first : { state: 'contradicts' };
}

/** The projects of everything in an answer that says one; null where nothing does, or where one cannot be told. */
export function projectsShown(mapping: ProjectMapping, answer: Json): readonly string[] | null {
  const found = [...shownIn(mapping.state, answer)];
  return found.length === 0 || found.includes(null) ? null : [...new Set(found as string[])];
}

function* shownIn(pointer: string, value: Json): Generator<string | null> {
  if (typeof value !== 'object' || value === null) return;
  const here = isJsonObject(value) ? valueAt(value, pointer) : undefined;
  if (here !== undefined) yield projectName(here);
  for (const inner of Object.values(value)) yield* shownIn(pointer, inner as Json);
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
