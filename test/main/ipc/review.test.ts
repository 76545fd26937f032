import { describe, expect, it } from 'vitest';
import { createFindingsRoom } from '../../../main/host/review/findings.ts';
import { reviewHandlers } from '../../../main/ipc/review.ts';
import { schemas } from '../../../preload/contract/schemas.ts';
import type { ServerView } from '../../../preload/contract/views.ts';
import { ReviewedServers, tool } from '../host/review/review-room.ts';

/** A scanner that did not finish. */
const SCANNER = { scanDefinitions: () => Promise.resolve([]), scanResult: () => Promise.resolve(null) };

/** The handlers over a review in memory. */
function handlers(servers: ReviewedServers) {
  const views = { one: (id: string) => ({ id }) as ServerView, all: () => [] };
  return reviewHandlers(
    servers.room, createFindingsRoom({ list: () => [], catalogue: (id) => servers.lists.get(id) ?? null }, SCANNER), { facts: (id) => servers.facts.get(id) ?? null },
    views,
  );
}

describe('a review across the border', () => {
  it('carries ranked changes, and its history every step, in the shape of the contract', async () => {
    const servers = new ReviewedServers();
    servers.sends('s', tool('page', { description: 'One.' }));
    await servers.decide('s', 'restricted', [{ kind: 'tool', name: 'page', decision: 'accept', effect: 'write', reason: 'seen' }]);
    servers.sends('s', tool('page', { description: 'One.', annotations: { readOnlyHint: true } }));
    const ask = handlers(servers);
    const read = schemas['review:read'].reply.parse(await ask['review:read']({ serverId: 's' }));
    const [row] = schemas['review:rows'].reply.parse(await ask['review:rows']({ serverId: 's', digest: read.digest }));
    expect(row).toMatchObject({ state: 'changed', cosmetic: false, accepted: 'write', rank: 'danger', effectMoved: true, differs: true, looked: false });
    const [item] = schemas['review:items'].reply.parse(await ask['review:items']({ serverId: 's', digest: read.digest, items: [{ kind: 'tool', name: 'page' }] }));
    expect(item).toMatchObject({ state: 'changed', old: { description: 'One.' }, findings: null });
    expect(item?.changes.map(({ kind }) => kind)).toContain('hint-flipped');
    const history = schemas['review:history'].reply.parse(await ask['review:history']({ serverId: 's', kind: 'tool', name: 'page' }));
    expect(history).toMatchObject([{ by: 'eva', reason: 'seen', decision: 'accepted', value: { description: 'One.' } }]);
  });

  it('gives rows and pages of the very review that was read, and none of one that moved', async () => {
    const servers = new ReviewedServers();
    servers.sends('s', tool('page', { description: 'One.' }), tool('post'));
    const ask = handlers(servers);
    const { digest } = await ask['review:read']({ serverId: 's' });
    servers.sends('s', tool('page', { description: 'Two.' }));
    const items = [{ kind: 'tool' as const, name: 'page' }, { kind: 'tool' as const, name: 'unknown' }];
    expect(await ask['review:items']({ serverId: 's', digest, items })).toMatchObject([{ now: { description: 'One.' } }]);
    expect(await ask['review:rows']({ serverId: 's', digest })).toHaveLength(2);
    await ask['review:read']({ serverId: 's' });
    await expect(ask['review:rows']({ serverId: 's', digest })).rejects.toMatchObject({ problem: { code: 'review-moved' } });
    await expect(ask['review:items']({ serverId: 's', digest, items })).rejects.toMatchObject({ problem: { code: 'review-moved' } });
  });

  it('takes the batch, and refuses it on a review that moved', async () => {
    const servers = new ReviewedServers();
    servers.sends('s', tool('page', { description: 'One two.' }));
    await servers.accept('s', 'page');
    servers.sends('s', tool('page', { description: 'One  two.' }));
    const request = schemas['review:batch'].request.parse({ serverId: 's', digest: servers.room.read('s')?.digest });
    expect(request.reason).toBeNull();
    await expect(handlers(servers)['review:batch']({ ...request, digest: 'another' })).rejects.toMatchObject({ problem: { code: 'review-moved' } });
    await handlers(servers)['review:batch'](request);
    expect(servers.room.tool('s', 'page')?.pin).toBe('same');
  });

  it('takes a reason of at most 500 characters, and none at all', () => {
    const decide = schemas['review:decide'].request;
    const base = { serverId: 's', digest: 'd', trust: null, decisions: [] };
    expect(decide.parse(base).reason).toBeNull();
    expect(decide.safeParse({ ...base, reason: 'x'.repeat(501) }).success).toBe(false);
  });
});
