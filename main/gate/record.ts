import { digestOf, type Sha256 } from '../core/canonical/canonical.ts';
import type { RecordedCall, RecordedDecision, RecordedServer } from '../core/audit/event.ts';
import type { PolicyVerdict } from '../core/policy/evaluate-with-policy.ts';
import type { Card } from '../core/preview/card.ts';
import type { Preview } from '../core/preview/preview.ts';
import type { ServerFacts } from '../core/trust/server-facts.ts';
import type { Decider, Decision, Json } from '../core/words/index.ts';
import type { RecordedArguments } from './content.ts';
import type { Gathered } from './facts.ts';
import type { PlannedCall } from './planned-call.ts';
import type { GatePorts } from './ports.ts';

/** What was answered to a call, and what it was bound to. */
export interface Answered {
  readonly decision: Decision;
  readonly by: Decider | null;
  readonly afterMs: number | null;
  readonly preview: Preview | null;
  /** The card as it was painted. */
  readonly card: Card | null;
  readonly painted: string | null;
  readonly approval: string | null;
}

/** So many rules of a verdict are kept with each record. */
const RULES = 20;

/** Nobody was asked. */
export const NOT_ASKED: Answered = { decision: 'none', by: null, afterMs: null, preview: null, card: null, painted: null, approval: null };

/** The call as the log keeps it, once what it asks for was kept apart. */
export function recordedCall(call: PlannedCall, gathered: Gathered, verdict: PolicyVerdict, kept: RecordedArguments, ports: GatePorts): RecordedCall {
  return {
    callId: call.id,
    parent: call.parent,
    plan: call.planId,
    skill: call.skill,
    labels: call.labels.map(({ pointer, source }) => ({ pointer, source })),
    actor: { person: ports.person, role: ports.policy.person().role, planner: call.planner, client: call.client },
    server: recordedServer(call.serverId, gathered.server),
    tool: { name: call.tool, digest: gathered.tool?.digest ?? null, pin: gathered.tool?.pin ?? null },
    args: kept.args,
    argsDigest: kept.argsDigest,
    content: kept.content,
    effect: gathered.judgement.effect,
    objects: gathered.facts.objects,
    verdict: verdict.verdict,
    because: verdict.because,
    policyVersion: gathered.policy,
    rules: verdict.sources.slice(0, RULES),
  };
}

function recordedServer(id: string, server: ServerFacts | null): RecordedServer {
  if (server === null) return { id, name: id, identity: '', trust: 'blocked', class: 'external', environment: 'live' };
  const { name, identity, trust, environment } = server;
  return { id, name, identity: identity ?? '', trust, class: server.class, environment };
}

/** The answer as the log keeps it: digests of what was previewed and painted, never the content. */
export function recordedDecision(answered: Answered, sha256: Sha256): RecordedDecision {
  const { decision, by, afterMs, preview, painted, approval } = answered;
  const base = preview?.base ?? null;
  return {
    decision, by, afterMs, painted, approval,
    preview: preview === null ? null : { kind: preview.kind, digest: digestOf(structuredClone(preview) as unknown as Json, sha256) },
    base: base === null ? null : digestOf(base, sha256),
  };
}
