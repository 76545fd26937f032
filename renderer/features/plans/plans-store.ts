import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Bridge } from '../../../preload/contract/bridge.ts';
import type { Problem, Reply } from '../../../preload/contract/problem.ts';
import type { AlarmView, PlanHeadView, PlanRowView } from '../../../preload/contract/views.ts';
import { storeHooks } from '../../app/bridge-context.tsx';
import { oneAtATime } from '../../app/loaded.ts';
import { browserClock, createStanding, NOTHING_SHOWN, type Clock, type Standing } from '../../app/standing.ts';
import type { JsonObject } from '../../ui/json.ts';
import { canonicalDigest } from '../../ui/digest.ts';

/** While calls run, the window asks no oftener than this. */
const CALM_MS = 200;
/** So does it while a set of more rows than this is previewed. */
const CALM_ROWS = 500;

/** A set whose rows are all here: `rows` hash to the digests in `head`. */
export interface ShownPlan {
  readonly head: PlanHeadView;
  readonly rows: readonly PlanRowView[];
}

/** `shown`: the set on the screen, once whole. */
export interface PlansState extends Standing<ShownPlan> {
  /** Null until they were read once. */
  readonly heads: readonly PlanHeadView[] | null;
  readonly alarms: readonly AlarmView[];
  readonly sending: boolean;
  readonly problem: { readonly planId: string; readonly problem: Problem } | null;
  /** Says which set is on the screen; null when none is. */
  open(planId: string | null): void;
  /** The window came to the front: the half second starts anew. */
  toFront(): void;
  /** Answers a set as its head was shown, never the one that came in its place. True when it was taken. */
  answer(head: PlanHeadView, answer: { readonly choice: 'approve' | 'deny' | 'look-first'; readonly wordTyped: boolean; readonly stopOnFailure: boolean }): Promise<boolean>;
  leave(planId: string, rowIds: readonly string[], out: boolean): Promise<void>;
  edit(planId: string, rowId: string, values: JsonObject): Promise<boolean>;
  tell(planId: string, what: 'pause' | 'resume' | 'cancel'): Promise<void>;
  save(planId: string): Promise<boolean>;
  /** Plans the undoing; gives the new set's id. */
  undo(planId: string): Promise<string | null>;
  look(alarmIds: readonly string[]): Promise<void>;
}

/** The sets of calls, the rows of the one on the screen, and the alarms. An approval goes out only for a whole, armed set, a no only for one that stood there. */
export function createPlansStore(bridge: Bridge, clock: Clock = browserClock): StoreApi<PlansState> {
  let opened: string | null = null;
  const pages = new Map<string, PlanRowView[]>();

  const store = createStore<PlansState>()((set, get) => {
    const done = (planId: string, reply: Reply<unknown>): boolean => {
      set({ problem: reply.ok ? null : { planId, problem: reply.problem } });
      void refresh();
      return reply.ok;
    };
    return {
      heads: null, alarms: [], ...NOTHING_SHOWN, sending: false, problem: null,
      open(planId) {
        if (opened === planId) return;
        opened = planId;
        paint(null);
        pages.clear();
        set({ problem: null });
        void refresh();
      },
      toFront: () => paint(get().shown),
      async answer(head, answer) {
        const { shown, armed, standing, sending } = get();
        if (shown?.head !== head || sending || !(answer.choice === 'deny' ? standing : armed)) return false;
        set({ sending: true });
        try {
          const painted = await canonicalDigest(head);
          return done(head.planId, await bridge.plans.answer({ planId: head.planId, painted, ...answer }));
        } finally {
          set({ sending: false });
        }
      },
      async leave(planId, rowIds, out) { done(planId, await bridge.plans.leave({ planId, rowIds: [...rowIds], out })); },
      async edit(planId, rowId, values) { return done(planId, await bridge.plans.edit({ planId, rowId, values })); },
      async tell(planId, what) { done(planId, await bridge.plans[what]({ planId })); },
      async save(planId) {
        const reply = await bridge.plans.save({ planId });
        return done(planId, reply) && reply.ok && reply.value.saved;
      },
      async undo(planId) {
        const reply = await bridge.plans.undo({ planId });
        return done(planId, reply) && reply.ok ? reply.value.planId : null;
      },
      async look(alarmIds) {
        for (const id of alarmIds) await bridge.alarms.look({ id });
        void refresh();
      },
    };
  });

  const paint = createStanding<ShownPlan>(clock, store.getState, store.setState, ({ head }) => head.planId);
  /** The rows of a set, page by page; null where a page moved meanwhile. Pages that did not move are kept. */
  const rowsOf = async (head: PlanHeadView): Promise<PlanRowView[] | null> => {
    for (const [page, digest] of head.pages.entries()) {
      if (pages.has(digest)) continue;
      const reply = await bridge.plans.rows({ planId: head.planId, page });
      if (!reply.ok || (await canonicalDigest(reply.value)) !== digest) return null;
      pages.set(digest, reply.value);
    }
    const wanted = new Set(head.pages);
    for (const digest of pages.keys()) if (!wanted.has(digest)) pages.delete(digest);
    return head.pages.flatMap((digest) => pages.get(digest) ?? []);
  };
  const show = async (head: PlanHeadView): Promise<void> => {
    const before = store.getState().shown;
    if (before !== null && (await canonicalDigest(before.head)) === (await canonicalDigest(head))) return;
    const rows = await rowsOf(head);
    if (opened !== head.planId) return;
    if (rows === null) return void refresh(); // it moved while it was read
    paint({ head, rows });
  };
  const refresh = oneAtATime(async () => {
    const [heads, alarms] = await Promise.all([bridge.plans.list({}), bridge.alarms.list({})]);
    if (alarms.ok) store.setState({ alarms: alarms.value });
    if (!heads.ok) return;
    store.setState({ heads: heads.value });
    const head = heads.value.find((one) => one.planId === opened);
    if (head !== undefined) await show(head);
    // Each preview of a large set moves it too.
    if (heads.value.some((one) => one.stage === 'running' || (one.stage === 'checking' && one.rows > CALM_ROWS))) await new Promise<void>((resolve) => { clock.later(resolve, CALM_MS); });
  });
  bridge.onChanged((room) => {
    if (room === 'plans' || room === 'alarms') void refresh();
  });
  void refresh();
  return store;
}

export const plansHooks = storeHooks((bridge) => createPlansStore(bridge));
