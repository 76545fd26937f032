import { evaluateWithPolicy } from '../../core/policy/evaluate-with-policy.ts';
import { NO_USAGE } from '../../core/policy/limits.ts';
import type { ProjectFact } from '../../core/policy/policy-call.ts';
import type { ToolFacts } from '../../core/pins/tool-facts.ts';
import type { ServerFacts } from '../../core/trust/server-facts.ts';
import type { DenyReason } from '../../core/words/index.ts';
import type { PolicyBook } from '../../gate/ports.ts';
import { usualEffect } from './usual-effect.ts';

/** Who would plan calls with the tools: a skill or a client of the gateway by its name. */
export interface Offeree {
  readonly skill: string | null;
  readonly client: string | null;
}
export const PERSON: Offeree = { skill: null, client: null };

/** A tool that is kept from a planner, and by which rules. */
export interface ToolLock {
  readonly because: DenyReason;
  readonly sources: readonly string[];
}

/** What policies and roles say of a tool whatever its arguments are; everything else is the gate's to judge at the call. */
const LOCKING: ReadonlySet<DenyReason> = new Set([
  'policy-closed', 'role-unknown', 'role-forbids', 'server-not-managed', 'pin-not-managed', 'policy-denies', 'policy-does-not-allow',
  'skill-not-allowed', 'client-not-allowed',
]);

/** Why policy or role would deny every ordinary call of this tool, or null. Its projects and limits are judged with the call. */
export function toolLock(server: ServerFacts, tool: ToolFacts, policy: PolicyBook, { skill, client }: Offeree = PERSON): ToolLock | null {
  const { effect, source } = usualEffect(server, tool);
  const { role, ownProjects } = policy.person();
  const facts = { role, server: { ...server, connected: true }, tool, effect, effectSource: source, objects: 1, touchesProtected: false, argumentsFit: true, hosts: [] };
  let first: ToolLock | null = null;
  for (const project of projectsToTry(policy)) {
    const verdict = evaluateWithPolicy({
      role, ownProjects, skill, client, server: { by: 'identity', identity: server.known }, tool: tool.name, project, labelled: [], usage: NO_USAGE, grant: null,
    }, facts, policy.effective());
    if (verdict.verdict !== 'deny' || !LOCKING.has(verdict.because)) return null;
    first ??= { because: verdict.because, sources: verdict.sources };
  }
  return first;
}

/** So many projects are tried; a tool that is free in one of them is offered. */
const PROJECTS_TRIED = 50;

function projectsToTry(policy: PolicyBook): readonly ProjectFact[] {
  const named = policy.effective().sources.flatMap(({ index }) => [...(index.projects ?? [])]);
  const projects = [...new Set([...(policy.person().ownProjects ?? []), ...named])].slice(0, PROJECTS_TRIED);
  return [{ state: 'to-be-read' }, ...projects.map((project) => ({ state: 'verified', project }) as const)];
}
