import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Bridge } from '../../../preload/contract/bridge.ts';
import type { Problem } from '../../../preload/contract/problem.ts';
import type { GrantWishView, PlannedCallView } from '../../../preload/contract/views.ts';
import { storeHooks } from '../../app/bridge-context.tsx';
import { LOADING, loadedFrom, oneAtATime, type Loaded } from '../../app/loaded.ts';
import { browserClock, createStanding, NOTHING_SHOWN, type Clock, type Standing } from '../../app/standing.ts';
import type { JsonObject } from '../../ui/json.ts';
import { keepUnchanged, paintedDigest } from './painted.ts';

export interface Answer {
  readonly choice: 'approve' | 'deny' | 'edit' | 'look-first';
  readonly args: JsonObject | null;
  readonly wordTyped: boolean;
  /** With an approval: what is allowed for longer. */
  readonly grant?: GrantWishView;
}

export interface ApprovalsState extends Standing<PlannedCallView> {
  readonly cards: Loaded<PlannedCallView[]>;
  /** The newest question that was not there before, while it is open; what the live region says. */
  readonly newest: PlannedCallView | null;
  /** A call whose card could not be shown as it was painted: it cannot be approved here. */
  readonly spoilt: string | null;
  /** True from the press of a choice to its reply. */
  readonly sending: boolean;
  readonly problem: { readonly callId: string; readonly problem: Problem } | null;
  /** Says which object is painted now; null when none is. */
  show(card: PlannedCallView | null): void;
  /** A part of this call's card is not what its digest says. */
  spoil(callId: string): void;
  /** Sends a choice on a card: the one that is shown, never the one that came in its place. True when it was taken. */
  answer(card: PlannedCallView, answer: Answer): Promise<boolean>;
}

/** The open questions and the answer to the one on the screen. An approval goes out only from an armed card, a no only for a call that stood there. */
export function createApprovalsStore(bridge: Bridge, clock: Clock = browserClock): StoreApi<ApprovalsState> {
  const store = createStore<ApprovalsState>()((set, get) => ({
    cards: LOADING, newest: null, ...NOTHING_SHOWN, spoilt: null, sending: false, problem: null,
    spoil: (callId) => set({ spoilt: callId }),
    show: createStanding<PlannedCallView>(clock, get, set, ({ callId }) => callId),
    async answer(card, answer) {
      const state = get();
      if (state.shown !== card || state.sending || !mayGoOut(state, answer.choice)) return false;
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

/** Whether a choice counts yet. An edit is sent from a form of its own. */
function mayGoOut({ shown, armed, standing, spoilt }: ApprovalsState, choice: Answer['choice']): boolean {
  if (choice === 'deny') return standing;
  return spoilt !== shown?.callId && (choice === 'edit' || armed);
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
