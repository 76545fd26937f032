import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Bridge } from '../../../preload/contract/bridge.ts';
import type { Problem, Reply } from '../../../preload/contract/problem.ts';
import type { PolicyAnswerView, PolicyCheckView, PolicyView } from '../../../preload/contract/views.ts';
import { storeHooks } from '../../app/bridge-context.tsx';
import { LOADING, loadedFrom, oneAtATime, type Loaded } from '../../app/loaded.ts';
import type { JsonObject } from '../../ui/json.ts';

/** A call somebody wonders about. */
export interface PolicyQuestion {
  readonly role: string;
  readonly serverId: string;
  readonly tool: string;
  readonly args: JsonObject;
}

/** What holds on this machine, and the draft on the desk. */
export interface PolicyState {
  readonly policy: Loaded<PolicyView>;
  readonly draft: string;
  readonly check: PolicyCheckView | null;
  readonly answer: PolicyAnswerView | null;
  readonly problem: Problem | null;
  readonly saved: boolean;
  /** Reads everything anew: how far the log was sent changes without a word. */
  refresh(): Promise<void>;
  /** Takes a role by hand; null: the owner again. */
  chooseRole(role: PolicyView['me']['chosen']): Promise<void>;
  edit(draft: string): void;
  build(): Promise<void>;
  look(): Promise<void>;
  ask(question: PolicyQuestion, held: boolean): Promise<void>;
  /** Drops the answer: the question on the screen is another one. */
  forgetAnswer(): void;
  save(what: 'effective' | 'draft'): Promise<void>;
}

export function createPolicyStore(bridge: Bridge): StoreApi<PolicyState> {
  const refresh = oneAtATime(async () => { store.setState({ policy: loadedFrom(await bridge.policy.read({})) }); });
  const store = createStore<PolicyState>()((set, get) => {
    let asked = 0;
    /** Keeps what went wrong; null where nothing did, and the value otherwise. */
    const valueOr = <T>(reply: Reply<T>): T | null => {
      set({ problem: reply.ok ? null : reply.problem });
      return reply.ok ? reply.value : null;
    };
    return {
      refresh, policy: LOADING, draft: '', check: null, answer: null, problem: null, saved: false,
      async chooseRole(role) {
        const policy = valueOr(await bridge.policy['choose-role']({ role }));
        if (policy !== null) set({ policy: { state: 'ready', value: policy } });
      },
      // What was found out of another text says nothing of this one.
      edit: (draft) => set({ draft, check: null, answer: null, saved: false }),
      async build() {
        const built = valueOr(await bridge.policy.build({}));
        if (built !== null) get().edit(built.text);
      },
      async look() {
        const { draft } = get();
        const check = valueOr(await bridge.policy.check({ text: draft }));
        if (get().draft === draft) set({ check });
      },
      async ask(question, held) {
        const { draft } = get();
        asked += 1;
        const mine = asked;
        const answer = valueOr(await bridge.policy.try({ ...question, text: held ? null : draft }));
        if (get().draft === draft && asked === mine) set({ answer });
      },
      forgetAnswer() {
        asked += 1;
        set({ answer: null });
      },
      async save(what) {
        const done = valueOr(await bridge.policy.export(what === 'effective' ? { what } : { what, text: get().draft }));
        set({ saved: done?.saved === true });
      },
    };
  });
  bridge.onChanged((room) => { if (room === 'policy') void refresh(); });
  void refresh();
  return store;
}

export const policyHooks = storeHooks(createPolicyStore);
