import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Bridge } from '../../../preload/contract/bridge.ts';
import type { Problem } from '../../../preload/contract/problem.ts';
import type { ReceiptView } from '../../../preload/contract/views.ts';
import { storeHooks } from '../../app/bridge-context.tsx';
import { loadedFrom, oneAtATime, type Loaded } from '../../app/loaded.ts';
import type { JsonObject } from '../../ui/json.ts';

/** What a call was planned with, so that nobody has to type it twice. */
export interface Planned {
  readonly serverId: string;
  readonly tool: string;
  readonly args: JsonObject;
}

/** A call and how it stands; `planned` is null where another planned it. */
export interface Followed {
  readonly callId: string;
  readonly receipt: Loaded<ReceiptView>;
  readonly planned: Planned | null;
}

/** The calls this person planned or answered in this window, newest first, and how each stands. */
export interface ReceiptsState {
  readonly receipts: readonly Followed[];
  /** Follows a call to its end. */
  follow(callId: string, planned?: Planned): void;
  /** Plans a call. Gives its id, or the problem that kept it from entering the gate. */
  plan(serverId: string, tool: string, args: JsonObject): Promise<{ callId: string } | { problem: Problem }>;
  cancel(callId: string): Promise<void>;
}

/** Receipts beyond this many are in the log only. */
const KEPT = 50;

export function createReceiptsStore(bridge: Bridge): StoreApi<ReceiptsState> {
  const store = createStore<ReceiptsState>()((set, get) => ({
    receipts: [],
    follow(callId, planned) {
      if (get().receipts.some((one) => one.callId === callId)) return void refresh();
      set({ receipts: [{ callId, receipt: { state: 'loading' } as const, planned: planned ?? null }, ...get().receipts].slice(0, KEPT) });
      void refresh();
    },
    async plan(serverId, tool, args) {
      const reply = await bridge.calls.plan({ serverId, tool, args });
      if (!reply.ok) return { problem: reply.problem };
      get().follow(reply.value.callId, { serverId, tool, args });
      return { callId: reply.value.callId };
    },
    async cancel(callId) {
      await bridge.calls.cancel({ callId });
      void refresh();
    },
  }));
  const refresh = oneAtATime(async () => {
    const open = store.getState().receipts.filter((one) => !isOver(one.receipt)).map((one) => one.callId);
    for (const callId of open) {
      const receipt = loadedFrom(await bridge.calls.receipt({ callId }));
      store.setState((state) => ({ receipts: state.receipts.map((one) => (one.callId === callId ? { ...one, receipt } : one)) }));
    }
  });
  bridge.onChanged((room) => {
    if (room === 'calls' || room === 'approvals') void refresh();
  });
  return store;
}

/** True when nothing more will happen to a call. */
export function isOver(receipt: Loaded<ReceiptView>): boolean {
  return receipt.state === 'ready' && receipt.value.state === 'done';
}

export const receiptsHooks = storeHooks(createReceiptsStore);
