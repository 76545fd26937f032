import type { RecordedMade } from '../core/audit/event.ts';
import { digestOf } from '../core/canonical/canonical.ts';
import type { PolicyVerdict } from '../core/policy/evaluate-with-policy.ts';
import type { CallFailure, ToolAnswer } from '../core/ports.ts';
import type { Inverse } from '../core/preview/index.ts';
import type { StateRead } from '../core/preview/preview.ts';
import type { Afterwards, Outcome } from '../core/words/index.ts';
import { isLate } from './approval.ts';
import { keepAnswered, keepAsked } from './content.ts';
import type { Gathered } from './facts.ts';
import type { PlannedCall } from './planned-call.ts';
import type { GatePorts } from './ports.ts';
import { settle, spentBy } from './judge.ts';
import { recordedCall, recordedDecision, type Answered } from './record.ts';

/** What came of sending: the answer, and when the sending began. */
export interface Sent {
  readonly answer: ToolAnswer;
  readonly ms: number;
}

/** The log did not take the intent: nothing was sent. */
export class NotRecorded extends Error {
  constructor(cause: unknown) {
    super('the log could not be written', { cause });
    this.name = 'NotRecorded';
  }
}

/**
 * SECURITY: the one place from which a server's tool is called. The intent is on disk before anything leaves,
 * and the very object that is sent is hashed once more: if it is not the one that was approved, nothing is sent.
 */
export async function send(
  call: PlannedCall, gathered: Gathered, verdict: PolicyVerdict, answered: Answered, ports: GatePorts, signal: AbortSignal,
): Promise<Sent> {
  if (digestOf(call.args, ports.sha256) !== call.argsDigest) throw new Error('arguments moved after they were approved');
  const kept = await keepAsked(call, answered, ports);
  try {
    await ports.audit.append({
      answer: recordedDecision(answered, kept), call: recordedCall(call, gathered, verdict, kept, ports), type: 'intent',
    });
  } catch (cause) {
    await settle(call, 0, ports);
    throw new NotRecorded(cause);
  }
  const started = ports.clock.monotonic();
  // SECURITY: writing the intent took a while. Nothing is awaited between this look and the sending.
  const moved = movedSince(call, gathered, answered, ports);
  const answer = moved === null ? await callOnce(call, ports, signal) : { kind: 'failed' as const, why: moved, sent: false, detail: '' };
  const sent = { answer, ms: Math.round(ports.clock.monotonic() - started) };
  await settle(call, outcomeOf(answer) === 'refused' ? 0 : spentBy(gathered), ports);
  return sent;
}

/** Why the call may no longer go out as it was judged, or null. */
function movedSince(call: PlannedCall, gathered: Gathered, { given }: Answered, ports: GatePorts): CallFailure | null {
  // SECURITY: counting the call and writing its intent may have taken longer than an approval lasts.
  if (given !== null && isLate(given, ports.clock)) return 'cancelled';
  const server = ports.servers.server(call.serverId);
  const tool = ports.servers.tool(call.serverId, call.tool);
  if (server === null || tool === null || !server.connected) return 'not-connected';
  // SECURITY: a policy that was tightened meanwhile may deny the call; under another one it is judged anew.
  if (ports.policy.digest() !== gathered.policy) return 'cancelled';
  const sameServer = server.identity === gathered.server?.identity && server.trust === gathered.server.trust && !server.launchChanged
    // The recipe is found by what was launched.
    && server.soleCode === gathered.server.soleCode && server.bundle === gathered.server.bundle;
  const sameTool = tool.pin === 'same' && !tool.ambiguous && tool.suspended !== true && tool.digest === gathered.tool?.digest
    && tool.acceptedEffect === gathered.tool.acceptedEffect;
  return sameServer && sameTool ? null : 'cancelled';
}

async function callOnce(call: PlannedCall, ports: GatePorts, signal: AbortSignal): Promise<ToolAnswer> {
  try {
    return await ports.caller.call(call.serverId, call.tool, call.args, signal, call.id);
  } catch {
    // A caller that throws after the intent may have sent: what the server did is not known.
    return { kind: 'failed', why: 'protocol-error', sent: true, detail: '' };
  }
}

/** How a call ended, as far as the answer tells. Sent without an answer is `unknown`, never a guess. */
export function outcomeOf(answer: ToolAnswer): Outcome {
  switch (answer.kind) {
    case 'result': return answer.isError ? 'failed' : 'executed';
    case 'input-required': return 'failed';
    case 'failed': return answer.sent ? 'unknown' : 'refused';
  }
}

/** What was read after a call, and how it compares with what was shown. */
export interface Compared {
  readonly afterwards: Afterwards;
  readonly states: readonly StateRead[];
  /** The person may not see the answer: it is not kept either. */
  readonly withheld: boolean;
  /** The connected system itself said no. */
  readonly refused?: boolean;
  /** What undoes the call; kept, so that it can be offered after a restart too. */
  readonly undo?: Inverse | null;
  /** What it made and how that is taken back. */
  readonly made?: RecordedMade | null;
}

/** Nothing was read. */
export const NOT_COMPARED: Compared = { afterwards: 'not checkable', states: [], withheld: false };

/** Puts the end of a call on record. */
export async function recordOutcome(call: PlannedCall, sent: Sent, { afterwards, states, withheld, refused = false, undo = null, made = null }: Compared, ports: GatePorts): Promise<void> {
  const { answer, ms } = sent;
  await ports.pause?.();
  const { content, resultDigest, after, made: kept } = await keepAnswered(call, { answer, states, withheld, undo, made }, ports);
  await ports.pause?.();
  await ports.audit.append({
    after,
    afterwards,
    callId: call.id,
    content,
    error: answer.kind === 'failed' ? answer.why : answer.kind === 'input-required' ? 'input-required' : refused ? 'refused-by-system' : null,
    isError: answer.kind === 'result' && answer.isError,
    // Where content is kept it stands there, so that it goes when the content is erased.
    ...(content === null && kept !== null ? { made: kept } : {}),
    ms,
    outcome: outcomeOf(answer),
    resultDigest,
    type: 'outcome',
  });
}
