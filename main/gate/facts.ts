import { digestOf, type Sha256 } from '../core/canonical/canonical.ts';
import { valueAt, withValueAt } from '../core/canonical/pointer.ts';
import type { ToolFacts } from '../core/pins/tool-facts.ts';
import type { ArgumentProblem } from '../core/policy/arguments.ts';
import { judgeEffect, type EffectJudgement } from '../core/policy/effect.ts';
import type { CallFacts } from '../core/policy/evaluate.ts';
import type { ProjectMapping } from '../core/policy/document/schema.ts';
import { hostsIn } from '../core/policy/hosts.ts';
import type { ProjectFact } from '../core/policy/policy-call.ts';
import { countObjects } from '../core/preview/index.ts';
import type { StateRead } from '../core/preview/preview.ts';
import { effectByStates } from '../core/recipes/effect.ts';
import { inferredRecipe } from '../core/recipes/infer/inferred.ts';
import { matchRecipe, recipeForCall } from '../core/recipes/match.ts';
import type { ToolRecipe } from '../core/recipes/recipe.ts';
import type { ServerFacts } from '../core/trust/server-facts.ts';
import { alwaysAsks, graver, isJsonObject, type Effect, type Json, type JsonObject } from '../core/words/index.ts';
import type { PlannedCall } from './planned-call.ts';
import type { GatePorts } from './ports.ts';
import { mappingsFor, projectOf } from './project.ts';

/** What is known of a call at one moment: the facts policy judges, and what preview and record need besides. */
export interface Gathered {
  readonly facts: CallFacts;
  readonly server: ServerFacts | null;
  readonly tool: ToolFacts | null;
  readonly recipe: ToolRecipe | null;
  readonly recipeId: string | null;
  readonly judgement: EffectJudgement;
  /** How the project of its objects is told, and which it is as far as it was read. */
  readonly mappings: readonly ProjectMapping[];
  readonly project: ProjectFact;
  /** Digest of the policies at that moment. */
  readonly policy: string;
  /** Where the arguments do not fit, as pointers. */
  readonly misfits: readonly string[];
}

const UNKNOWN_EFFECT: EffectJudgement = { effect: 'write', source: 'unknown', overwrites: false };

/** A definition that moves each time while arguments are checked against it is checked so often, then they fit nothing. */
const CHECKS = 3;

/** Gathers the facts of a call, now. Called when it is planned and again right before it is sent. */
export async function gatherFacts(call: PlannedCall, ports: GatePorts): Promise<Gathered> {
  for (let check = 1; ; check += 1) {
    const schema = schemaOf(ports.servers.tool(call.serverId, call.tool));
    const misfits = schema === undefined ? [] : await ports.compute.checkArguments(schema, call.args);
    // SECURITY: the check may take seconds, at the will of the schema's author. Everything else is read after it, in
    // one turn; a definition that moved meanwhile is checked anew.
    const tool = ports.servers.tool(call.serverId, call.tool);
    if (schemaOf(tool) === schema) return factsNow(call, tool, misfits, ports);
    if (check === CHECKS) return factsNow(call, tool, [{ pointer: '', keyword: 'schema' }], ports);
  }
}

/** The schema arguments are checked against, as the very object it is; undefined where there is no such tool. */
function schemaOf(tool: ToolFacts | null): Json | undefined {
  return tool === null ? undefined : (tool.definition['inputSchema'] ?? null);
}

function factsNow(call: PlannedCall, tool: ToolFacts | null, misfits: readonly ArgumentProblem[], ports: GatePorts): Gathered {
  const server = ports.servers.server(call.serverId);
  const shipped = server === null || tool === null ? null : recipeOf(server, tool, call.args);
  // An accepted read-back shows more; it says nothing of how grave or how much a call is.
  const known = shipped ?? accepted(tool);
  const judgement = tool === null
    ? UNKNOWN_EFFECT
    : judgeEffect({ definition: tool.definition, recipe: shipped, accepted: tool.acceptedEffect }, call.args);
  const recipe = known?.dryRun === undefined || mayDryRun(call, server, known, judgement.effect) ? known : withoutDryRun(known);
  const facts: CallFacts = {
    role: ports.policy.person().role,
    server,
    tool,
    effect: judgement.effect,
    effectSource: judgement.source,
    objects: countObjects(shipped, call.args),
    touchesProtected: ports.protectedPaths.touched(call.serverId, withoutAddresses(shipped, call.args), judgement.effect),
    argumentsFit: misfits.length === 0,
    hosts: hostsIn(call.args),
  };
  const mappings = mappingsFor(server, recipe, ports);
  const project: ProjectFact = { state: mappings.length === 0 ? 'none' : 'to-be-read' };
  const recipeId = recipe === null ? null : recipeDigest(recipe, ports.sha256);
  const where = misfits.map((misfit) => misfit.pointer || misfit.keyword);
  return { facts, server, tool, recipe, recipeId, judgement, mappings, project, policy: ports.policy.digest(), misfits: where };
}

/**
 * The arguments in which a path of this machine may stand. SECURITY: only a shipped recipe, bound to the launch and to the
 * definition, says that a value is none; whatever anybody accepted or a name suggests leaves it in.
 */
function withoutAddresses(shipped: ToolRecipe | null, args: JsonObject): JsonObject {
  return (shipped?.addresses ?? []).reduce<JsonObject>((left, pointer) => {
    const without = valueAt(left, pointer) === undefined ? left : withValueAt(left, pointer, null);
    return isJsonObject(without) ? without : left;
  }, args);
}

/** The same facts with the project and the effect that the states show: changing what is published is publishing. */
export function withStates(call: PlannedCall, gathered: Gathered, states: readonly StateRead[]): Gathered {
  const { recipe, mappings } = gathered;
  const placed = mappings.length === 0 ? gathered : { ...gathered, project: projectOf(mappings, recipe, call.args, states) };
  return recipe === null ? placed : withEffect(placed, effectByStates(recipe, gathered.judgement.effect, states));
}

/** The same facts with a graver effect; a lighter one changes nothing. */
export function withEffect(gathered: Gathered, effect: Effect): Gathered {
  const graverEffect = graver(gathered.judgement.effect, effect);
  if (graverEffect === gathered.judgement.effect) return gathered;
  return { ...gathered, judgement: { ...gathered.judgement, effect: graverEffect }, facts: { ...gathered.facts, effect: graverEffect } };
}

/** What is known of a call of a tool as server and tool now are. */
export function recipeOfTool(serverId: string, name: string, args: JsonObject, ports: GatePorts): ToolRecipe | null {
  const server = ports.servers.server(serverId);
  const tool = ports.servers.tool(serverId, name);
  return server === null || tool === null ? null : recipeOf(server, tool, args) ?? accepted(tool);
}

/**
 * SECURITY: a dry run is the server's word alone, and what it says it would do it might do. Never at an untrusted server,
 * never with arguments that came from elsewhere, not in a set, whose one yes to look first is to reads; and where nobody
 * but names and schemas says so never for what sends or does more.
 */
function mayDryRun(call: PlannedCall, server: ServerFacts | null, recipe: ToolRecipe, effect: Effect): boolean {
  const reviewed = server?.trust === 'restricted' || server?.trust === 'trusted';
  return reviewed && call.labels.length === 0 && call.planId === null && (recipe.inferred !== true || !alwaysAsks(effect));
}

function withoutDryRun({ dryRun: _, ...recipe }: ToolRecipe): ToolRecipe {
  return recipe;
}

function accepted(tool: ToolFacts | null): ToolRecipe | null {
  return tool === null || tool.pin !== 'same' ? null : inferredRecipe(tool, tool.digest, tool.acceptedEffect ?? 'write');
}

function recipeOf(server: ServerFacts, tool: ToolFacts, args: JsonObject): ToolRecipe | null {
  return recipeForCall(matchRecipe({ soleCode: server.soleCode, bundle: server.bundle, tool: tool.name, digest: tool.digest }), args);
}

const digests = new WeakMap<ToolRecipe, string>();

function recipeDigest(recipe: ToolRecipe, sha256: Sha256): string {
  const known = digests.get(recipe);
  if (known !== undefined) return known;
  const digest = digestOf(structuredClone(recipe) as unknown as Json, sha256);
  digests.set(recipe, digest);
  return digest;
}
