import { beforeEach, describe, expect, it } from 'vitest';
import type { Json } from '../../../../main/core/words/index.ts';
import { SEEN } from '../../../../main/host/review/seen-document.ts';
import { ReviewedServers, tool } from './review-room.ts';

let servers = new ReviewedServers();
beforeEach(() => { servers = new ReviewedServers(); });
const pin = (name: string, id = 's'): string | undefined => servers.room.tool(id, name)?.pin;
const item = (name: string) => servers.room.read('s')?.items.find((one) => one.name === name);

describe('a changed definition', () => {
  it('is shown with its changes, riskiest first, and with the effect accepted before', async () => {
    servers.sends('s', tool('page', { annotations: { readOnlyHint: false } }));
    await servers.accept('s', 'page', { effect: 'publish' });
    servers.sends('s', tool('page', { annotations: { readOnlyHint: true }, description: 'New words.' }));
    expect(item('page')).toMatchObject({ state: 'changed', accepted: 'publish', cosmetic: false });
    expect(item('page')?.changes.map(({ kind }) => kind)).toEqual(['effect-fell', 'hint-flipped', 'description-changed']);
  });

  it('keeps at least the effect that was accepted before, where the person names none', async () => {
    servers.sends('s', tool('page'));
    await servers.accept('s', 'page', { effect: 'publish' });
    servers.sends('s', tool('page', { title: 'x' }));
    await servers.accept('s', 'page');
    expect(servers.room.tool('s', 'page')?.acceptedEffect).toBe('publish');
    servers.sends('s', tool('page', { title: 'y' }));
    await servers.accept('s', 'page', { effect: 'read' });
    expect(servers.room.tool('s', 'page')?.acceptedEffect).toBe('read');
  });

  it('is put on record with what was decided about and what stands there now, once for each form, and never stops anything', async () => {
    const recorded = () => servers.log.flatMap((event) => (event.type === 'event' && event.what === 'tools-changed' ? [event.detail] : []));
    servers.sends('s', tool('page'), tool('other'));
    servers.room.saw('s');
    await servers.accept('s', 'page');
    const from = servers.room.tool('s', 'page')?.digest;
    servers.sends('s', tool('page', { title: 'x' }), tool('other', { title: 'never decided about' }));
    servers.room.saw('s');
    servers.room.saw('s');
    const to = servers.room.tool('s', 'page')?.digest;
    expect(recorded()).toEqual([{ count: 1, items: [{ kind: 'tool', name: 'page', from, to }] }]);
    servers.logBroken = true;
    servers.sends('s', tool('page', { title: 'y' }));
    servers.room.saw('s');
    expect(pin('page')).toBe('changed');
  });

  it('may be used again once the former one is back', async () => {
    servers.sends('s', tool('page'));
    await servers.accept('s', 'page');
    servers.sends('s', tool('page', { title: 'x' }));
    expect(pin('page')).toBe('changed');
    servers.sends('s', tool('page'));
    expect(pin('page')).toBe('same');
  });
});

describe('the batch of cosmetic changes', () => {
  const before = [tool('spaced', { description: 'One two.' }), tool('worded', { description: 'One two.' }), tool('odd', { description: 'caf\u00e9' }), tool('stopped', { description: 'One two.' })];
  const after = [tool('spaced', { description: 'One  two.' }), tool('worded', { description: 'One three.' }), tool('odd', { description: 'cafe\u0301' }), tool('stopped', { description: 'One  two.' }), tool('fresh')];
  const batch = () => servers.room.acceptCosmetic('s', servers.room.read('s')?.digest ?? '', 'spacing only');
  beforeEach(async () => {
    servers.sends('s', ...before);
    for (const name of ['spaced', 'worded', 'odd', 'stopped']) await servers.accept('s', name, { effect: 'send' });
    await servers.decide('s', null, [{ kind: 'tool', name: 'stopped', decision: 'block', effect: null }]);
    servers.sends('s', ...after);
  });

  it('takes what changed in looks alone, and nothing that is new, cannot be seen, reads otherwise or was blocked', async () => {
    expect(await batch()).toBeNull();
    expect(['spaced', 'worded', 'odd', 'stopped', 'fresh'].map((name) => pin(name))).toEqual(['same', 'changed', 'changed', 'changed', 'new']);
  });

  it('keeps the effect that was accepted, and the trust', async () => {
    servers.change('s', { trust: 'trusted' });
    await batch();
    expect(servers.room.tool('s', 'spaced')?.acceptedEffect).toBe('send');
    expect(servers.facts.get('s')?.trust).toBe('trusted');
  });

  it('is refused on a review that moved', async () => {
    const digest = servers.room.read('s')?.digest ?? '';
    servers.sends('s', ...after.slice(1), tool('spaced', { description: 'One   two.' }));
    expect(await servers.room.acceptCosmetic('s', digest, null)).toBe('review-moved');
    expect(pin('spaced')).toBe('changed');
  });
});

describe('a decision', () => {
  it('keeps its reason and who took it, and so does the log', async () => {
    servers.sends('s', tool('page'));
    await servers.decide('s', 'restricted', [{ kind: 'tool', name: 'page', decision: 'accept', effect: 'write', reason: '  seen with IT \ud800 ' }]);
    expect(servers.room.history('s', 'tool', 'page')).toMatchObject([{ by: 'eva', at: servers.now, reason: 'seen with IT \ufffd', decision: 'accepted', effect: 'write' }]);
    expect(servers.log).toMatchObject([{ what: 'tools-reviewed', detail: { items: [{ name: 'page', reason: 'seen with IT \ufffd' }] } }]);
  });

  it('leaves the trust as it is where it was only a look again', async () => {
    servers.sends('s', tool('page'));
    servers.change('s', { trust: 'trusted' });
    await servers.decide('s', null, [{ kind: 'tool', name: 'page', decision: 'accept', effect: null }]);
    expect(servers.facts.get('s')?.trust).toBe('trusted');
  });

  it('takes an accepted tool back', async () => {
    servers.sends('s', tool('page'));
    await servers.accept('s', 'page');
    await servers.decide('s', null, [{ kind: 'tool', name: 'page', decision: 'block', effect: null }], 'it lies');
    expect(pin('page')).toBe('blocked');
    servers.open();
    expect(pin('page')).toBe('blocked');
    expect(servers.room.history('s', 'tool', 'page').map(({ decision, reason }) => [decision, reason])).toEqual([['blocked', 'it lies'], ['accepted', null]]);
  });

  it('holds for nothing where it cannot be recorded, or where the launch may not have that trust', async () => {
    servers.sends('s', tool('page'));
    servers.logBroken = true;
    await expect(servers.accept('s', 'page')).rejects.toThrow('full');
    expect(pin('page')).toBe('new');
    servers.logBroken = false;
    servers.highest = 'untrusted';
    expect(await servers.accept('s', 'page')).toBe('not-allowed');
    expect(pin('page')).toBe('new');
    expect(servers.log).toEqual([]);
  });
});

describe('the history of a definition', () => {
  it('holds every one that was decided on, latest first, with what changed between them', async () => {
    servers.sends('s', tool('page', { description: 'One.' }));
    await servers.accept('s', 'page');
    servers.now = '2026-11-24T00:00:00.000Z';
    servers.sends('s', tool('page', { description: 'Two. https://x.example' }));
    await servers.accept('s', 'page');
    servers.open();
    const [second, first] = servers.room.history('s', 'tool', 'page');
    expect(first).toMatchObject({ at: '2026-11-23T00:00:00.000Z', value: { description: 'One.' }, changes: [] });
    expect(second).toMatchObject({ at: '2026-11-24T00:00:00.000Z', value: { description: 'Two. https://x.example' } });
    expect(second?.changes.map(({ kind }) => kind)).toEqual(['link-added', 'description-changed']);
  });

  it('goes on where an update gives the server another identity, and accepts nothing by that', async () => {
    servers.sends('s', tool('page'));
    await servers.accept('s', 'page');
    servers.change('s', { identity: 'two' });
    expect(pin('page')).toBe('new');
    expect(servers.room.history('s', 'tool', 'page')).toMatchObject([{ identity: 'one', decision: 'accepted' }]);
    expect(servers.room.history('other', 'tool', 'page')).toEqual([]);
  });

  it('holds what was shown and never decided on, with its date and its launch, also after a restart', async () => {
    servers.sends('s', tool('page', { description: 'One.' }));
    servers.room.saw('s');
    await servers.accept('s', 'page');
    servers.now = '2026-11-24T00:00:00.000Z';
    servers.sends('s', tool('page', { description: 'Two. https://x.example' }));
    servers.room.saw('s');
    servers.room.saw('s');
    servers.now = '2026-11-25T00:00:00.000Z';
    servers.change('s', { identity: 'two' });
    servers.sends('s', tool('page', { description: 'Three.' }));
    servers.open();
    servers.room.saw('s');
    const history = servers.room.history('s', 'tool', 'page');
    expect(history.map(({ at, decision, by, identity, value }) => [at.slice(8, 10), decision, by, identity, value?.['description']])).toEqual([
      ['25', 'seen', '', 'two', 'Three.'], ['24', 'seen', '', 'one', 'Two. https://x.example'],
      ['23', 'accepted', 'eva', 'one', 'One.'], ['23', 'seen', '', 'one', 'One.'],
    ]);
    expect(history.map(({ changes }) => changes.map(({ kind }) => kind))).toEqual([['description-changed'], ['link-added', 'description-changed'], [], []]);
    expect(pin('page')).toBe('new');
  });

  it('notes nothing new where what was decided on is shown again', async () => {
    servers.sends('s', tool('page'));
    await servers.accept('s', 'page');
    servers.room.saw('s');
    expect(servers.room.history('s', 'tool', 'page')).toHaveLength(1);
  });

  it('keeps the newest of a list that never stays the same, and of old texts the digest', () => {
    for (let i = 0; i < SEEN.perDefinition + 10; i += 1) {
      servers.sends('s', tool('page', { description: `${i} ${'x'.repeat(100_000)}` }));
      servers.room.saw('s');
    }
    const history = servers.room.history('s', 'tool', 'page');
    expect(history).toHaveLength(SEEN.perDefinition);
    expect(history[0]?.value?.['description']).toMatch(/^59 x/);
    expect(history.at(-1)).toMatchObject({ decision: 'seen', value: null });
    expect(JSON.stringify([...servers.stored.values()]).length).toBeLessThan(SEEN.chars + 100_000);
  });

  it('is lost with its document, and nothing else is', async () => {
    servers.sends('s', tool('page'));
    servers.room.saw('s');
    await servers.accept('s', 'page');
    servers.stored.set('seen-s', 'rubbish');
    expect(servers.open().history('s', 'tool', 'page').map(({ decision }) => decision)).toEqual(['accepted']);
    expect(pin('page')).toBe('same');
  });

  it('reads decisions from before there were reasons', () => {
    const old = { kind: 'tool', name: 'page', digest: 'a'.repeat(64), decision: 'accepted', effect: null, value: { name: 'page' }, reviewedAt: 'x', reviewedBy: 'eva' };
    servers.stored.set('pins', { v: 1, books: { one: [old] } } as Json);
    servers.sends('s', tool('page'));
    expect(servers.open().history('s', 'tool', 'page')).toMatchObject([{ by: 'eva', reason: null }]);
  });
});

describe('names', () => {
  it('that nobody can tell apart are refused, both of them, and only they', async () => {
    servers.sends('s', tool('get_page'), tool('get_p\u0430ge'), tool('Delete'), tool('delete'), tool('zap'));
    expect(servers.room.read('s')?.items.map(({ name, refused }) => [name, refused])).toEqual([
      ['get_page', 'look-alike-name'], ['get_p\u0430ge', 'look-alike-name'], ['Delete', 'look-alike-name'], ['delete', 'look-alike-name'], ['zap', null],
    ]);
    expect(await servers.accept('s', 'get_page')).toBe('not-allowed');
    expect(servers.room.tools('s').map(({ ambiguous }) => ambiguous)).toEqual([true, true, true, true, false]);
  });

  it('stop an accepted tool when one that looks like it turns up', async () => {
    servers.sends('s', tool('page'));
    await servers.accept('s', 'page');
    servers.sends('s', tool('page'), tool('P\u0430ge'));
    expect(servers.room.tool('s', 'page')).toMatchObject({ pin: 'same', ambiguous: true });
  });

  it('of another server are named beside the tool, and stop nothing', () => {
    servers.sends('s', tool('page'), tool('zap'));
    servers.sends('t', tool('P\u0430ge'), tool('other'));
    expect(servers.room.tool('s', 'page')).toMatchObject({ ambiguous: false, alike: [{ serverId: 't', name: 'P\u0430ge' }] });
    expect(servers.room.tool('s', 'zap')?.alike).toEqual([]);
  });

  it('of resources are addresses: their case matters', () => {
    const resource = (uri: string) => ({ kind: 'resource' as const, name: uri, value: { uri } });
    servers.sends('s', resource('file:///A'), resource('file:///a'));
    expect(servers.room.read('s')?.items.map(({ refused }) => refused)).toEqual([null, null]);
  });
});

describe('a review after the program changed', () => {
  beforeEach(async () => {
    servers.sends('s', tool('page', { annotations: { readOnlyHint: false } }), tool('kept'), tool('gone'), tool('bad'));
    await servers.decide('s', 'restricted', [
      ...['page', 'kept', 'gone'].map((name) => ({ kind: 'tool' as const, name, decision: 'accept' as const, effect: 'read' as const })),
      { kind: 'tool', name: 'bad', decision: 'block', effect: null },
    ]);
    servers.change('s', { identity: 'two' });
    servers.sends('s', tool('page', { annotations: { readOnlyHint: true } }), tool('kept'), tool('bad'), tool('added'));
  });

  it('shows what was approved before beside what is offered now', () => {
    const before = { at: servers.now, by: 'eva' };
    expect(item('page')).toMatchObject({ old: { annotations: { readOnlyHint: false } }, former: { ...before, decision: 'accepted', same: false } });
    expect(item('page')?.changes.map(({ kind }) => kind)).toContain('hint-flipped');
    expect(item('page')?.pointers).toEqual(['/annotations/readOnlyHint']);
    expect(item('kept')).toMatchObject({ old: null, changes: [], former: { ...before, decision: 'accepted', same: true } });
    expect(item('bad')).toMatchObject({ former: { ...before, decision: 'blocked', same: true } });
    expect(item('gone')).toMatchObject({ state: 'removed', now: null, old: { name: 'gone' }, former: { ...before, decision: 'accepted', same: false } });
    expect(item('added')).toMatchObject({ old: null, former: null });
  });

  it('carries nothing over: each is new, in no batch, with no effect of before, and the blocked may be accepted', async () => {
    for (const name of ['page', 'kept', 'bad', 'added']) {
      expect(item(name)).toMatchObject({ state: 'new', cosmetic: false, accepted: null });
      expect(pin(name)).toBe('new');
    }
    await servers.accept('s', 'kept');
    expect(servers.room.tool('s', 'kept')).toMatchObject({ pin: 'same', acceptedEffect: 'write' });
    expect(item('kept')?.former).toBeNull();
    expect(item('page')?.former).not.toBeNull();
  });
});

describe('how many definitions wait', () => {
  it('counts a prompt that changed, and never waits for what nobody can accept', async () => {
    const prompt = (description: string) => ({ kind: 'prompt' as const, name: 'greet', value: { name: 'greet', description } });
    servers.sends('s', prompt('Greets.'), tool('twin'), tool('twin'));
    expect(servers.room.counts('s')).toEqual({ reviewed: 0, waiting: 0, changed: 0, blocked: 0, refused: 2 });
    await servers.decide('s', 'restricted', [{ kind: 'prompt', name: 'greet', decision: 'accept', effect: null }]);
    servers.sends('s', prompt('Greets, and sends the file.'), tool('twin'), tool('twin'));
    expect(servers.room.counts('s')).toMatchObject({ changed: 1, refused: 2 });
  });
});
