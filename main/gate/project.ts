import { valueAt, withValueAt } from '../core/canonical/pointer.ts';
import type { ProjectMapping } from '../core/policy/document/schema.ts';
import type { ProjectFact } from '../core/policy/policy-call.ts';
import { drawsProjects, mappingsOf, projectFact, projectsShown, projectUnderAll } from '../core/policy/projects.ts';
import type { ToolAnswer } from '../core/ports.ts';
import { READ_KEYS } from '../core/preview/reads.ts';
import { stateFromAnswer } from '../core/preview/index.ts';
import type { StateRead } from '../core/preview/preview.ts';
import type { ToolRecipe } from '../core/recipes/recipe.ts';
import type { ServerFacts } from '../core/trust/server-facts.ts';
import type { Json, JsonObject } from '../core/words/index.ts';
import type { Gathered } from './facts.ts';
import { judgeIn } from './judge.ts';
import type { PlannedCall } from './planned-call.ts';
import type { GatePorts } from './ports.ts';

/**
 * How the project of this call's objects is told. A policy says it for a server; where it only speaks of projects, a
 * recipe that knows the record says it. Empty: the call is bound to no project.
 */
export function mappingsFor(server: ServerFacts | null, recipe: ToolRecipe | null, ports: GatePorts): readonly ProjectMapping[] {
  if (server === null) return [];
  const policy = ports.policy.effective();
  const said = mappingsOf(policy, server.known);
  const change = recipe?.change;
  if (said.length > 0 || (change?.how !== 'record' && change?.how !== 'records') || !drawsProjects(policy, ports.policy.person().ownProjects)) return said;
  const [, name] = change.project.split('/');
  return name === undefined ? said : [{ arguments: [name], state: change.project }];
}

/** The project as the states give it. Whatever was not read verifies nothing; what is no state of the object is not asked. */
export function projectOf(mappings: readonly ProjectMapping[], recipe: ToolRecipe | null, args: JsonObject, states: readonly StateRead[]): ProjectFact {
  return projectUnderAll(mappings.map((mapping) => {
    const values = states.filter(({ key }) => key !== READ_KEYS.account && key !== READ_KEYS.references && key !== READ_KEYS.dryRun)
      .flatMap((state): readonly Json[] => (state.state === 'read' ? objectsIn(mapping, recipe, args, state) : [null]));
    return projectFact(mapping, args, values);
  }));
}

/**
 * The objects a state shows, one by one: each must say its project. Where a call names several, each it names must be among
 * them; one that is not there verifies nothing, and that is said with a null.
 */
function objectsIn(mapping: ProjectMapping, recipe: ToolRecipe | null, args: JsonObject, state: Extract<StateRead, { state: 'read' }>): readonly Json[] {
  const change = recipe?.change;
  if (change?.how !== 'records' || state.key === READ_KEYS.place) return [inPlace(mapping, recipe, state)];
  const [rows, items] = [valueAt(args, change.rows), valueAt(state.value, change.list)];
  if (!Array.isArray(rows) || !Array.isArray(items)) return [null];
  const [named, read] = [rows as readonly Json[], items as readonly Json[]];
  const there = new Set(read.map((item) => valueAt(item, change.key)));
  const missing = named.some((row) => {
    const id = valueAt(row, change.id);
    return id === undefined || !there.has(id);
  });
  // What the answer shows beside is looked at as well: the change may reach it.
  return missing || read.length === 0 ? [null] : read;
}

/** A create reads the place it comes into, which names itself and not a project it is in. */
function inPlace(mapping: ProjectMapping, recipe: ToolRecipe | null, state: Extract<StateRead, { state: 'read' }>): Json {
  const change = recipe?.change;
  const place = change?.how === 'record' || change?.how === 'records' ? change.placeProject : undefined;
  if (state.key !== READ_KEYS.place || place === undefined) return state.value;
  return withValueAt({}, mapping.state, valueAt(state.value, place) ?? null) ?? null;
}

/**
 * SECURITY: must an answer to a read be kept from whoever planned it? It must where something in it is of a project that
 * is none of this person's, or where nobody can tell of which.
 */
export function mustBeWithheld(call: PlannedCall, gathered: Gathered, answer: ToolAnswer, ports: GatePorts): boolean {
  if (gathered.project.state !== 'to-be-read' || answer.kind !== 'result' || answer.isError) return false;
  const state = stateFromAnswer({ key: 'answer', tool: call.tool, args: call.args }, answer);
  if (state.state !== 'read') return true;
  return gathered.mappings.some((mapping) => {
    const shown = shownIn(mapping, state.value);
    return shown === null || shown.some((project) => judgeIn({ state: 'verified', project }, call, gathered, ports).verdict === 'deny');
  });
}

/** An answer too deep to be looked through shows nothing that could be verified. */
function shownIn(mapping: ProjectMapping, value: Json): readonly string[] | null {
  try {
    return projectsShown(mapping, value);
  } catch {
    return null;
  }
}
