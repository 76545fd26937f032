import { describe, expect, it } from 'vitest';
import type { ReceiptView } from '../../../../preload/contract/views.ts';
import { createReceiptsStore, isOver } from '../../../../renderer/features/approvals/receipts-store.ts';
import { createFakeBridge } from '../../fake-bridge.ts';
import { sampleWorld } from '../../sample-world.ts';
import { settled } from '../../settled.ts';

const receipt = (change: Partial<ReceiptView>): ReceiptView => ({
  callId: 'planned-1', state: 'planning', serverName: 'Files', tool: 'write_file', verdict: null, because: null, sources: [], decision: null, outcome: null,
  afterwards: null, isError: false, failure: null, where: null, parts: [], structured: null, findings: null, ms: null, undo: null, ...change,
});

describe('receipts', () => {
  it('follow a planned call to its end and then ask no more', async () => {
    const fake = createFakeBridge(sampleWorld({ receipts: { 'planned-1': receipt({}) } }));
    const store = createReceiptsStore(fake.bridge);
    expect(await store.getState().plan('files', 'write_file', { path: '/a' })).toEqual({ callId: 'planned-1' });
    await settled();
    expect(isOver(store.getState().receipts[0]?.receipt ?? { state: 'loading' })).toBe(false);
    fake.world.receipts['planned-1'] = receipt({ state: 'done', outcome: 'executed' });
    fake.push('calls');
    await settled();
    expect(store.getState().receipts[0]?.receipt).toMatchObject({ state: 'ready', value: { outcome: 'executed' } });
    const asked = fake.requests.length;
    fake.push('calls');
    await settled();
    expect(fake.requests.length).toBe(asked);
  });
  it('give the problem that kept a call from being planned', async () => {
    const fake = createFakeBridge(sampleWorld());
    fake.failNext('calls:plan', { code: 'arguments-invalid', facts: { where: '/path' } });
    const store = createReceiptsStore(fake.bridge);
    expect(await store.getState().plan('files', 'write_file', {})).toEqual({ problem: { code: 'arguments-invalid', facts: { where: '/path' } } });
    expect(store.getState().receipts).toEqual([]);
  });
});
