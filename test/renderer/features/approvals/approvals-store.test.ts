import { createHash } from 'node:crypto';
import canonicalize from 'canonicalize';
import { describe, expect, it } from 'vitest';
import { ARM_MS } from '../../../../renderer/app/standing.ts';
import { createApprovalsStore, type Answer } from '../../../../renderer/features/approvals/approvals-store.ts';
import type { PlannedCallView } from '../../../../preload/contract/views.ts';
import { createFakeBridge } from '../../fake-bridge.ts';
import { sampleCard, sampleWorld } from '../../sample-world.ts';
import { handClock, settled } from '../../settled.ts';

const approve: Answer = { choice: 'approve', args: null, wordTyped: false };
const deny: Answer = { choice: 'deny', args: null, wordTyped: false };

async function openStore(...cards: PlannedCallView[]) {
  const fake = createFakeBridge(sampleWorld({ cards }));
  const clock = handClock();
  const store = createApprovalsStore(fake.bridge, clock);
  await settled();
  const listed = (): PlannedCallView[] => { const state = store.getState().cards; return state.state === 'ready' ? state.value : []; };
  const answers = () => fake.requests.filter((one) => one.channel === 'approvals:answer').map((one) => one.request);
  return { fake, clock, store, listed, answers, first: () => listed()[0] as PlannedCallView };
}

describe('the open question', () => {
  it('cannot be approved before it has stood still for half a second', async () => {
    const { store, clock, first, answers } = await openStore(sampleCard());
    store.getState().show(first());
    clock.advance(ARM_MS - 1);
    expect(await store.getState().answer(first(), approve)).toBe(false);
    expect(answers()).toEqual([]);
    clock.advance(1);
    expect(store.getState().armed).toBe(true);
    expect(await store.getState().answer(first(), approve)).toBe(true);
  });

  it('lets nobody look first before that half second either', async () => {
    const { store, clock, first, answers } = await openStore(sampleCard());
    store.getState().show(first());
    expect(await store.getState().answer(first(), { ...deny, choice: 'look-first' })).toBe(false);
    clock.advance(ARM_MS);
    expect(await store.getState().answer(first(), { ...deny, choice: 'look-first' })).toBe(true);
    expect(answers()).toHaveLength(1);
  });

  it('is not denied either by a press that was meant for the one before it', async () => {
    const { store, clock, listed, answers } = await openStore(sampleCard(), sampleCard({ callId: 'call-2' }));
    const [one, two] = listed() as [PlannedCallView, PlannedCallView];
    store.getState().show(one);
    clock.advance(ARM_MS);
    expect(await store.getState().answer(one, deny)).toBe(true);
    store.getState().show(two);
    expect(await store.getState().answer(two, deny)).toBe(false);
    clock.advance(ARM_MS - 1);
    expect(await store.getState().answer(two, deny)).toBe(false);
    clock.advance(1);
    expect(await store.getState().answer(two, deny)).toBe(true);
    expect(answers()).toMatchObject([{ choice: 'deny', callId: 'call-1' }, { choice: 'deny', callId: 'call-2' }]);
  });

  it('is answered by no press for another one, whenever it comes', async () => {
    const { store, clock, listed, answers } = await openStore(sampleCard(), sampleCard({ callId: 'call-2' }));
    const [one, two] = listed() as [PlannedCallView, PlannedCallView];
    store.getState().show(two);
    clock.advance(ARM_MS);
    expect(await store.getState().answer(one, deny)).toBe(false);
    expect(await store.getState().answer(one, approve)).toBe(false);
    expect(answers()).toEqual([]);
  });

  it('can be denied at once when it is painted anew: it is the same call', async () => {
    const { fake, store, clock, first, answers } = await openStore(sampleCard());
    store.getState().show(first());
    clock.advance(ARM_MS);
    fake.world.cards = [sampleCard({ revision: 2, args: { path: '/other' } })];
    fake.push('approvals');
    await settled();
    store.getState().show(first());
    expect(await store.getState().answer(first(), approve)).toBe(false);
    expect(await store.getState().answer(first(), deny)).toBe(true);
    expect(answers()).toMatchObject([{ choice: 'deny', callId: 'call-1' }]);
  });

  it('that is painted anew again and again can be denied half a second after it came', async () => {
    const { fake, store, clock, first } = await openStore(sampleCard());
    store.getState().show(first());
    for (let revision = 2; revision < 7; revision += 1) {
      clock.advance(ARM_MS / 5);
      fake.world.cards = [sampleCard({ revision })];
      fake.push('approvals');
      await settled();
      store.getState().show(first());
    }
    expect(store.getState()).toMatchObject({ armed: false, standing: true });
    expect(await store.getState().answer(first(), deny)).toBe(true);
  });

  it('waits anew, also with a no, once the window came to the front', async () => {
    const { store, clock, first } = await openStore(sampleCard());
    store.getState().show(first());
    clock.advance(ARM_MS);
    store.getState().show(first());
    expect(await store.getState().answer(first(), deny)).toBe(false);
    clock.advance(ARM_MS);
    expect(await store.getState().answer(first(), deny)).toBe(true);
  });

  it('of which a part is not what was painted cannot be approved, and can be denied', async () => {
    const { store, clock, first, answers } = await openStore(sampleCard());
    store.getState().show(first());
    clock.advance(ARM_MS);
    store.getState().spoil('call-1');
    expect(await store.getState().answer(first(), approve)).toBe(false);
    expect(answers()).toEqual([]);
    expect(await store.getState().answer(first(), deny)).toBe(true);
  });

  it('carries the SHA-256 of the canonical bytes of the card that was painted', async () => {
    const { store, clock, first, answers } = await openStore(sampleCard());
    const card = first();
    store.getState().show(card);
    clock.advance(ARM_MS);
    await store.getState().answer(card, deny);
    const painted = createHash('sha256').update(canonicalize(card) ?? '').digest('hex');
    expect(answers()).toEqual([{ callId: 'call-1', painted, choice: 'deny', args: null, wordTyped: false, grant: null }]);
  });

  it('is disarmed when anything on it changes, and the half second starts anew', async () => {
    const { fake, store, clock, first } = await openStore(sampleCard());
    store.getState().show(first());
    clock.advance(ARM_MS);
    fake.world.cards = [sampleCard({ revision: 2, args: { path: '/other' } })];
    fake.push('approvals');
    await settled();
    store.getState().show(first());
    expect(store.getState().armed).toBe(false);
    clock.advance(ARM_MS - 1);
    expect(store.getState().armed).toBe(false);
    clock.advance(1);
    expect(store.getState().armed).toBe(true);
  });

  it('stays the same object, and armed, when a refresh brings nothing new', async () => {
    const { fake, store, clock, first } = await openStore(sampleCard());
    const card = first();
    store.getState().show(card);
    clock.advance(ARM_MS);
    fake.push('approvals');
    await settled();
    expect(first()).toBe(card);
    expect(store.getState().armed).toBe(true);
  });

  it('is refused, and says so, when the card moved while the answer was under way', async () => {
    const { fake, store, clock, first } = await openStore(sampleCard());
    store.getState().show(first());
    clock.advance(ARM_MS);
    fake.world.cards = [sampleCard({ revision: 2 })];
    expect(await store.getState().answer(first(), approve)).toBe(false);
    expect(store.getState().problem).toEqual({ callId: 'call-1', problem: { code: 'card-moved', facts: {} } });
    await settled();
    expect(first().revision).toBe(2);
  });

  it('leaves the list as soon as its answer is taken', async () => {
    const { fake, store, clock, first, listed } = await openStore(sampleCard(), sampleCard({ callId: 'call-2' }));
    store.getState().show(first());
    clock.advance(ARM_MS);
    fake.failNext('approvals:list', { code: 'internal', facts: {} });
    const answered = store.getState().answer(first(), deny);
    expect(await answered).toBe(true);
    expect(listed().map((card) => card.callId)).not.toContain('call-1');
  });

  it('is answered once, however often the key is pressed', async () => {
    const { store, clock, first, answers } = await openStore(sampleCard());
    store.getState().show(first());
    clock.advance(ARM_MS);
    expect(await Promise.all([store.getState().answer(first(), approve), store.getState().answer(first(), approve)])).toEqual([true, false]);
    expect(answers()).toHaveLength(1);
  });

  it('cannot be approved while no card is painted', async () => {
    const { store, clock, first } = await openStore(sampleCard());
    store.getState().show(first());
    clock.advance(ARM_MS);
    store.getState().show(null);
    expect(await store.getState().answer(first(), approve)).toBe(false);
  });

  it('names each new question once', async () => {
    const { fake, store } = await openStore(sampleCard());
    expect(store.getState().newest?.callId).toBe('call-1');
    fake.world.cards = [...fake.world.cards, sampleCard({ callId: 'call-2' })];
    fake.push('approvals');
    await settled();
    expect(store.getState().newest?.callId).toBe('call-2');
  });

  it('holds nothing of a question once it is over', async () => {
    const { fake, store, clock, first } = await openStore(sampleCard());
    store.getState().show(first());
    clock.advance(ARM_MS);
    await store.getState().answer(first(), approve);
    expect(store.getState().newest).toBeNull();
    fake.world.cards = [sampleCard({ callId: 'call-2' })];
    fake.push('approvals');
    await settled();
    expect(store.getState().newest?.callId).toBe('call-2');
    fake.world.cards = [];
    fake.push('approvals');
    await settled();
    expect(store.getState()).toMatchObject({ newest: null, cards: { value: [] } });
  });

  it('shows the problem when the list cannot be read', async () => {
    const fake = createFakeBridge(sampleWorld());
    fake.failNext('approvals:list', { code: 'internal', facts: {} });
    const store = createApprovalsStore(fake.bridge, handClock());
    await settled();
    expect(store.getState().cards).toEqual({ state: 'broken', problem: { code: 'internal', facts: {} } });
  });
});
