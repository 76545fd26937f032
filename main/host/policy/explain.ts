import { definitionDigest } from '../../core/pins/catalogue-digest.ts';
import { argumentProblems, type ArgumentProblem } from '../../core/policy/arguments.ts';
import { combine } from '../../core/policy/document/combine.ts';
import type { PolicySource } from '../../core/policy/document/open.ts';
import { judgeEffect, offerEffect } from '../../core/policy/effect.ts';
import type { CallFacts } from '../../core/policy/evaluate.ts';
import { evaluateWithPolicy } from '../../core/policy/evaluate-with-policy.ts';
import { hostsIn } from '../../core/policy/hosts.ts';
import { NO_USAGE } from '../../core/policy/limits.ts';
import type { ProjectFact } from '../../core/policy/policy-call.ts';
import { projectGiven } from '../../core/policy/projects.ts';
import { countObjects } from '../../core/preview/index.ts';
import type { Sha256 } from '../../core/canonical/canonical.ts';
import type { ServerFacts } from '../../core/trust/server-facts.ts';
import { ENVIRONMENTS, isJsonObject, SERVER_CLASSES, TRUST_LEVELS, type Effect, type Json, type JsonObject } from '../../core/words/index.ts';
import { NOBODY } from '../../core/trust/server-identity.ts';

/** What a policy says to a question, and the rules that led there. */
export interface Explanation {
  readonly verdict: 'allow' | 'ask' | 'deny';
  readonly because: string;
  readonly effect: Effect;
  readonly objects: number | null;
  readonly sources: readonly string[];
}

/** Where arguments do not fit a schema. */
export type CheckArguments = (inputSchema: Json | undefined, args: JsonObject) => readonly ArgumentProblem[];

/**
 * Answers questions about policies, without a home and without a server. `server` is the id of an entry of the policies.
 * A part of a question that is missing or of the wrong type is unknown, and what is unknown never allows. What only a
 * running host can know (own folders, use so far, grants) is taken as harmless, and so can only make the real verdict stricter,
 * but for a grant, which answers the question of an ordinary write.
 */
export function createExplainer(sources: readonly PolicySource[], sha256: Sha256, check: CheckArguments = argumentProblems): (question: JsonObject) => Explanation {
  const policy = combine(sources);
  const toolOf = rememberingTools(sha256);
  const listing = policy.sources.filter(({ index }) => index.servers !== null);
  const entries = (id: string) => listing.flatMap(({ index }) => index.serverById.get(id) ?? []);
  return (question) => {
    const tool = toolOf(question['tool']);
    const pinned = question['pinned'] === true;
    const args = question['args'] === undefined ? {} : isJsonObject(question['args']) ? question['args'] : null;
    const id = typeof question['server'] === 'string' && question['server'] !== '' ? question['server'] : null;
    const found = id === null ? [] : entries(id);
    const known = id !== null && (listing.length === 0 || found.length > 0);
    const accepted = tool !== null && pinned && tool.offer.from !== 'unknown' ? tool.offer.effect : null;
    const judged = judgeEffect({ definition: tool?.definition ?? {}, recipe: null, accepted }, args ?? {});
    const objects = countObjects(null, args ?? {});
    const facts: CallFacts = {
      role: 'owner',
      server: known ? serverFacts(id, question, found.map(({ server }) => server.match.by)) : null,
      tool: tool === null ? null : { name: tool.name, definition: tool.definition, digest: tool.digest, pin: pinned ? 'same' : 'new', acceptedEffect: accepted, ambiguous: false },
      effect: judged.effect, effectSource: judged.source, objects, touchesProtected: false,
      argumentsFit: args !== null && (tool === null || check(tool.definition['inputSchema'], args).length === 0),
      hosts: args === null ? [] : hostsIn(args),
    };
    const { verdict, because, sources: from } = evaluateWithPolicy({
      role: typeof question['role'] === 'string' ? question['role'] : '',
      server: { by: 'entry', id: id ?? '' }, tool: tool?.name ?? '', project: projectIn(question['project'], args ?? {}, found),
      ownProjects: null, skill: textOrNull(question['skill']), client: textOrNull(question['client']), labelled: labelsIn(question['tainted']), usage: NO_USAGE, grant: null,
    }, facts, policy);
    return { verdict, because, effect: judged.effect, objects, sources: from };
  };
}

interface KnownTool {
  readonly name: string;
  readonly definition: JsonObject;
  readonly digest: string;
  readonly offer: ReturnType<typeof offerEffect>;
}

/** The same tools come again and again in a batch; their digests and schemas are made ready once. */
const REMEMBERED = 2_000;

function rememberingTools(sha256: Sha256): (value: Json | undefined) => KnownTool | null {
  const known = new Map<string, KnownTool>();
  return (value) => {
    if (!isJsonObject(value) || typeof value['name'] !== 'string' || value['name'] === '') return null;
    const text = JSON.stringify(value);
    const found = known.get(text);
    if (found !== undefined) return found;
    const tool = { name: value['name'], definition: value, digest: definitionDigest(value, sha256) ?? '', offer: offerEffect(value, null) };
    if (known.size >= REMEMBERED) known.clear();
    known.set(text, tool);
    return tool;
  };
}

function serverFacts(id: string, question: JsonObject, matched: readonly string[]): ServerFacts {
  const local = matched.length > 0 && matched.every((by) => by !== 'url');
  return {
    id, name: id, identity: null, package: null, soleCode: null, bundle: null, known: NOBODY, connected: true, launchChanged: false,
    trust: oneOf(TRUST_LEVELS, question['trust'], 'untrusted'),
    // A server nobody said anything of is somebody else's, and live.
    class: oneOf(SERVER_CLASSES, question['class'], local ? 'local' : 'external'),
    environment: oneOf(ENVIRONMENTS, question['environment'], 'live'),
  };
}

function projectIn(value: Json | undefined, args: JsonObject, entries: readonly { readonly server: { readonly project?: Parameters<typeof projectGiven>[0] | undefined } }[]): ProjectFact {
  if (value === undefined || value === null) return { state: 'none' };
  if (typeof value !== 'string') return { state: 'not-verifiable' };
  for (const { server } of entries) {
    if (server.project === undefined) continue;
    const fact = projectGiven(server.project, args, value);
    if (fact.state !== 'verified') return fact;
  }
  return { state: 'verified', project: value };
}

function labelsIn(value: Json | undefined): readonly string[] {
  if (value === undefined || value === null) return [];
  if (!Array.isArray(value)) return ['']; // not a list: something is labelled, nobody knows what
  return (value as readonly Json[]).map((pointer) => (typeof pointer === 'string' ? pointer : ''));
}

function oneOf<T extends string>(words: readonly T[], value: Json | undefined, otherwise: T): T {
  return words.find((word) => word === value) ?? otherwise;
}

function textOrNull(value: Json | undefined): string | null {
  return typeof value === 'string' ? value : null;
}
