import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Bridge } from '../../../preload/contract/bridge.ts';
import type { Problem } from '../../../preload/contract/problem.ts';
import type { GrantView } from '../../../preload/contract/views.ts';
import { storeHooks } from '../../app/bridge-context.tsx';
import { LOADING, loadedFrom, oneAtATime, type Loaded } from '../../app/loaded.ts';

export interface GrantsState {
  /** Those that hold first, latest first. */
  readonly grants: Loaded<GrantView[]>;
  /** The one that was taken back last, for the line that says so. */
  readonly revoked: string | null;
  readonly problem: Problem | null;
  revoke(grantId: string): Promise<void>;
}

/** The standing permissions, read again whenever one was given, used or ended. */
export function createGrantsStore(bridge: Bridge): StoreApi<GrantsState> {
  const store = createStore<GrantsState>()((set) => ({
    grants: LOADING, revoked: null, problem: null,
    async revoke(grantId) {
      const reply = await bridge.grants.revoke({ grantId });
      set(reply.ok ? { grants: loadedFrom(reply), revoked: grantId, problem: null } : { problem: reply.problem });
    },
  }));
  const refresh = oneAtATime(async () => store.setState({ grants: loadedFrom(await bridge.grants.list({})) }));
  bridge.onChanged((room) => { if (room === 'grants') void refresh(); });
  void refresh();
  return store;
}

export const grantsHooks = storeHooks(createGrantsStore);
