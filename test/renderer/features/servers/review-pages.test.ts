import { describe, expect, it } from 'vitest';
import type { ReviewItemView, ReviewRowView } from '../../../../preload/contract/views.ts';
import { openReview } from '../../../../renderer/features/servers/review-pages.ts';
import { createFakeBridge } from '../../fake-bridge.ts';
import { sampleWorld } from '../../sample-world.ts';
import { settled } from '../../settled.ts';

const names = Array.from({ length: 60 }, (_, at) => `t${String(at).padStart(2, '0')}`);
const row = (name: string): ReviewRowView => ({
  kind: 'tool', name, state: 'new', digest: 'd', present: true, decidable: true, differs: false, cosmetic: false, accepted: null,
  offer: { effect: 'read', from: 'annotations' }, effectMoved: false, rank: null, readBack: false, dryRun: false, former: null, looked: true, finding: null,
});
const item = (name: string): ReviewItemView => ({
  kind: 'tool', name, state: 'new', digest: 'd', now: { name }, old: null, pointers: [], changes: [], cosmetic: false, accepted: null,
  offer: { effect: 'read', from: 'annotations' }, refused: null, former: null, findings: [], moreFindings: 0, alike: [],
});
const review = { serverId: 's', serverName: 'S', digest: 'one', first: true, highest: 'trusted', trust: 'untrusted' } as const;
const bridged = () => createFakeBridge({ ...sampleWorld(), reviews: { s: { review, rows: names.map(row), items: names.map(item) } } });

describe('a review read page by page', () => {
  it('has all rows and its first page at once, and reads others when they are wished for', async () => {
    const { bridge, requests } = bridged();
    const opened = await openReview(bridge, 's', null);
    if (opened.state !== 'ready') throw new Error(opened.state);
    const { items, pages } = opened.value;
    expect([items.length, pages.read.getState().size]).toEqual([60, 24]);
    for (const name of ['t40', 't41', 't40', 't01']) pages.wish({ kind: 'tool', name });
    await settled();
    expect([...pages.read.getState().keys()].slice(24)).toEqual(['tool/t40', 'tool/t41']);
    expect(requests.filter(({ channel }) => channel === 'review:items')).toHaveLength(2);
  });

  it.each(['review:rows', 'review:items'] as const)('is begun anew where it moves before %s is read, and has its first page', async (channel) => {
    const { bridge, requests, failNext } = bridged();
    failNext(channel, { code: 'review-moved', facts: {} });
    const opened = await openReview(bridge, 's', null);
    expect(opened.state === 'ready' && opened.value.pages.read.getState().size).toBe(24);
    expect(requests.filter(({ channel: asked }) => asked === 'review:read')).toHaveLength(2);
  });

  it('is not begun anew without end', async () => {
    const { bridge, requests, failNext } = bridged();
    failNext('review:rows', { code: 'review-moved', facts: {} });
    expect((await openReview(bridge, 's', null)).state).toBe('ready');
    expect(requests.filter(({ channel }) => channel === 'review:read')).toHaveLength(2);
  });
});
