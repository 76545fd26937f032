import type { Decider, JsonObject } from '../../core/words/index.ts';
import type { PlanItem, SharedLooks } from './plan-item.ts';
import { argumentsNow, openItems, type PlanState } from './plan-state.ts';

/** So many items are previewed at a time. */
const AT_ONCE = 16;

/** The previews of a set: made for what was not previewed yet, or not as it now stands. */
export interface PlanChecks {
  /** Resolves when each item that can be previewed asks, is ready or is over. One run follows the other. */
  run(): Promise<void>;
  lookFirst(by: Decider): Promise<void>;
  /** True where the item was last previewed with these arguments. */
  isCurrent(at: number, args: JsonObject): boolean;
  /** An item that is over but never ran may enter once more, with other arguments. */
  renew(at: number): void;
  /** What is left is previewed and asked about as if for the first time; false, so that nothing runs before. */
  askAgain(): false;
  /** Ends previews under way, so that a set can be withdrawn while a server does not answer. */
  stop(): void;
}

/** `newItem` makes an item that has not entered the gate; `untilRoom` waits until the minute has room for its reads. */
export function createChecks(state: PlanState, newItem: (at: number) => PlanItem, untilRoom: () => Promise<void>): PlanChecks {
  /** The arguments each item was last previewed with. */
  const entered = new Map<number, string>();
  let stopped = false;
  let running: Promise<void> = Promise.resolve();

  const renew = (at: number): void => {
    const receipt = state.items[at]?.receipt();
    if (receipt?.outcome === 'refused') state.items[at] = newItem(at);
  };
  const checkItem = async (at: number, looks: SharedLooks): Promise<void> => {
    const resolved = stopped ? null : argumentsNow(state, at);
    if (resolved === null || 'missing' in resolved) return;
    const now = JSON.stringify(resolved.args);
    if (entered.get(at) === now) return;
    await untilRoom();
    if (stopped) return;
    entered.set(at, now);
    state.approved.delete(at);
    if (state.items[at]?.stage() === 'ready') {
      await state.items[at].drop(true);
      renew(at);
    }
    await state.items[at]?.enter(resolved.args, looks);
  };

  return {
    run() {
      running = running.then(() => {
        const looks: SharedLooks = new Map();
        return eachInTurn(openItems(state), ({ at }) => checkItem(at, looks));
      });
      return running;
    },
    async lookFirst(by) {
      const looks: SharedLooks = new Map();
      const wanting = openItems(state).filter((item) => (item.question()?.card.lookFirst.length ?? 0) > 0);
      await eachInTurn(wanting, (item) => item.lookFirst(looks, by));
    },
    isCurrent: (at, args) => entered.get(at) === JSON.stringify(args),
    renew,
    askAgain() {
      for (const item of openItems(state)) if (item.stage() === 'asking') entered.delete(item.at);
      state.approved.clear();
      return false;
    },
    stop() {
      stopped = true;
      for (const item of state.items) if (item.stage() === 'checking') item.abort();
    },
  };
}

/** Runs an action on each, so many at a time, and gives the loop a turn between. */
export async function eachInTurn<T>(all: readonly T[], act: (one: T) => Promise<void>): Promise<void> {
  const waiting = all.values();
  const work = async (): Promise<void> => {
    for (const one of waiting) {
      await act(one);
      await new Promise((resolve) => { setImmediate(resolve); });
    }
  };
  await Promise.all(Array.from({ length: Math.min(AT_ONCE, all.length) }, work));
}
