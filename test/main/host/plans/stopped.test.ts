import { describe, expect, it } from 'vitest';
import { nextTurn, plansWorld, set, write } from './plans-world.ts';

describe('a set that is stopped', () => {
  it('is over for the person at once when it is cancelled, however long the log takes for all that did not run', async () => {
    const { plans, world, reached } = plansWorld();
    let slow = 0;
    const { append } = world.ports.audit;
    Object.assign(world.ports.audit, {
      append: (event: Parameters<typeof append>[0]) => event.type !== 'refusal' ? append(event) : new Promise((resolve) => { slow += 1; setTimeout(resolve, 20); }).then(() => append(event)),
    });
    const { planId, done } = plans.plan(set(Array.from({ length: 200 }, (_, n) => write(`/f${n}`, 'x'))))!;
    await reached(planId, 'asking');
    plans.cancel(planId);
    await nextTurn();
    await nextTurn();
    expect(plans.view(planId)?.head).toMatchObject({ stage: 'done', counts: { skipped: 200 } });
    expect(slow).toBeLessThan(40);
    await done;
    expect(slow).toBe(200);
  });
});
