import { describe, expect, it } from 'vitest';
import { digestOf } from '../../../../main/core/canonical/canonical.ts';
import type { Json } from '../../../../main/core/words/index.ts';
import { sha256 } from '../../../servers/memory.ts';
import { nextTurn, plansWorld, set, write, type PlansWorld } from './plans-world.ts';

const ROWS = 450;
const many = () => set(Array.from({ length: ROWS }, (_, n) => write(`/f${n}`, 'x')));

/** Each page is what the head says it is, and what is asked for by its number. */
function expectWhole({ plans }: PlansWorld, planId: string): void {
  const painting = plans.view(planId);
  expect(painting?.pages.map((page) => digestOf(page as unknown as Json, sha256))).toEqual(painting?.head.pages);
  expect(painting?.painted).toBe(digestOf(painting?.head as unknown as Json, sha256));
  painting?.pages.forEach((page, at) => expect(plans.rows(planId, at)).toBe(page));
}

describe('a set painted in slices', () => {
  it('is what it would be if it were painted at once, whatever moves between the slices', async () => {
    const there = plansWorld();
    const { planId, done } = there.plans.plan(many())!;
    let over = false;
    void done.then(() => { over = true; });
    const preparing = (async () => { while (!over) { await there.plans.prepare(); await nextTurn(); } })();
    for (let look = 0; look < 20; look += 1) { expectWhole(there, planId); await nextTurn(); }
    await there.reached(planId, 'asking');
    await there.plans.leaveOut(planId, ['3', '7'], true);
    expectWhole(there, planId);
    there.say(planId);
    while (!over) { expectWhole(there, planId); for (let turn = 0; turn < 200 && !over; turn += 1) await nextTurn(); }
    await preparing;
    expectWhole(there, planId);
    const { head, pages } = there.plans.view(planId)!;
    expect(head.counts).toMatchObject({ created: ROWS - 2, skipped: 2 });
    const states = new Map(pages.flat().map((row) => [row.rowId, row.state]));
    expect([...states.values()].filter((state) => state === 'created')).toHaveLength(ROWS - 2);
    expect([states.get('3'), states.get('7'), states.get('8')]).toEqual(['left-out', 'left-out', 'created']);
  });

  it('gives the pages of the head it gave last, also where a row moved since', async () => {
    const there = plansWorld();
    const { planId } = there.plans.plan(many())!;
    await there.reached(planId, 'asking');
    const { head, pages } = there.plans.view(planId)!;
    await there.plans.leaveOut(planId, ['0'], true);
    expect(digestOf(there.plans.rows(planId, 0) as unknown as Json, sha256)).toBe(head.pages[0]);
    expect(there.plans.rows(planId, 0)).toBe(pages[0]);
    expect(there.plans.view(planId)?.head.pages).not.toEqual(head.pages);
    expect(there.plans.rows('nobody', 0)).toBeNull();
    there.plans.cancel(planId);
  });
});
