import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openPins } from '../../../../main/host/review/pin-document.ts';
import { createReviewRoom, type ReviewRoom } from '../../../../main/host/review/review.ts';
import type { ReviewItem } from '../../../../main/host/review/review-items.ts';
import { openSeen } from '../../../../main/host/review/seen-document.ts';
import type { ServersRoom } from '../../../../main/host/servers/servers.ts';
import { createCompute, type ComputeRoom } from '../../../../main/workers/compute.ts';
import { createTranslator, spokenCode } from '../../../../preload/contract/language/index.ts';
import { clock, sha256 } from '../../../servers/memory.ts';
import { never } from '../../../servers/opened.ts';
import { buildWorker } from '../../workers/built-worker.ts';
import { bad, RoomUnderTest, running } from '../servers/room.ts';

/** What a server sends, and what becomes of it: the definitions that are refused, and why. */
const FAULTS = [
  ['nesting of 100,000', ['deep'], { deep: 'too-deep' }],
  ['a key twice', ['duplicate-keys'], { double: 'duplicate-keys' }],
  ['half a character', ['lone-surrogate'], { lone: 'not-canonical' }],
  ['a member named __proto__', ['proto'], { proto: 'not-canonical' }],
  ['1e400 and integers that cannot be held', ['numbers'], { huge: 'number-range', rounded: 'number-range' }],
  ['one name twice', ['duplicate-names'], { twin: 'duplicate-name' }],
  ['a tool without a name', ['no-name'], { '': 'no-name' }],
  ['a definition of 5 MB', ['large-definition'], { large: 'too-large' }],
] as const;

/** Lists that are read and never approved, for not all of them was seen. */
const ENDLESS = [['pages that do not end', ['endless-pages']], ['one definition more than are read', ['one-too-many']]] as const;

/** Long lists with nothing wrong in them. */
const LONG = [['ten thousand tools', ['ten-thousand'], 10_000], ['a message of 5 MB', ['five-megabytes'], 5_005], ['names of what every object has', ['odd-names'], 8]] as const;

let worker: Awaited<ReturnType<typeof buildWorker>>;
let compute: ComputeRoom;
let under: RoomUnderTest;
let servers: ServersRoom;
let review: ReviewRoom;
beforeAll(async () => { worker = await buildWorker(); }, 30_000);
afterAll(() => worker.remove());
beforeEach(() => {
  under = new RoomUnderTest();
  compute = createCompute({ workerPath: worker.path });
  servers = under.open('1', { large: compute });
  review = createReviewRoom({
    locked: () => false, servers, pins: openPins(under.documents, () => {}), seen: openSeen(under.documents, () => {}), audit: under.log, clock, sha256, onChange: () => {},
    actor: { person: 'eva', role: 'owner', planner: { kind: 'person', name: 'eva' }, client: 'desktop' },
  });
});
afterEach(async () => {
  await under.close();
  await compute.close();
});

/** Accepts these items of the review as it stands; null where that was taken. */
const accept = (id: string, items: readonly ReviewItem[]) =>
  review.decide(id, review.read(id)?.digest ?? '', 'restricted', items.map(({ kind, name }) => ({ kind, name, decision: 'accept', effect: null })));

describe.each([['read here', []], ['read in a thread', ['long']]])('a catalogue, %s,', (_, more) => {
  it.each(FAULTS)('with %s: that definition is refused alone, with a sentence, and cannot be accepted', async (_fault, flags, refused) => {
    const id = await running(servers, bad('Bad', ...flags, ...more));
    const items = review.read(id)?.items ?? [];
    for (const [name, why] of Object.entries(refused)) {
      // A name that stands twice is refused in both places.
      const found = items.filter((item) => item.name === name && item.kind === 'tool');
      expect(found.map((item) => item.refused)).toEqual(name === 'twin' ? [why, why] : [why]);
      for (const language of ['en', 'de'] as const) expect(spokenCode('refused', why, createTranslator(language))).toMatch(/^.{10,}\.$/);
      expect(await accept(id, found)).toBe('not-allowed');
      expect(await accept(id, [...items.filter((item) => item.name === 'good'), ...found])).toBe('not-allowed');
    }
    expect(review.tools(id).every(({ pin }) => pin === 'new')).toBe(true);
    expect(await accept(id, items.filter((item) => item.name === 'good'))).toBeNull();
    expect(review.counts(id)).toMatchObject({ reviewed: 1 });
    expect(await servers.caller.call(id, 'good', {}, never, 'c')).toMatchObject({ kind: 'result' });
  });

  it.each(ENDLESS)('with %s: it can be read and nothing of it accepted', async (_fault, flags) => {
    const id = await running(servers, bad('Endless', ...flags, ...more));
    const items = review.read(id)?.items ?? [];
    expect(items.length).toBeLessThanOrEqual(10_002);
    expect(items.every((item) => item.refused !== null)).toBe(true);
    expect(items.map((item) => item.refused)).toContain('partial');
    expect(await accept(id, items.filter((item) => item.name === 'good'))).toBe('not-allowed');
    expect(review.counts(id).reviewed).toBe(0);
  });

  it.each(LONG)('with %s: every definition waits for somebody, none is accepted by itself', async (_fault, flags, count) => {
    const id = await running(servers, bad('Long', ...flags, ...more));
    const tools = review.tools(id);
    expect(tools.length).toBeGreaterThanOrEqual(count);
    expect(tools.every(({ pin, ambiguous }) => pin === 'new' && !ambiguous)).toBe(true);
    expect(await accept(id, review.read(id)?.items ?? [])).toBeNull();
    expect(review.tools(id).every(({ pin }) => pin === 'same')).toBe(true);
  });

  it('is the same whether it is read here or in a thread', async () => {
    const flags = ['deep', 'duplicate-keys', 'numbers', 'proto', 'duplicate-names', 'unknown-fields', 'no-schema', ...more];
    const [apart, here] = [await running(servers, bad('Apart', ...flags)), await running(under.open(), bad('Here', ...flags))];
    const [a, b] = [servers.catalogue(apart), under.rooms[1]?.catalogue(here)];
    expect(a?.definitions.length).toBeGreaterThan(5);
    expect({ definitions: a?.definitions, refused: a?.refused }).toEqual({ definitions: b?.definitions, refused: b?.refused });
  });
});

it('hurts no other server: one beside it is listed, reviewed and called', async () => {
  const flags = FAULTS.flatMap(([, more]) => [...more]);
  const [, good] = await Promise.all([running(servers, bad('Everything', ...flags)), running(servers, bad('Good'))]);
  expect(await accept(good, review.read(good)?.items.filter(({ name }) => name === 'good') ?? [])).toBeNull();
  expect(await servers.caller.call(good, 'good', {}, never, 'c')).toMatchObject({ kind: 'result' });
});
