import { beforeEach, describe, expect, it } from 'vitest';
import { sha256 } from '../../../../main/adapters/digest/sha256.ts';
import type { AuditEvent } from '../../../../main/core/audit/event.ts';
import type { Catalogue } from '../../../../main/core/connections/catalogue.ts';
import { DamagedDocument, type DocumentStore } from '../../../../main/core/ports.ts';
import { DEMO_CMS_RECIPE } from '../../../../main/core/recipes/demo-cms.ts';
import type { ServerFacts } from '../../../../main/core/trust/server-facts.ts';
import type { Json, JsonObject, TrustLevel } from '../../../../main/core/words/index.ts';
import { openPins } from '../../../../main/host/review/pin-document.ts';
import { openSeen } from '../../../../main/host/review/seen-document.ts';
import { createReviewRoom, type ReviewRoom } from '../../../../main/host/review/review.ts';
import { NOBODY } from '../../../../main/core/trust/server-identity.ts';

const tool = (name: string, more: JsonObject = {}): Catalogue['definitions'][number] => ({ kind: 'tool', name, value: { name, ...more } });

const shipped = ['get_news', 'delete_news'].map((name) => ({ name, digest: DEMO_CMS_RECIPE.tools[name]!.digests[0]! }));

describe('a review', () => {
  let hash = sha256;
  let onAppend: () => void = () => {};
  let stored: Map<string, Json>;
  let documents: DocumentStore;
  let catalogue: Catalogue;
  let facts: ServerFacts;
  let log: AuditEvent[];
  let room: ReviewRoom;
  const open = (): ReviewRoom => createReviewRoom({ locked: () => false,
    servers: {
      list: () => [], facts: () => facts, catalogue: () => catalogue, highestTrust: () => 'trusted',
      setTrust: (_id: string, trust: TrustLevel) => { facts = { ...facts, trust }; return Promise.resolve(); },
    },
    pins: openPins(documents, () => {}), seen: openSeen(documents, () => {}),
    audit: { append: (event) => { log.push(event); onAppend(); return Promise.resolve(); } },
    clock: { now: () => '2026-11-22T00:00:00.000Z', monotonic: () => 0 }, sha256: (text) => hash(text),
    actor: { person: 'eva', role: 'owner', planner: { kind: 'person', name: 'eva' }, client: 'desktop' },
    onChange: () => {},
  });
  const decide = (names: readonly string[], decision: 'accept' | 'block' = 'accept', digest = room.read('s')!.digest) =>
    room.decide('s', digest, 'restricted', names.map((name) => ({ kind: 'tool', name, decision, effect: null })));

  beforeEach(() => {
    hash = sha256;
    onAppend = () => {};
    stored = new Map();
    documents = { read: (name) => stored.get(name) ?? null, write: (name, value) => void stored.set(name, value) };
    catalogue = { definitions: [tool('get_x'), tool('zap')], refused: [], says: null, era: '2026-07-28', partial: false };
    facts = {
      id: 's', name: 'S', identity: 'one', trust: 'untrusted', class: 'local', environment: 'live', connected: true, launchChanged: false,
      package: null, soleCode: null, bundle: null, known: NOBODY,
    };
    log = [];
    room = open();
  });

  it('holds new tools back until someone accepted them, and then survives a restart', async () => {
    expect(room.tools('s').map((t) => t.pin)).toEqual(['new', 'new']);
    expect(await decide(['get_x'])).toBeNull();
    room = open();
    expect(room.tools('s').map((t) => t.pin)).toEqual(['same', 'new']);
    expect(facts.trust).toBe('restricted');
    expect(log.map((event) => event.type === 'event' && event.what)).toEqual(['tools-reviewed']);
  });

  it('offers the effect that name and hints suggest, and keeps the one accepted', async () => {
    expect(room.read('s')!.items.map((item) => item.offer)).toEqual([{ effect: 'read', from: 'names' }, { effect: 'write', from: 'unknown' }]);
    await decide(['get_x']);
    expect(room.tool('s', 'get_x')?.acceptedEffect).toBe('read');
  });

  it('shows what changed beside what was accepted, and blocks only that tool', async () => {
    await decide(['get_x', 'zap']);
    catalogue = { ...catalogue, definitions: [tool('get_x', { annotations: { readOnlyHint: true } }), tool('zap')] };
    expect(room.tools('s').map((t) => t.pin)).toEqual(['changed', 'same']);
    expect(room.read('s')!.items[0]).toMatchObject({ state: 'changed', old: { name: 'get_x' }, pointers: ['/annotations'] });
    expect(room.tool('s', 'get_x')?.acceptedEffect).toBeNull();
  });

  it('refuses a decision on definitions that moved while they were read', async () => {
    const before = room.read('s')!.digest;
    catalogue = { ...catalogue, definitions: [tool('get_x', { description: 'now with teeth' }), tool('zap')] };
    expect(await decide(['get_x'], 'accept', before)).toBe('review-moved');
    expect(room.tool('s', 'get_x')?.pin).toBe('new');
  });

  it('gives no trust to another launch that runs by the time the decision is on record', async () => {
    const { digest } = room.read('s')!;
    onAppend = () => { facts = { ...facts, identity: 'another' }; };
    expect(await decide(['get_x'], 'accept', digest)).toBe('review-moved');
    expect(facts.trust).toBe('untrusted');
    expect(room.tool('s', 'get_x')?.pin).toBe('new');
  });

  it('keeps a blocked tool blocked', async () => {
    await decide(['zap'], 'block');
    expect(room.tool('s', 'zap')?.pin).toBe('blocked');
  });

  it('never accepts by itself what a person blocked of a bundled server, at the next start or after an update', async () => {
    catalogue = { ...catalogue, definitions: [tool('get_news'), tool('delete_news')] };
    facts = { ...facts, bundle: 'demo-cms' };
    // As if these were the very definitions that ship.
    hash = (text) => shipped.find(({ name }) => text === JSON.stringify({ name }))?.digest ?? sha256(text);
    await room.acceptShipped('s');
    expect(room.tool('s', 'delete_news')?.pin).toBe('same');
    await decide(['delete_news'], 'block');
    room = open();
    await room.acceptShipped('s');
    expect(room.tool('s', 'delete_news')?.pin).toBe('blocked');
    expect(room.tool('s', 'get_news')?.pin).toBe('same');
  });

  it('accepts neither of two definitions with one name, nor a list that did not end', async () => {
    catalogue = { ...catalogue, definitions: [tool('get_x'), tool('get_x', { description: 'other' })] };
    expect(room.tool('s', 'get_x')?.ambiguous).toBe(true);
    expect(await decide(['get_x'])).toBe('not-allowed');
    catalogue = { ...catalogue, definitions: [tool('zap')], partial: true };
    expect(await decide(['zap'])).toBe('not-allowed');
  });

  it('finds a tool where a server lists tens of thousands', () => {
    catalogue = { ...catalogue, definitions: Array.from({ length: 40_000 }, (_, i) => tool(`a-tool-with-a-long-common-beginning-${i}`)) };
    hash = () => 'a'.repeat(64);
    expect(room.tool('s', 'a-tool-with-a-long-common-beginning-39999')?.ambiguous).toBe(false);
  });

  it('names what is gone', async () => {
    await decide(['zap']);
    catalogue = { ...catalogue, definitions: [tool('get_x')] };
    expect(room.read('s')!.items.map((item) => [item.name, item.state])).toEqual([['get_x', 'new'], ['zap', 'removed']]);
  });

  it('starts from nothing for another identity', async () => {
    await decide(['get_x']);
    facts = { ...facts, identity: 'another' };
    expect(room.tool('s', 'get_x')?.pin).toBe('new');
  });

  it('takes a damaged document as no review at all, and says so', async () => {
    await decide(['get_x']);
    const damaged: unknown[] = [];
    documents = { ...documents, read: () => { throw new DamagedDocument('pins', '/kept'); } };
    const pins = openPins(documents, (error) => damaged.push(error));
    expect(pins.pinsOf('one')).toEqual([]);
    expect(damaged).toHaveLength(1);
  });
});
