import { describe, expect, it } from 'vitest';
import { createTranslator } from '../../../../preload/contract/language/index.ts';
import type { AuditEntryView } from '../../../../preload/contract/views.ts';
import { createActivityStore, isLogEmpty, mergeEntries, PAGE } from '../../../../renderer/features/activity/activity-store.ts';
import { filterOf, NO_WISH, wishesIn } from '../../../../renderer/features/activity/activity-wish.ts';
import { entryEnd, entryTitle } from '../../../../renderer/features/activity/activity-words.ts';
import { createFakeBridge } from '../../fake-bridge.ts';
import { sampleWorld } from '../../sample-world.ts';
import { settled } from '../../settled.ts';

const t = createTranslator('en');
const entry = (seq: number, change: Partial<AuditEntryView> = {}): AuditEntryView => ({
  seq, at: '2026-11-22T09:00:00.000Z', type: 'call', what: 'intent', callId: 'c', parent: null, serverName: 'Files', tool: 'write_file', effect: 'write',
  verdict: 'ask', because: 'write-asks', decision: 'approved', outcome: null, planner: 'desktop', ...change,
});

describe('the log on the screen', () => {
  it('reads page after page, newest first, with no gap and no double', async () => {
    const entries = Array.from({ length: PAGE + 30 }, (_, at) => entry(PAGE + 30 - at));
    const fake = createFakeBridge(sampleWorld({ entries }));
    const store = createActivityStore(fake.bridge);
    await settled();
    expect(store.getState().entries).toMatchObject({ state: 'ready', value: { length: PAGE } });
    await store.getState().older();
    const read = store.getState().entries;
    expect(read.state === 'ready' ? read.value.map((one) => one.seq) : []).toEqual(entries.map((one) => one.seq));
    expect(store.getState().total).toBe(PAGE + 30);
  });
  it('takes the newer reading of an entry whose outcome came', () => {
    expect(mergeEntries([entry(2), entry(1)], [entry(3), entry(2, { outcome: 'executed' })]).map((one) => [one.seq, one.outcome])).toEqual([[3, null], [2, 'executed'], [1, null]]);
  });
  it('says how a call ended, and that one without an end is not finished', () => {
    expect(entryEnd(entry(1), t)).toBe('Not finished');
    expect(entryEnd(entry(1, { decision: 'denied', outcome: 'refused' }), t)).toBe('Denied');
    expect(entryEnd(entry(1, { verdict: 'deny', decision: 'none' }), t)).toBe('Refused');
    expect(entryTitle(entry(1, { type: 'event', what: 'server-added', tool: null }), t)).toBe('Server added');
  });
  it('searches by what is typed, and shows the answer to the newest wish alone', async () => {
    const fake = createFakeBridge(sampleWorld({ entries: [entry(3), entry(2, { tool: 'list_news' }), entry(1)] }));
    const store = createActivityStore(fake.bridge, () => new Date('2026-11-22T12:00:00'), 0);
    await settled();
    store.getState().search({ tool: 'list_' });
    store.getState().search({ tool: 'list_news' });
    await new Promise((resolve) => { setTimeout(resolve, 20); });
    await settled();
    const { entries, more } = store.getState();
    expect(entries.state === 'ready' ? entries.value.map((one) => one.seq) : []).toEqual([2]);
    expect(more).toBeNull();
  });
  it('never says of one object what was said of another', async () => {
    const fake = createFakeBridge(sampleWorld({ entries: [entry(1)] }));
    const store = createActivityStore(fake.bridge, () => new Date('2026-11-22T12:00:00'), 0);
    const answered = async (): Promise<void> => { await new Promise((resolve) => { setTimeout(resolve, 20); }); await settled(); };
    store.getState().search({ object: 'n-1' });
    await answered();
    expect(store.getState().object).toMatchObject({ state: 'ready' });
    store.getState().search({ object: 'n-2' });
    expect(store.getState().object).toEqual({ state: 'loading' });
    await answered();
    expect(store.getState().object).toMatchObject({ state: 'ready' });
    store.getState().search({ object: '' });
    expect(store.getState().object).toBeNull();
  });
  it('shows the day as the newest answer counts it, whichever comes last', async () => {
    const fake = createFakeBridge(sampleWorld({ entries: [entry(1)] }));
    const waiting: ((calls: number) => void)[] = [];
    const summary: typeof fake.bridge.activity.summary = async () => {
      const now = await fake.bridge.activity.summary({ from: '2026-11-22T00:00:00.000Z', until: '2026-11-23T00:00:00.000Z' });
      return new Promise((resolve) => { waiting.push((calls) => { resolve(now.ok ? { ok: true, value: { ...now.value, calls } } : now); }); });
    };
    const store = createActivityStore({ ...fake.bridge, activity: { ...fake.bridge.activity, summary } }, () => new Date('2026-11-22T12:00:00'), 0);
    const until = (count: number) => expect.poll(() => waiting.length).toBe(count);
    await until(1);
    store.getState().search({ span: 'day', day: '2026-11-21' });
    await until(2);
    store.getState().search({ span: 'all' });
    await until(3);
    waiting[2]?.(12);
    await settled();
    waiting[0]?.(11);
    waiting[1]?.(5);
    await settled();
    expect(store.getState().day).toMatchObject({ state: 'ready', value: { calls: 12 } });
  });
  it('follows a running export, runs one at a time, and stops it', async () => {
    const fake = createFakeBridge(sampleWorld({ entries: [entry(1)] }));
    let end: (path: string | null) => void = () => {};
    const asked: string[] = [];
    const activity = {
      ...fake.bridge.activity,
      export: ({ format }: { format: string }) => { asked.push(format); return new Promise((resolve) => { end = (path) => { resolve({ ok: true, value: { path, stopped: path === null, leftOut: { lines: 0, files: 0 } } }); }; }) as ReturnType<typeof fake.bridge.activity.export>; },
      'export-progress': () => Promise.resolve({ ok: true as const, value: { written: 5, of: 9 } }),
      'export-stop': () => { end(null); return Promise.resolve({ ok: true as const, value: {} }); },
    };
    const store = createActivityStore({ ...fake.bridge, activity }, () => new Date('2026-11-22T12:00:00'), 0);
    const running = store.getState().export('csv');
    await store.getState().export('ocsf');
    expect(asked).toEqual(['csv']);
    await expect.poll(() => store.getState().exporting).toEqual({ written: 5, of: 9 });
    await store.getState().stopExport();
    await running;
    expect(store.getState()).toMatchObject({ exporting: null, exported: { state: 'ready', value: { stopped: true } } });
  });
  it('does not pass for an empty log while a search that found nothing is cleared, and counts the day once', async () => {
    const fake = createFakeBridge(sampleWorld({ entries: [entry(1)] }));
    const { list, summary } = fake.bridge.activity;
    let [held, days] = [Promise.resolve(), 0];
    const bridge = { ...fake.bridge, activity: { ...fake.bridge.activity, list: async (wish: Parameters<typeof list>[0]) => { await held; return list(wish); }, summary: (span: Parameters<typeof summary>[0]) => { days += 1; return summary(span); } } };
    const store = createActivityStore(bridge, () => new Date('2026-11-22T12:00:00'), 0);
    const answered = async (): Promise<void> => { await new Promise((resolve) => { setTimeout(resolve, 20); }); await settled(); };
    expect(isLogEmpty(store.getState())).toBe(false);
    await answered();
    store.getState().search({ tool: 'not there' });
    await answered();
    expect(store.getState().entries).toMatchObject({ state: 'ready', value: { length: 0 } });
    expect(isLogEmpty(store.getState())).toBe(false);
    let release = (): void => undefined;
    held = new Promise((resolve) => { release = resolve; });
    store.getState().search(NO_WISH);
    await answered();
    expect(isLogEmpty(store.getState())).toBe(false);
    release();
    await answered();
    expect(store.getState().entries).toMatchObject({ state: 'ready', value: { length: 1 } });
    expect(days).toBe(1);
    const empty = createActivityStore(createFakeBridge(sampleWorld({ entries: [] })).bridge);
    await settled();
    expect(isLogEmpty(empty.getState())).toBe(true);
  });
  it('makes a filter of what stands in the fields, with days that begin at midnight here', () => {
    const now = new Date(2026, 10, 22, 15, 30);
    expect(filterOf(NO_WISH, now)).toBeNull();
    expect(filterOf({ ...NO_WISH, text: '  ' }, now)).toBeNull();
    expect(filterOf({ ...NO_WISH, object: ' news-1 ', effect: 'publish', span: 'week' }, now))
      .toEqual({ object: 'news-1', effect: 'publish', from: new Date(2026, 10, 16).toISOString() });
    expect(wishesIn({ ...NO_WISH, text: 'x', object: 'news-1', span: 'today' })).toBe(2);
  });
  it('takes one day from midnight to midnight here, also over a change of the clocks, and none before it was named', () => {
    const now = new Date(2026, 10, 22, 15, 30);
    expect(filterOf({ ...NO_WISH, span: 'day', day: '2026-10-25' }, now)).toEqual({ from: new Date(2026, 9, 25).toISOString(), until: new Date(2026, 9, 26).toISOString() });
    for (const day of ['', '2026-13-40', '26-1-1']) expect(filterOf({ ...NO_WISH, span: 'day', day }, now)).toBeNull();
    expect(filterOf({ ...NO_WISH, day: '2026-10-25' }, now)).toBeNull();
  });
  it('counts the day that is searched, and today again afterwards', async () => {
    const fake = createFakeBridge(sampleWorld({ entries: [entry(1)] }));
    const asked: string[] = [];
    const bridge = { ...fake.bridge, activity: { ...fake.bridge.activity, summary: (span: { from: string; until: string }) => { asked.push(span.from); return fake.bridge.activity.summary(span); } } };
    const store = createActivityStore(bridge, () => new Date(2026, 10, 22, 12), 0);
    await settled();
    store.getState().search({ span: 'day' });
    store.getState().search({ day: '2026-11-03' });
    await settled();
    store.getState().search({ tool: 'other' });
    store.getState().search(NO_WISH);
    await settled();
    expect(asked).toEqual([new Date(2026, 10, 22), new Date(2026, 10, 3), new Date(2026, 10, 22)].map((day) => day.toISOString()));
    expect(store.getState().day.state).toBe('ready');
  });
  it('gives the answer of a check, whole or broken', async () => {
    const fake = createFakeBridge(sampleWorld({ verify: { ok: false, records: 3, removed: 0, signed: null, breaks: [], torn: 0, firstBad: { file: 'a.jsonl', record: 2, why: 'hash' }, anchored: false, anchoredTo: null } }));
    const store = createActivityStore(fake.bridge);
    await store.getState().verify();
    expect(store.getState().verified).toMatchObject({ state: 'ready', value: { ok: false, firstBad: { record: 2 } } });
  });
});
