import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Bridge } from '../../preload/contract/bridge.ts';
import type { Problem } from '../../preload/contract/problem.ts';
import type { SettingsView, StatusView } from '../../preload/contract/views.ts';
import { storeHooks } from './bridge-context.tsx';
import { oneAtATime } from './loaded.ts';

/** What the whole window rests on: the settings, and how the app stands. Null until read. */
export interface SettingsState {
  readonly settings: SettingsView | null;
  readonly status: StatusView | null;
  readonly problem: Problem | null;
  change(next: Partial<SettingsView>): Promise<void>;
}

/** Reads settings and status at once and again whenever the main process says they changed. */
export function createSettingsStore(bridge: Bridge): StoreApi<SettingsState> {
  const store = createStore<SettingsState>()((set) => ({
    settings: null,
    status: null,
    problem: null,
    async change(next) {
      const reply = await bridge.settings.change(next);
      set(reply.ok ? { settings: reply.value, problem: null } : { problem: reply.problem });
    },
  }));
  const refresh = oneAtATime(async () => {
    const [settings, status] = await Promise.all([bridge.settings.read({}), bridge.app.status({})]);
    if (settings.ok) store.setState({ settings: settings.value });
    if (status.ok) store.setState({ status: status.value });
    const failed = settings.ok ? status : settings;
    store.setState({ problem: failed.ok ? null : failed.problem });
  });
  /** Whether the log can be written may change with every record. */
  const refreshStatus = oneAtATime(async () => {
    const status = await bridge.app.status({});
    if (status.ok && JSON.stringify(status.value) !== JSON.stringify(store.getState().status)) store.setState({ status: status.value });
  });
  bridge.onChanged((room) => {
    if (room === 'settings' || room === 'servers' || room === 'policy') void refresh();
    if (room === 'activity' || room === 'calls') void refreshStatus();
  });
  void refresh();
  return store;
}

export const settingsHooks = storeHooks(createSettingsStore);
