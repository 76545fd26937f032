import canonicalize from 'canonicalize';
import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { PlanHeadView, PlanRowView } from '../../../preload/contract/views.ts';
import { createTranslator } from '../../../preload/contract/language/index.ts';
import { endSentence, limitSentence, setSentence } from '../../../renderer/features/plans/plan-words.ts';
import { rowsFromText } from '../../../renderer/features/plans/rows-from-text.ts';
import { ARM_MS } from '../../../renderer/app/standing.ts';
import { createPlansStore } from '../../../renderer/features/plans/plans-store.ts';
import { createFakeBridge } from '../fake-bridge.ts';
import { sampleWorld } from '../sample-world.ts';
import { handClock } from '../settled.ts';

const hash = (value: unknown): string => createHash('sha256').update(canonicalize(value) ?? '').digest('hex');

const row = (n: number, more: Partial<PlanRowView> = {}): PlanRowView => ({
  rowId: String(n), callId: `c${n}`, serverId: 'cms', tool: 'create_agenda_item', state: 'asks', effect: 'write', kind: 'effect', sentence: null,
  cells: { title: `Talk ${n}` }, marks: [], cautions: [], painted: 'a'.repeat(64), why: null, said: null, afterwards: null, ...more,
});
function plan(rows: readonly PlanRowView[], more: Partial<PlanHeadView> = {}): { head: PlanHeadView; pages: PlanRowView[][] } {
  return {
    pages: [[...rows]],
    head: {
      planId: 'plan-1', revision: 1, stage: 'asking', title: 'Agenda', planner: { kind: 'person', name: 'Eva' }, client: 'desktop', skill: null,
      undoes: null, undoable: 0, bar: null, tools: [], totals: [{ verb: 'creates', noun: 'agenda-item', project: 'Demo', objects: 43 }], rows: 48,
      asks: 43, leftOut: 5, waiting: 0, over: 0, objects: 43, limit: 500, columns: [{ name: 'title', title: 'Title' }], lookFirst: 0, moved: 0, waitsForMinute: false, requestable: 0, confirm: 'plain', pages: [hash(rows)],
      decision: 'none', counts: { created: 0, updated: 0, deleted: 0, done: 0, skipped: 0, failed: 0, refused: 0, 'refused-by-system': 0, unknown: 0 },
      askedAt: '2026-11-23T00:00:00.000Z', ...more,
    },
  };
}

const APPROVE = { choice: 'approve', wordTyped: false, stopOnFailure: true } as const;
const DENY = { ...APPROVE, choice: 'deny' } as const;

function shown() {
  const fake = createFakeBridge({ ...sampleWorld(), plans: [plan([row(1), row(2)])] });
  const clock = handClock();
  const store = createPlansStore(fake.bridge, clock);
  const arm = (): void => clock.advance(ARM_MS);
  return { fake, store, arm };
}

describe('a set on the screen', () => {
  it('is shown once all its rows are here, and armed half a second later', async () => {
    const { store, arm } = shown();
    store.getState().open('plan-1');
    await expect.poll(() => store.getState().shown?.rows).toHaveLength(2);
    expect(store.getState().armed).toBe(false);
    arm();
    expect(store.getState().armed).toBe(true);
  });

  it('is answered with the digest of the very head that is painted', async () => {
    const { fake, store, arm } = shown();
    store.getState().open('plan-1');
    await expect.poll(() => store.getState().shown).not.toBeNull();
    const { head } = store.getState().shown!;
    expect(await store.getState().answer(head, APPROVE)).toBe(false);
    arm();
    expect(await store.getState().answer(head, APPROVE)).toBe(true);
    expect(fake.requests.findLast(({ channel }) => channel === 'plans:answer')?.request).toMatchObject({ painted: hash(fake.world.plans[0]!.head) });
  });

  it('is not denied by a press that was meant for what stood there before, nor answered by one for another set', async () => {
    const { fake, store, arm } = shown();
    const other = plan([row(3)], { planId: 'plan-2' });
    fake.world.plans = [...fake.world.plans, other];
    store.getState().open('plan-1');
    await expect.poll(() => store.getState().shown).not.toBeNull();
    const first = store.getState().shown!.head;
    expect(await store.getState().answer(first, DENY)).toBe(false);
    arm();
    store.getState().open('plan-2');
    await expect.poll(() => store.getState().shown?.head.planId).toBe('plan-2');
    expect(await store.getState().answer(store.getState().shown!.head, DENY)).toBe(false);
    arm();
    expect(await store.getState().answer(first, DENY)).toBe(false);
    store.getState().toFront();
    expect(await store.getState().answer(store.getState().shown!.head, DENY)).toBe(false);
    arm();
    expect(await store.getState().answer(store.getState().shown!.head, DENY)).toBe(true);
    expect(fake.requests.filter(({ channel }) => channel === 'plans:answer')).toHaveLength(1);
  });

  it('is not shown with rows that are not those its head names', async () => {
    const { fake, store } = shown();
    fake.world.plans = [{ ...plan([row(1)]), pages: [[row(1, { cells: { title: 'another' } })]] }];
    const { pages } = fake.world.plans[0]!;
    store.getState().open('plan-1');
    await new Promise((resolve) => { setTimeout(resolve, 20); });
    expect(store.getState().shown?.rows ?? null).not.toEqual(pages[0]);
    store.getState().open(null);
  });

  it('is disarmed when a row of it changes', async () => {
    const { fake, store, arm } = shown();
    store.getState().open('plan-1');
    await expect.poll(() => store.getState().shown).not.toBeNull();
    arm();
    fake.world.plans = [plan([row(1), row(2, { state: 'left-out' })])];
    fake.push('plans');
    await expect.poll(() => store.getState().shown?.rows[1]?.state).toBe('left-out');
    expect(store.getState().armed).toBe(false);
  });
});

describe('what is said of a set', () => {
  it('is one sentence of what it does and leaves out, in both languages', () => {
    const { head } = plan([]);
    expect(setSentence(head, createTranslator('en'))).toBe('Creates 43 agenda items in project Demo, leaves out 5.');
    expect(setSentence(head, createTranslator('de'))).toContain('lässt 5 aus.');
    expect(setSentence({ ...head, stage: 'running' }, createTranslator('en'))).toBe('Still to come: creates 43 agenda items in project Demo, leaves out 5.');
    const two = { ...head, totals: [...head.totals, { ...head.totals[0]!, verb: 'deletes' as const, objects: 3 }] };
    expect(setSentence(two, createTranslator('en'))).toBe('Creates 43 agenda items in project Demo, deletes 3 agenda items in project Demo, leaves out 5.');
  });

  it('names the limit in words where it is over it', () => {
    const { head } = plan([], { objects: 312, limit: 50 });
    expect(limitSentence(head, createTranslator('en'))).toContain('312 agenda items, your limit is 50');
    expect(limitSentence({ ...head, limit: 400 }, createTranslator('en'))).toBeNull();
  });

  it('counts what became of it', () => {
    const { head } = plan([]);
    expect(endSentence({ ...head, counts: { ...head.counts, created: 43, skipped: 5 } }, createTranslator('en'))).toBe('43 created, 5 left out.');
  });
});

describe('rows as a person hands them in', () => {
  it('are a list of objects, and nothing else', () => {
    expect(rowsFromText('[{"a":1},{"a":2}]')).toEqual([{ a: 1 }, { a: 2 }]);
    for (const text of ['', '{}', '[]', '[1]', '[[]]', '[null]', 'x']) expect(rowsFromText(text)).toBeNull();
  });
});
