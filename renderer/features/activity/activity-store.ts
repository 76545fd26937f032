import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Bridge } from '../../../preload/contract/bridge.ts';
import type {
  AuditEntryView, DaySummaryView, ObjectAnswerView, ShownCallView, VerifyView,
} from '../../../preload/contract/views.ts';
import { storeHooks } from '../../app/bridge-context.tsx';
import { LOADING, loadedFrom, oneAtATime, type Loaded } from '../../app/loaded.ts';
import type { Json } from '../../ui/json.ts';
import { dayAround, dayOf, filterOf, NO_WISH, wishesIn, type Wish } from './activity-wish.ts';

/** Typing pauses this long before it is searched. */
const PAUSE_MS = 150;
/** How often a running export is asked how far it is. */
const WATCH_MS = 200;
/** Entries read at once. */
export const PAGE = 200;

/** Everything that is known of the open entry. */
export interface OpenEntry {
  readonly records: Loaded<Json[]>;
  /** What was kept of the call; null in it: the entry is no call. */
  readonly shown: Loaded<ShownCallView | null>;
}

export interface ActivityState {
  /** Newest first, as far as they were read. */
  readonly entries: Loaded<AuditEntryView[]>;
  /** The wish that the entries answer; null: there was no answer yet. */
  readonly answered: Wish | null;
  readonly total: number;
  /** Where to go on; null: everything was read. */
  readonly more: number | null;
  readonly wish: Wish;
  readonly entry: OpenEntry;
  readonly verified: Loaded<VerifyView> | null;
  /** A day, counted: the one that is searched, else today. */
  readonly day: Loaded<DaySummaryView>;
  /** What the log says of the object that is searched for; null: none is. */
  readonly object: Loaded<ObjectAnswerView> | null;
  readonly exported: Loaded<{ path: string | null; stopped: boolean; leftOut: { lines: number; files: number } }> | null;
  /** How far a running export is; null: none writes. */
  readonly exporting: { readonly written: number; readonly of: number } | null;
  readonly erased: Loaded<{ calls: number; pieces: number; inRecord: number }> | null;
  /** Searches anew; the list is that of the newest wish. */
  search(wish: Partial<Wish>): void;
  older(): Promise<void>;
  open(seq: number): Promise<void>;
  verify(): Promise<void>;
  /** Does nothing while one runs. */
  export(format: 'jsonl' | 'csv' | 'ocsf'): Promise<void>;
  stopExport(): Promise<void>;
  eraseCall(callId: string): Promise<void>;
}

/** The log, page by page and searched, the records and the content of one entry, and whether the chain holds. */
export function createActivityStore(bridge: Bridge, now: () => Date = () => new Date(), pauseMs = PAUSE_MS): StoreApi<ActivityState> {
  let typing: ReturnType<typeof setTimeout> | undefined;
  let wanted: number | null = null;
  let asked = 0;
  const store = createStore<ActivityState>()((set, get) => ({
    entries: LOADING, answered: null, total: 0, more: null, wish: NO_WISH, entry: { records: LOADING, shown: LOADING }, verified: null, day: LOADING, object: null,
    exported: null, exporting: null, erased: null,
    search(wish) {
      const before = get().wish;
      set({ wish: { ...before, ...wish } });
      if (!isSameDay(before, get().wish)) {
        set({ day: LOADING });
        void readDay();
      }
      const [was, is] = [before.object.trim(), get().wish.object.trim()];
      // What was said of one object never stands under the name of another.
      if (was !== is) set({ object: is === '' ? null : LOADING });
      clearTimeout(typing);
      typing = setTimeout(() => void look(), pauseMs);
    },
    async older() {
      const { more, entries } = get();
      if (more !== null && entries.state === 'ready') await read(more, entries.value);
    },
    async open(seq) {
      if (wanted !== seq) set({ entry: { records: LOADING, shown: LOADING }, erased: null });
      wanted = seq;
      const [records, shown] = await Promise.all([bridge.activity.read({ seq }), bridge.activity.shown({ seq })]);
      const all = loadedFrom(records);
      if (wanted === seq) set({ entry: { records: all.state === 'ready' ? { state: 'ready', value: all.value.records } : all, shown: loadedFrom(shown) } });
    },
    async verify() {
      set({ verified: LOADING });
      set({ verified: loadedFrom(await bridge.activity.verify({})) });
    },
    async export(format) {
      if (get().exported?.state === 'loading') return;
      set({ exported: LOADING });
      const watch = setInterval(() => void bridge.activity['export-progress']({}).then((reply) => { if (reply.ok && get().exported?.state === 'loading') set({ exporting: reply.value }); }), WATCH_MS);
      const exported = loadedFrom(await bridge.activity.export({ format }));
      clearInterval(watch);
      set({ exported, exporting: null });
    },
    async stopExport() {
      await bridge.activity['export-stop']({});
    },
    async eraseCall(callId) {
      set({ erased: loadedFrom(await bridge.activity.erase({ of: 'call', value: callId })) });
      if (wanted !== null) await get().open(wanted);
    },
  }));
  const read = async (before: number | null, kept: readonly AuditEntryView[]): Promise<void> => {
    const { wish } = store.getState();
    const reply = await bridge.activity.list({ before, limit: PAGE, filter: filterOf(wish, now()) });
    // Somebody typed on: the answer is to another question.
    if (store.getState().wish !== wish) return;
    if (!reply.ok) return store.setState({ entries: { state: 'broken', problem: reply.problem } });
    const { entries, total, more } = reply.value;
    store.setState({ total, more, answered: wish, entries: { state: 'ready', value: mergeEntries(kept, entries) } });
  };
  const readObject = async (): Promise<void> => {
    const { wish } = store.getState();
    const object = wish.object.trim();
    if (object === '') return store.setState({ object: null });
    const answer = loadedFrom(await bridge.activity.object({ object, server: wish.server.trim() || null }));
    if (store.getState().wish === wish) store.setState({ object: answer });
  };
  const readDay = async (): Promise<void> => {
    const { from, until } = dayOf(store.getState().wish) ?? dayAround(now());
    asked += 1;
    const mine = asked;
    const day = loadedFrom(await bridge.activity.summary({ from: from.toISOString(), until: until.toISOString() }));
    // The answer to the newest question alone: an older one of the same day counts less.
    if (asked === mine) store.setState({ day });
  };
  const look = oneAtATime(async () => {
    await read(null, []);
    await readObject();
  });
  // What a search does not change is not read anew for it: the day alone is thousands of records.
  const refresh = oneAtATime(async () => {
    await look();
    await readDay();
    if (wanted !== null) await store.getState().open(wanted);
  });
  bridge.onChanged((room) => {
    if (room === 'activity') void refresh();
  });
  void refresh();
  return store;
}

function isSameDay(one: Wish, other: Wish): boolean {
  return dayOf(one)?.from.getTime() === dayOf(other)?.from.getTime();
}

/** True where the log itself holds nothing: nothing is looked for, and the answer on the screen is not that of an earlier search. */
export function isLogEmpty({ entries, answered, wish }: Pick<ActivityState, 'entries' | 'answered' | 'wish'>): boolean {
  return entries.state === 'ready' && entries.value.length === 0 && answered === wish && wish.text === '' && wishesIn(wish) === 0;
}

/** Both lists as one, newest first; an entry read again (its outcome came) replaces the older reading. */
export function mergeEntries(old: readonly AuditEntryView[], fresh: readonly AuditEntryView[]): AuditEntryView[] {
  const bySeq = new Map([...old, ...fresh].map((entry) => [entry.seq, entry]));
  return [...bySeq.values()].toSorted((a, b) => b.seq - a.seq);
}

export const activityHooks = storeHooks((bridge: Bridge) => createActivityStore(bridge));
