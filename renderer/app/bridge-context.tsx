import { createContext, useContext, type ReactNode } from 'react';
import { useStore } from 'zustand';
import type { StoreApi } from 'zustand/vanilla';
import type { Bridge } from '../../preload/contract/bridge.ts';

const BridgeContext = createContext<Bridge | null>(null);

export function BridgeProvider({ bridge, children }: { bridge: Bridge; children: ReactNode }) {
  return <BridgeContext value={bridge}>{children}</BridgeContext>;
}

/** The one door to the main process. */
export function useBridge(): Bridge {
  const bridge = useContext(BridgeContext);
  if (bridge === null) throw new Error('no bridge above this component');
  return bridge;
}

/** The hooks of one store: a value picked by a selector, and the store itself for handlers. */
export interface StoreHooks<S> {
  /** `pick` must give the same reference for the same state. */
  readonly use: <T>(pick: (state: S) => T) => T;
  readonly useApi: () => StoreApi<S>;
}

/** Makes the hooks beside a vanilla store. There is one store per bridge, made when it is first needed. */
export function storeHooks<S>(create: (bridge: Bridge) => StoreApi<S>): StoreHooks<S> {
  const made = new WeakMap<Bridge, StoreApi<S>>();
  const useApi = (): StoreApi<S> => {
    const bridge = useBridge();
    let store = made.get(bridge);
    if (store === undefined) {
      store = create(bridge);
      made.set(bridge, store);
    }
    return store;
  };
  return { useApi, use: (pick) => useStore(useApi(), pick) };
}
