import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Bridge } from '../../../preload/contract/bridge.ts';
import type { Problem, Reply } from '../../../preload/contract/problem.ts';
import type { PackInspectedView } from '../../../preload/contract/views.ts';
import { storeHooks } from '../../app/bridge-context.tsx';

/** The pack that is being looked at: one that was chosen, or what lies in the place of an installed skill. */
export interface PackState {
  /** Null: none was chosen. `token` null: it is the installed skill `name`. */
  readonly at: { readonly token: string | null; readonly name: string } | null;
  readonly inspected: PackInspectedView | null;
  readonly busy: boolean;
  readonly problem: Problem | null;
  /** What was done last, said once. */
  readonly said: 'removed' | 'exported' | 'restored' | 'not-restored' | null;
  choose(kind: 'archive' | 'folder'): Promise<void>;
  drop(file: File): Promise<void>;
  /** Reads what lies in the place of an installed skill, against what was agreed to. */
  review(skill: string): Promise<void>;
  /** Installs what is shown, or agrees to it. Gives the skill's name; null where it was refused. */
  take(): Promise<string | null>;
  restore(skill: string): Promise<boolean>;
  remove(skill: string): Promise<boolean>;
  export(skill: string): Promise<void>;
  /** Puts the pack aside. Nothing was installed. */
  leave(): void;
}

/** Packs in the window: it gives tokens and digests; what is installed is what the main process read under that digest. */
export function createPackStore(bridge: Bridge): StoreApi<PackState> {
  return createStore<PackState>()((set, get) => {
    const took = <T>(reply: Reply<T>): T | null => {
      set({ problem: reply.ok ? null : reply.problem });
      return reply.ok ? reply.value : null;
    };
    const busily = async <T>(work: () => Promise<T>): Promise<T> => {
      set({ busy: true, said: null });
      try {
        return await work();
      } finally {
        set({ busy: false });
      }
    };
    const look = async (chosen: { readonly token: string; readonly name: string } | null): Promise<void> => {
      if (chosen === null) return;
      set({ at: chosen, inspected: null });
      const inspected = took(await bridge.skills.inspect({ token: chosen.token }));
      if (get().at?.token === chosen.token) set({ inspected });
    };
    return {
      at: null, inspected: null, busy: false, problem: null, said: null,
      choose: (kind) => busily(async () => look(took(await bridge.skills['choose-pack']({ kind })))),
      drop: (file) => busily(async () => look(took(await bridge.dropped(file)))),
      review: (skill) => busily(async () => {
        const { at, inspected: shown } = get();
        // What is shown stays until the next reading is there, as long as it is the same skill's.
        set({ at: { token: null, name: skill }, inspected: at?.token === null && at.name === skill ? shown : null });
        const inspected = took(await bridge.skills.review({ skill }));
        if (get().at?.token === null && get().at?.name === skill) set({ inspected });
      }),
      take: () => busily(async () => {
        const { at, inspected } = get();
        if (at === null || inspected?.kind !== 'pack') return null;
        const { digest, skill } = inspected;
        const done = took(await (at.token === null ? bridge.skills.accept({ skill: at.name, digest }) : bridge.skills.install({ token: at.token, digest })));
        if (done === null) return null;
        set(done.kind === 'refused' ? { inspected: done } : { at: null, inspected: null });
        return done.kind === 'refused' ? null : skill.name;
      }),
      restore: (skill) => busily(async () => {
        const restored = took(await bridge.skills.restore({ skill }))?.restored ?? false;
        set({ said: restored ? 'restored' : 'not-restored', ...(restored ? { at: null, inspected: null } : {}) });
        return restored;
      }),
      remove: (skill) => busily(async () => {
        const removed = took(await bridge.skills.remove({ skill }))?.removed ?? false;
        if (removed) set({ said: 'removed', at: null, inspected: null });
        return removed;
      }),
      export: (skill) => busily(async () => {
        if (took(await bridge.skills.export({ skill }))?.saved === true) set({ said: 'exported' });
      }),
      leave() { set({ at: null, inspected: null, problem: null, said: null }); },
    };
  });
}

export const packHooks = storeHooks((bridge) => createPackStore(bridge));
