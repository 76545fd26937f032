import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Bridge } from '../../../preload/contract/bridge.ts';
import type { Problem } from '../../../preload/contract/problem.ts';
import type { GrantWishView, PlannedCallView } from '../../../preload/contract/views.ts';
import { storeHooks } from '../../app/bridge-context.tsx';
import { LOADING, loadedFrom, oneAtATime, type Loaded } from '../../app/loaded.ts';
import type { JsonObject } from '../../ui/json.ts';
import { keepUnchanged, paintedDigest } from './painted.ts';

/** A card must have stood unchanged this long before it can be approved. */
export const ARM_MS = 500;

export interface Answer {
  readonly choice: 'approve' | 'deny' | 'edit' | 'look-first';
  readonly args: JsonObject | null;
  readonly wordTyped: boolean;
  /** With an approval: what is allowed for longer. */
  readonly grant?: GrantWishView;
}

export interface ApprovalsState {
  readonly cards: Loaded<PlannedCallView[]>;
  /** The newest question that was not there before, while it is open; what the live region says. */
  readonly newest: PlannedCallView | null;
  /** The very object on the screen, and whether it may be approved yet. */
  readonly shown: PlannedCallView | null;
  readonly armed: boolean;
  /** A call whose card could not be shown as it was painted: it cannot be approved here. */
  readonly spoilt: string | null;
  /** True from the press of a choice to its reply. */
  readonly sending: boolean;
  readonly problem: { readonly callId: string; readonly problem: Problem } | null;
  /** Says which object is painted now; null when none is. Starts the 500 ms anew. */
  show(card: PlannedCallView | null): void;
  /** A part of this call's card is not what its digest says. */
  spoil(callId: string): void;
  /** Sends a choice on the shown card. True when it was taken. */
  answer(answer: Answer): Promise<boolean>;
}

/** What the store needs beside the bridge; tests put their own here. */
export interface ApprovalsClock {
  later(run: () => void, ms: number): () => void;
}
const browserClock: ApprovalsClock = {
  later(run, ms) {
    const timer = setTimeout(run, ms);
    return () => clearTimeout(timer);
  },
};

/** The open questions and the answer to the one on the screen. Approve goes out only from an armed card. */
export function createApprovalsStore(bridge: Bridge, clock: ApprovalsClock = browserClock): StoreApi<ApprovalsState> {
  let disarm = (): void => {};
  const store = createStore<ApprovalsState>()((set, get) => ({
    cards: LOADING, newest: null, shown: null, armed: false, spoilt: null, sending: false, problem: null,
    spoil: (callId) => set({ spoilt: callId }),
    show(card) {
      disarm();
      set({ shown: card, armed: false });
      if (card !== null) disarm = clock.later(() => { if (get().shown === card) set({ armed: true }); }, ARM_MS);
    },
    async answer(answer) {
      const { shown, armed, sending, spoilt } = get();
      if (shown === null || sending || ((answer.choice === 'approve' || answer.choice === 'look-first') && !armed)) return false;
      if (answer.choice !== 'deny' && spoilt === shown.callId) return false;
      // Taken before any wait: a card painted meanwhile must not inherit the answer to this one.
      const card = shown;
      set({ sending: true, problem: null });
      try {
        const painted = await paintedDigest(card);
        const reply = await bridge.approvals.answer({ callId: card.callId, painted, ...answer, grant: answer.grant ?? null });
        if (!reply.ok) set({ problem: { callId: card.callId, problem: reply.problem } });
        else if (answer.choice === 'approve' || answer.choice === 'deny') set((state) => without(state, card));
        return reply.ok;
      } finally {
        set({ sending: false });
        void refresh();
      }
    },
  }));
  const refresh = oneAtATime(async () => {
    const reply = await bridge.approvals.list({});
    store.setState((state) => withCards(state, loadedFrom(reply)));
  });
  bridge.onChanged((room) => {
    if (room === 'approvals') void refresh();
  });
  void refresh();
  return store;
}

/** An answered question leaves the list at once; the refresh after it confirms. */
function without(state: ApprovalsState, card: PlannedCallView): Partial<ApprovalsState> {
  if (state.cards.state !== 'ready') return {};
  return { cards: { state: 'ready', value: state.cards.value.filter((one) => one !== card) }, ...(state.newest?.callId === card.callId && { newest: null }) };
}

/** Takes a fresh list in: unchanged cards stay the same objects, and the newest new one is named. */
function withCards(state: ApprovalsState, fresh: Loaded<PlannedCallView[]>): Partial<ApprovalsState> {
  if (fresh.state !== 'ready') return { cards: fresh };
  const old = state.cards.state === 'ready' ? state.cards.value : [];
  const cards = keepUnchanged(old, fresh.value);
  const known = new Set(old.map((card) => card.callId));
  // SECURITY: once a question is over, nothing of it stays here: its arguments may hold what the log does not.
  const newest = cards.findLast((card) => !known.has(card.callId)) ?? cards.find(({ callId }) => callId === state.newest?.callId) ?? null;
  return { cards: { state: 'ready', value: cards }, newest };
}

export const approvalsHooks = storeHooks((bridge) => createApprovalsStore(bridge));
