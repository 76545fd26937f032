import { describe, expect, it } from 'vitest';
import { createTranslator } from '../../../../preload/contract/language/index.ts';
import type { AuditEntryView } from '../../../../preload/contract/views.ts';
import { createActivityStore, mergeEntries, PAGE } from '../../../../renderer/features/activity/activity-store.ts';
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
  it('gives the answer of a check, whole or broken', async () => {
    const fake = createFakeBridge(sampleWorld({ verify: { ok: false, records: 3, removed: 0, signed: null, breaks: [], torn: 0, firstBad: { file: 'a.jsonl', record: 2, why: 'hash' }, anchored: false } }));
    const store = createActivityStore(fake.bridge);
    await store.getState().verify();
    expect(store.getState().verified).toMatchObject({ state: 'ready', value: { ok: false, firstBad: { record: 2 } } });
  });
});
