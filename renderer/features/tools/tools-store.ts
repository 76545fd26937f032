import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Bridge } from '../../../preload/contract/bridge.ts';
import type { ToolDetailView, ToolView } from '../../../preload/contract/views.ts';
import { storeHooks } from '../../app/bridge-context.tsx';
import { LOADING, loadedFrom, oneAtATime, type Loaded } from '../../app/loaded.ts';

/** Every tool of every server, what is searched for, and the tool that is open. */
export interface ToolsState {
  readonly tools: Loaded<ToolView[]>;
  readonly query: string;
  readonly detail: Loaded<ToolDetailView>;
  search(query: string): void;
  open(serverId: string, tool: string): Promise<void>;
}

export function createToolsStore(bridge: Bridge): StoreApi<ToolsState> {
  let wanted: { serverId: string; tool: string } | null = null;
  const store = createStore<ToolsState>()((set) => ({
    tools: LOADING, query: '', detail: LOADING,
    search: (query) => set({ query }),
    async open(serverId, tool) {
      if (wanted?.serverId !== serverId || wanted.tool !== tool) set({ detail: LOADING });
      wanted = { serverId, tool };
      const asked = wanted;
      const detail = loadedFrom(await bridge.tools.read(asked));
      if (wanted === asked) set({ detail });
    },
  }));
  const refresh = oneAtATime(async () => {
    store.setState({ tools: loadedFrom(await bridge.tools.list({})) });
    if (wanted !== null) await store.getState().open(wanted.serverId, wanted.tool);
  });
  bridge.onChanged((room) => {
    if (room === 'tools' || room === 'review' || room === 'servers') void refresh();
  });
  void refresh();
  return store;
}

export const toolsHooks = storeHooks(createToolsStore);
