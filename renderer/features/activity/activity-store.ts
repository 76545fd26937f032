import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Bridge } from '../../../preload/contract/bridge.ts';
import type { AuditEntryView, VerifyView } from '../../../preload/contract/views.ts';
import { storeHooks } from '../../app/bridge-context.tsx';
import { LOADING, loadedFrom, oneAtATime, type Loaded } from '../../app/loaded.ts';
import type { Json } from '../../ui/json.ts';

/** Entries read at once. */
export const PAGE = 200;

export interface ActivityState {
  /** Newest first, as far as they were read. */
  readonly entries: Loaded<AuditEntryView[]>;
  readonly total: number;
  readonly records: Loaded<Json[]>;
  readonly verified: Loaded<VerifyView> | null;
  older(): Promise<void>;
  open(seq: number): Promise<void>;
  verify(): Promise<void>;
}

/** The log, page by page, the records of one entry, and whether the chain holds. */
export function createActivityStore(bridge: Bridge): StoreApi<ActivityState> {
  let wanted: number | null = null;
  const store = createStore<ActivityState>()((set, get) => ({
    entries: LOADING, total: 0, records: LOADING, verified: null,
    async older() {
      const { entries } = get();
      const last = entries.state === 'ready' ? entries.value.at(-1) : undefined;
      if (last !== undefined) await read(last.seq);
    },
    async open(seq) {
      if (wanted !== seq) set({ records: LOADING });
      wanted = seq;
      const reply = loadedFrom(await bridge.activity.read({ seq }));
      if (wanted === seq) set({ records: reply.state === 'ready' ? { state: 'ready', value: reply.value.records } : reply });
    },
    async verify() {
      set({ verified: LOADING });
      set({ verified: loadedFrom(await bridge.activity.verify({})) });
    },
  }));
  const read = async (before: number | null): Promise<void> => {
    const reply = await bridge.activity.list({ before, limit: PAGE });
    if (!reply.ok) return store.setState({ entries: { state: 'broken', problem: reply.problem } });
    store.setState(({ entries }) => ({
      total: reply.value.total,
      entries: { state: 'ready', value: mergeEntries(entries.state === 'ready' ? entries.value : [], reply.value.entries) },
    }));
  };
  const refresh = oneAtATime(async () => {
    await read(null);
    if (wanted !== null) await store.getState().open(wanted);
  });
  bridge.onChanged((room) => {
    if (room === 'activity') void refresh();
  });
  void refresh();
  return store;
}

/** Both lists as one, newest first; an entry read again (its outcome came) replaces the older reading. */
export function mergeEntries(old: readonly AuditEntryView[], fresh: readonly AuditEntryView[]): AuditEntryView[] {
  const bySeq = new Map([...old, ...fresh].map((entry) => [entry.seq, entry]));
  return [...bySeq.values()].toSorted((a, b) => b.seq - a.seq);
}

export const activityHooks = storeHooks(createActivityStore);
