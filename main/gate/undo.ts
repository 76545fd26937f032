import { asLeft, type LeftAs } from '../core/preview/index.ts';
import type { PlannedRead, StateRead } from '../core/preview/preview.ts';
import { recordedStatesDigest, statesDigest } from './content.ts';
import { recipeOfTool } from './facts.ts';
import { look } from './look.ts';
import type { PlannedCall } from './planned-call.ts';
import type { GatePorts } from './ports.ts';

/** How a call left its object, as the log says it: what to read, and the digest of what was read then. Any difference counts. */
export interface LeftAsRecorded {
  readonly reads: readonly PlannedRead[];
  readonly after: string;
}

/** What a call undoes: the tool of that call, and how it left the object. */
export interface Undoes {
  readonly callId: string;
  readonly tool: string;
  readonly onlyIf: LeftAs | LeftAsRecorded;
}

/** `unread`: nobody said yes to the reads yet, so it is not known. */
export type Standing = 'as-left' | 'not-as-left' | 'not-checkable' | 'unread';

/**
 * Whether the object is still as the call to undo left it, read now. A call that undoes nothing is `as-left`.
 * SECURITY: everything but `as-left` keeps an undo from being sent: it would undo somebody else's work.
 */
export async function standingOf(call: PlannedCall, lookedFirst: boolean, ports: GatePorts, signal: AbortSignal): Promise<Standing> {
  if (call.undoes === null) return 'as-left';
  const { tool, onlyIf } = call.undoes;
  const states = await look(call, onlyIf.reads, lookedFirst, ports, signal);
  if (states.some(({ state }) => state === 'not-allowed')) return 'unread';
  if ('after' in onlyIf) return asRecorded(onlyIf, states, ports);
  switch (asLeft(recipeOfTool(call.serverId, tool, onlyIf.args, ports), onlyIf, states)) {
    case 'as shown': return 'as-left';
    case 'different': return 'not-as-left';
    case 'not checkable': return 'not-checkable';
  }
}

async function asRecorded({ after }: LeftAsRecorded, states: readonly StateRead[], ports: GatePorts): Promise<Standing> {
  if (states.length === 0 || states.some(({ state }) => state === 'failed')) return 'not-checkable';
  if (statesDigest(states, ports) === after) return 'as-left';
  // SECURITY: a secret stands in it, and the record does not say which: it may be somebody else's new one.
  return await recordedStatesDigest(states, ports) === after ? 'not-checkable' : 'not-as-left';
}
