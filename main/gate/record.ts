import type { RecordedCall, RecordedDecision, RecordedServer } from '../core/audit/event.ts';
import type { PolicyVerdict } from '../core/policy/evaluate-with-policy.ts';
import type { Preview } from '../core/preview/preview.ts';
import type { ServerFacts } from '../core/trust/server-facts.ts';
import type { Decider, Decision } from '../core/words/index.ts';
import type { Approval, Moment } from './approval.ts';
import type { AskedOnRecord } from './content.ts';
import type { DrawnCard } from './card.ts';
import type { Gathered } from './facts.ts';
import type { PlannedCall } from './planned-call.ts';
import type { GatePorts } from './ports.ts';

/** What was answered to a call, and what it was bound to. */
export interface Answered {
  readonly decision: Decision;
  readonly by: Decider | null;
  readonly afterMs: number | null;
  readonly preview: Preview | null;
  /** The card as it was painted, with all its pages. */
  readonly drawn: DrawnCard | null;
  readonly painted: string | null;
  readonly approval: Approval | null;
  /** When it was answered; null where nobody was asked. */
  readonly given: Moment | null;
}

/** So many rules of a verdict are kept with each record. */
const RULES = 20;

/** Nobody was asked. */
export const NOT_ASKED: Answered = { decision: 'none', by: null, afterMs: null, preview: null, drawn: null, painted: null, approval: null, given: null };

/** The call as the log keeps it, once what it asks for was kept apart. Its names stand in order: so the log spells them fastest. */
export function recordedCall(call: PlannedCall, gathered: Gathered, verdict: PolicyVerdict, kept: AskedOnRecord, ports: GatePorts): RecordedCall {
  return {
    actor: { client: call.client, person: ports.person, planner: call.planner, role: ports.policy.person().role },
    args: kept.args,
    argsDigest: kept.argsDigest,
    because: verdict.because,
    callId: call.id,
    content: kept.content,
    effect: gathered.judgement.effect,
    labels: kept.labels,
    objects: gathered.facts.objects,
    parent: call.parent,
    plan: call.planId,
    policyVersion: gathered.policy,
    rules: verdict.sources.slice(0, RULES),
    server: recordedServer(call.serverId, gathered.server),
    skill: call.skill,
    tool: { digest: gathered.tool?.digest ?? null, name: kept.tool, pin: gathered.tool?.pin ?? null },
    undoes: call.undoes?.callId ?? null,
    verdict: verdict.verdict,
  };
}

function recordedServer(id: string, server: ServerFacts | null): RecordedServer {
  if (server === null) return { class: 'external', environment: 'live', id, identity: '', name: id, trust: 'blocked' };
  const { name, identity, trust, environment } = server;
  return { class: server.class, environment, id, identity: identity ?? '', name, trust };
}

/** The answer as the log keeps it: digests of what was previewed, painted and approved, never the content. */
export function recordedDecision({ decision, by, afterMs, preview }: Answered, { approval, base, painted, previewed }: AskedOnRecord): RecordedDecision {
  return { afterMs, approval, base, by, decision, painted, preview: preview === null || previewed === null ? null : { digest: previewed, kind: preview.kind } };
}
