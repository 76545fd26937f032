import { combine } from '../../core/policy/document/combine.ts';
import { comparePolicies } from '../../core/policy/document/compare.ts';
import { policyFromHome, type HomeServer } from '../../core/policy/document/from-home.ts';
import { openPolicy, type GoodSource, type PolicySource } from '../../core/policy/document/open.ts';
import type { PolicyProblem } from '../../core/policy/document/problem.ts';
import { sealed } from '../../core/policy/document/seal.ts';
import { readPolicyText } from '../../core/policy/document/text.ts';
import { judgeEffect } from '../../core/policy/effect.ts';
import { evaluateWithPolicy, type PolicyVerdict } from '../../core/policy/evaluate-with-policy.ts';
import { hostsIn } from '../../core/policy/hosts.ts';
import { NO_USAGE } from '../../core/policy/limits.ts';
import { mappingsOf, projectFact, projectUnderAll } from '../../core/policy/projects.ts';
import { currentPin } from '../../core/pins/pin-state.ts';
import type { ToolFacts } from '../../core/pins/tool-facts.ts';
import type { Clock } from '../../core/ports.ts';
import { countObjects } from '../../core/preview/index.ts';
import { matchRecipe } from '../../core/recipes/match.ts';
import type { Sha256 } from '../../core/canonical/canonical.ts';
import type { LaunchResolver } from '../../core/trust/resolution.ts';
import type { ServerFacts } from '../../core/trust/server-facts.ts';
import { NOBODY } from '../../core/trust/server-identity.ts';
import type { Effect, JsonObject } from '../../core/words/index.ts';
import type { PinStore } from '../review/pin-document.ts';
import type { ServerEntry } from '../servers/server-entry.ts';
import { knownOf } from '../servers/server-entry.ts';
import type { PolicyRoom } from './policy-room.ts';

/** What the desk needs of the rooms. */
export interface DeskParts {
  readonly policy: PolicyRoom;
  readonly servers: { list(): readonly ServerEntry[]; facts(id: string): ServerFacts | null };
  readonly tool: (serverId: string, name: string) => ToolFacts | null;
  readonly pins: PinStore;
  readonly resolver: LaunchResolver;
  readonly clock: Clock;
  readonly sha256: Sha256;
  readonly person: string;
}

/** A call somebody wonders about. Nothing is called. */
export interface PolicyQuestion {
  readonly role: string;
  readonly serverId: string;
  readonly tool: string;
  readonly args: JsonObject;
}

/** Where policies are made and tried. Nothing here puts one in force: an administrator does, where this system keeps them. */
export interface PolicyDesk {
  /** A sealed policy of what was reviewed in this home. */
  build(): Promise<string>;
  check(text: string): { readonly problems: readonly PolicyProblem[]; readonly loosens: readonly string[]; readonly tightens: readonly string[] };
  /** Text null: what holds now. */
  ask(text: string | null, question: PolicyQuestion): PolicyVerdict & { readonly effect: Effect; readonly objects: number | null };
  /** The draft with its seal made anew; null where it is no JSON object. */
  seal(text: string): string | null;
}

export function createPolicyDesk(parts: DeskParts): PolicyDesk {
  const { policy, sha256 } = parts;
  const seal = (text: string): string | null => {
    const read = readPolicyText(text);
    return read.ok ? written(sealed(read.text.value, sha256)) : null;
  };
  /** A draft is not sealed yet, nor signed: it is read as it would be once it is. */
  const open = (text: string): PolicySource => openPolicy(seal(text) ?? text, {
    file: 'draft', scope: 'managed', now: parts.clock.now(), seen: () => null, signature: () => 'valid',
  }, sha256);
  return {
    seal,
    async build() {
      const servers = await Promise.all(parts.servers.list().map((entry) => homeServer(entry, parts)));
      return written(sealed(policyFromHome(servers, { issuedAt: parts.clock.now(), contact: parts.person }), sha256));
    },
    check(text) {
      const draft = open(text);
      if (draft.state === 'closed') return { problems: draft.problems, loosens: [], tightens: [] };
      const [now] = policy.effective().sources.filter(({ document }) => document.scope === 'managed');
      return { problems: [], ...differences(now, draft) };
    },
    ask: (text, question) => askPolicies(text === null ? policy.effective() : combine([open(text)]), question, parts),
  };
}

function differences(now: GoodSource | undefined, draft: GoodSource): { readonly loosens: readonly string[]; readonly tightens: readonly string[] } {
  if (now === undefined) return { loosens: [], tightens: [] };
  const { loosens, tightens } = comparePolicies(now.document, draft.document);
  return { loosens: loosens.map(({ pointer }) => pointer), tightens: tightens.map(({ pointer }) => pointer) };
}

async function homeServer(entry: ServerEntry, { resolver, pins }: DeskParts): Promise<HomeServer> {
  const { config, identity, trust } = entry;
  const resolution = await resolver.resolve(config);
  const [executable, bundle] = resolution.ok ? await Promise.all([resolver.executable(resolution.launch), resolver.bundle(resolution.launch, [])]) : [null, null];
  const known = knownOf(config, executable, bundle);
  const decided = identity === null ? [] : pins.pinsOf(identity);
  const names = [...new Set(decided.filter(({ kind }) => kind === 'tool').map(({ name }) => name))];
  const tools = names.flatMap((name) => {
    const pin = currentPin(decided, 'tool', name);
    return pin === null ? [] : [{ name, digest: pin.decision === 'accepted' ? pin.digest : null }];
  });
  return { id: config.id, known, class: config.class, trust, tools };
}

function askPolicies(policy: ReturnType<PolicyRoom['effective']>, { role, serverId, tool: name, args }: PolicyQuestion, parts: DeskParts): ReturnType<PolicyDesk['ask']> {
  const server = parts.servers.facts(serverId);
  const tool = parts.tool(serverId, name);
  const recipe = server === null || tool === null ? null : matchRecipe({ soleCode: server.soleCode, bundle: server.bundle, tool: name, digest: tool.digest });
  const judged = judgeEffect({ definition: tool?.definition ?? { name }, recipe, accepted: tool?.acceptedEffect ?? null }, args);
  const objects = countObjects(recipe, args);
  const mappings = server === null ? [] : mappingsOf(policy, server.known);
  const verdict = evaluateWithPolicy({
    role, ownProjects: null, server: { by: 'identity', identity: server?.known ?? NOBODY }, tool: name,
    // What a state would say is not read here: the arguments stand for it, as far as they name a project.
    project: projectUnderAll(mappings.map((mapping) => projectFact(mapping, args, [args]))),
    skill: null, client: null, labelled: [], usage: NO_USAGE, grant: null,
  }, {
    role, server: server === null ? null : { ...server, connected: true }, tool, effect: judged.effect, effectSource: judged.source, objects,
    touchesProtected: false, argumentsFit: true, hosts: hostsIn(args),
  }, policy);
  return { ...verdict, effect: judged.effect, objects };
}

function written(value: JsonObject): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
