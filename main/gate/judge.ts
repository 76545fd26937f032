import { evaluateWithPolicy, type PolicyVerdict } from '../core/policy/evaluate-with-policy.ts';
import { NOBODY } from '../core/trust/server-identity.ts';
import type { ProjectFact } from '../core/policy/policy-call.ts';
import type { DenyReason } from '../core/words/index.ts';
import type { Gathered } from './facts.ts';
import { foreignLabels, type PlannedCall } from './planned-call.ts';
import type { GatePorts, GrantQuestion, UsageScope } from './ports.ts';

/** May this call run, as things stand at this moment? Never waits, so that what follows in the same turn rests on it. */
export function judge(call: PlannedCall, gathered: Gathered, ports: GatePorts): PolicyVerdict {
  return judgeIn(gathered.project, call, gathered, ports);
}

/**
 * Whether a person may allow this call for longer: exactly where a standing permission would answer the question that is
 * asked, nobody locked them, and the effect is known and not guessed.
 */
export function mayGrant(call: PlannedCall, gathered: Gathered, ports: GatePorts): boolean {
  const project = gathered.project.state === 'verified' ? gathered.project.project : null;
  const known = gathered.judgement.source === 'recipe' || gathered.judgement.source === 'review';
  if (!known || call.labels.length > 0 || ports.policy.effective().boundsIn(project).locks.has('grants')) return false;
  return judgeIn(gathered.project, call, gathered, ports, 'offered').because === 'granted';
}

/** The same call, taken to be in another project, or under another standing permission. */
export function judgeIn(
  project: ProjectFact, call: PlannedCall, gathered: Gathered, ports: GatePorts, grant = grantOf(call, gathered, ports),
): PolicyVerdict {
  const { role, ownProjects } = ports.policy.person();
  return evaluateWithPolicy({
    role, ownProjects, project,
    server: { by: 'identity', identity: gathered.server?.known ?? NOBODY }, tool: call.tool,
    // SECURITY: a skill that does not give its name is judged by the name it plans under, never as if there were none.
    skill: call.skill ?? (call.planner.kind === 'skill' ? call.planner.name : null),
    client: call.planner.kind === 'client' ? call.client : null,
    undoes: call.undoes !== null,
    labelled: foreignLabels(call).map(({ pointer }) => pointer),
    usage: ports.usage.usage(scopeOf(call, gathered, ports)), grant,
  }, gathered.facts, ports.policy.effective());
}

/** A call that is being sent: it counts, and its standing permission, if it rests on one, was used. */
export type Held = { readonly ok: true } | { readonly ok: false; readonly because: DenyReason | 'moved' };

/**
 * Takes what the call will use, right before it is sent. `moved`: it may no longer run as it was judged. Whatever
 * cannot be counted is not sent.
 */
export async function hold(call: PlannedCall, gathered: Gathered, verdict: PolicyVerdict['verdict'], ports: GatePorts): Promise<Held> {
  // SECURITY: judged and counted in one turn, so that two calls at once never share the same rest of a limit.
  const now = judge(call, gathered, ports);
  if (now.verdict === 'deny') return { ok: false, because: now.because };
  if (verdict === 'allow' && now.verdict === 'ask') return { ok: false, because: 'moved' };
  const grant = verdict === 'allow' && now.because === 'granted' ? grantOf(call, gathered, ports) : null;
  const project = gathered.project.state === 'verified' ? gathered.project.project : null;
  const counted = ports.usage.reserve(call.id, scopeOf(call, gathered, ports), gathered.facts.objects, ports.policy.effective().limitsIn(project));
  if (!(await counted.catch(() => false))) return { ok: false, because: overLimitOf(call, gathered, ports) };
  if (grant === null || (await ports.grants.use(grant, call.id).catch(() => false))) return { ok: true };
  await settle(call, 0, ports);
  return { ok: false, because: 'moved' };
}

/** Says what was used in the end; null: what was reserved. What cannot be said stays counted. */
export async function settle(call: PlannedCall, spent: number | null, ports: GatePorts): Promise<void> {
  if (spent !== null) await ports.usage.settle(call.id, spent).catch(() => undefined);
}

/**
 * What a call uses of the limits once it left this machine. Reads use up calls, not objects; of what cannot be counted
 * nobody knows that it was less than was reserved.
 */
export function spentBy({ facts }: Gathered): number | null {
  return facts.effect === 'read' ? 0 : facts.objects;
}

function overLimitOf(call: PlannedCall, gathered: Gathered, ports: GatePorts): DenyReason {
  const again = judge(call, gathered, ports);
  return again.verdict === 'deny' ? again.because : 'limit-uncounted';
}

function scopeOf(call: PlannedCall, { facts }: Gathered, ports: GatePorts): UsageScope {
  return { person: ports.person, client: call.client, plan: call.planId, effect: facts.effect };
}

function grantOf(call: PlannedCall, gathered: Gathered, ports: GatePorts): string | null {
  return ports.grants.covering(grantQuestion(call, gathered, ports));
}

/** A call as standing permissions are held against it, and given for. */
export function grantQuestion(call: PlannedCall, { server, tool, facts }: Gathered, ports: GatePorts): GrantQuestion {
  return {
    serverIdentity: server?.identity ?? null, tool: call.tool, toolDigest: tool?.digest ?? null, args: call.args, effect: facts.effect,
    policyDigest: ports.policy.digest(), role: ports.policy.person().role, planner: call.planner, client: call.client, labels: call.labels,
  };
}
