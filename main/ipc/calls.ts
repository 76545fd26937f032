import type { ReceiptView } from '../../preload/contract/views.ts';
import type { CallsRoom, CallState } from '../host/calls/calls.ts';
import type { Plan } from '../gate/planned-call.ts';
import type { FindingsRoom } from '../host/review/findings.ts';
import { ProblemError, type Handlers } from './handle.ts';

/** What a person at the window plans, follows and withdraws. */
export function callHandlers(calls: CallsRoom, findings: FindingsRoom, person: string): Pick<Handlers, 'calls:plan' | 'calls:cancel' | 'calls:receipt' | 'calls:undo'> {
  return {
    'calls:plan': ({ serverId, tool, args }) => {
      const plan: Plan = { planner: { kind: 'person', name: person }, client: 'desktop', serverId, tool, args };
      const planned = calls.plan(plan);
      if (planned === null) throw new ProblemError('too-many-open');
      return { callId: planned.callId };
    },
    'calls:cancel': ({ callId }) => {
      if (!calls.cancel(callId)) throw new ProblemError('unknown-call');
      return {};
    },
    'calls:undo': async ({ callId }) => {
      const undo = await calls.undo(callId, { planner: { kind: 'person', name: person }, client: 'desktop' });
      if (undo === 'nothing') throw new ProblemError('nothing-to-undo');
      if (undo === null) throw new ProblemError('too-many-open');
      return { callId: undo.callId };
    },
    'calls:receipt': async ({ callId }) => {
      const state = calls.state(callId);
      if (state === null) throw new ProblemError('unknown-call');
      return { ...receiptOf(callId, state), findings: await findingsOf(state, findings) };
    },
  };
}

/** The call is over by then: what is waited for is only its showing. */
async function findingsOf(state: CallState, findings: FindingsRoom): Promise<ReceiptView['findings']> {
  const answer = state.stage === 'done' ? state.receipt.answer : null;
  if (answer?.kind !== 'result') return null;
  const { looked, found } = await findings.ofResult(answer);
  return { looked, found: found.slice(0, SHOWN).map((one) => ({ ...one })) };
}

/** Findings of one answer that are shown. */
const SHOWN = 20;

function receiptOf(callId: string, state: CallState): Omit<ReceiptView, 'findings'> {
  if (state.stage !== 'done') {
    const { serverId, tool } = state.plan;
    return {
      callId, state: state.stage, serverName: serverId, tool, verdict: null, because: null, sources: [], decision: null, outcome: null,
      afterwards: null, isError: false, failure: null, where: null, parts: [], structured: null, ms: null, undo: null,
    };
  }
  const { call, serverName, verdict, because, sources, decision, outcome, afterwards, failure, where, answer, ms, undo } = state.receipt;
  const result = answer?.kind === 'result' ? answer : null;
  return {
    callId, state: 'done', serverName, tool: call.tool, verdict, because, sources: [...sources], decision, outcome, afterwards, failure, where, ms,
    undo: undo === null ? null : { unlike: [...undo.unlike] },
    isError: result?.isError ?? false,
    parts: structuredClone(result?.parts ?? []) as ReceiptView['parts'],
    structured: structuredClone(result?.structured ?? null) as ReceiptView['structured'],
  };
}
