import { carryOut, type Stage } from '../../gate/gate.ts';
import type { Plan } from '../../gate/planned-call.ts';
import type { GatePorts } from '../../gate/ports.ts';
import type { Receipt } from '../../gate/receipt.ts';
import { weightOf } from '../../core/canonical/weight.ts';
import type { KeptUndo } from '../../core/preview/index.ts';

/** At most so many questions of one planner are open at a time; more are refused, so that nobody floods a person. */
export const OPEN_PER_PLANNER = 5;
/** Receipts kept for the screen, and how much they hold together; the log keeps the records. */
const RECEIPTS_KEPT = 200;
const WEIGHT_KEPT = 16_000_000;

/** A call on its road, or at its end. */
export type CallState =
  | { readonly stage: Stage; readonly plan: Plan }
  | { readonly stage: 'done'; readonly receipt: Receipt; readonly weight: number };

/** Calls as planners see them: plan, follow, withdraw. */
export interface CallsRoom {
  /** Enters the gate. Returns at once; null when this planner has too many open questions. */
  plan(plan: Plan): { readonly callId: string; readonly done: Promise<Receipt> } | null;
  /** Where a call is; null for a call nobody knows. */
  state(callId: string): CallState | null;
  /** Withdraws a call: an open question is a no, a call under way is cancelled at the server. */
  cancel(callId: string): boolean;
  /** Plans the call that undoes one that was carried out, before a restart too; `nothing`: none is known. */
  undo(callId: string, by: Pick<Plan, 'planner' | 'client'>): Promise<{ readonly callId: string; readonly done: Promise<Receipt> } | 'nothing' | null>;
  /** Withdraws everything; used when the app ends. */
  cancelAll(): void;
  /** Calls of a planner that are not over. */
  open(planner: Plan['planner']): number;
}

/** What the room needs of its neighbours. */
export interface CallsBeside {
  /** Questions of the same planner that are no calls of this room. */
  readonly openElsewhere?: (planner: Plan['planner']) => number;
  /** A receipt as it may be shown. */
  readonly withoutSecrets?: (receipt: Receipt) => Receipt;
  /** What undoes a call that this room does not remember, out of the log. */
  readonly keptUndo?: (callId: string) => Promise<KeptUndo | null>;
}

/** `onChange` is told at each stage of each call. */
export function createCallsRoom(
  ports: GatePorts, onChange: (callId: string) => void,
  { openElsewhere = () => 0, withoutSecrets = (receipt) => receipt, keptUndo = () => Promise.resolve(null) }: CallsBeside = {},
): CallsRoom {
  const calls = new Map<string, CallState>();
  const running = new Map<string, AbortController>();

  const move = (callId: string, state: CallState): void => {
    calls.set(callId, state);
    onChange(callId);
  };
  const openOf = (planner: Plan['planner']): number => [...calls.values()].filter((state) =>
    state.stage !== 'done' && state.plan.planner.kind === planner.kind && state.plan.planner.name === planner.name).length;

  const room: CallsRoom = {
    plan(plan) {
      if (openOf(plan.planner) + openElsewhere(plan.planner) >= OPEN_PER_PLANNER) return null;
      const callId = ports.newCallId();
      const controller = new AbortController();
      running.set(callId, controller);
      const done = carryOut(callId, plan, ports, controller.signal, (stage) => move(callId, { stage, plan }))
        .then((receipt) => {
          running.delete(callId);
          // SECURITY: a server may say our secret back in its answer; what is kept for the screen does not hold it.
          const kept = withoutSecrets(receipt);
          move(callId, { stage: 'done', receipt: kept, weight: weightOf(kept) });
          forgetOldest(calls);
          return receipt;
        });
      return { callId, done };
    },
    state: (callId) => calls.get(callId) ?? null,
    cancel(callId) {
      running.get(callId)?.abort();
      return running.has(callId);
    },
    cancelAll: () => running.forEach((controller) => controller.abort()),
    async undo(callId, by) {
      const known = rememberedUndo(calls.get(callId)) ?? await keptUndo(callId);
      if (known === null) return 'nothing';
      const { serverId, identity, tool, inverse } = known;
      // SECURITY: what stood on one server is sent to no other one that now goes by its name.
      if (identity !== null && ports.servers.server(serverId)?.identity !== identity) return 'nothing';
      return room.plan({ ...by, serverId, tool: inverse.tool, args: inverse.args, undoes: { callId, tool, onlyIf: inverse.onlyIf } });
    },
    open: openOf,
  };
  return room;
}

function rememberedUndo(state: CallState | undefined): (Omit<KeptUndo, 'identity'> & { readonly identity: null }) | null {
  if (state?.stage !== 'done' || state.receipt.undo === null) return null;
  const { call, undo } = state.receipt;
  return { serverId: call.serverId, identity: null, tool: call.tool, inverse: undo };
}

/** The oldest go first. The newest always stays: somebody is about to look at it. */
function forgetOldest(calls: Map<string, CallState>): void {
  const over = [...calls].flatMap(([callId, state]) => (state.stage === 'done' ? [{ callId, weight: state.weight }] : []));
  let weight = over.reduce((sum, one) => sum + one.weight, 0);
  for (const one of over.slice(0, -1)) {
    if (calls.size <= RECEIPTS_KEPT && weight <= WEIGHT_KEPT) return;
    calls.delete(one.callId);
    weight -= one.weight;
  }
}
