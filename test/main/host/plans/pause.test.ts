import { describe, expect, it } from 'vitest';
import { PAUSE_MS } from '../../../../main/host/plans/plan-run.ts';
import { nextTurn, plansWorld, set, write } from './plans-world.ts';

const writes = (world: ReturnType<typeof plansWorld>['world']) => world.wire.filter(({ tool }) => tool === 'write_file').map(({ args }) => args['path']);

describe('a set of calls that rests', () => {
  // A machine that sleeps stops the monotonic clock; the other may be set.
  it.each(['both clocks', 'the wall clock alone', 'the monotonic clock alone'])('pauses and goes on between items, and asks for the rest anew after ten minutes by %s', async (by) => {
    let [monotonic, wall] = [0, 0];
    const { plans, world, reached, say } = plansWorld(500, (of) => ({
      clock: { now: () => new Date(of.nowMs + wall).toISOString(), monotonic: () => of.nowMs + monotonic },
    }));
    const { planId, done } = plans.plan(set([write('/b', '1'), write('/c', '2'), write('/d', '3')]))!;
    await reached(planId, 'asking');
    world.beforeSend = (tool) => {
      if (tool !== 'write_file') return;
      plans.pause(planId);
      world.beforeSend = () => {};
    };
    say(planId);
    await reached(planId, 'paused');
    for (let turn = 0; turn < 20; turn += 1) await nextTurn();
    expect(writes(world)).toEqual(['/b']);
    if (by !== 'the monotonic clock alone') wall += PAUSE_MS + 1;
    if (by !== 'the wall clock alone') monotonic += PAUSE_MS + 1;
    plans.resume(planId);
    await reached(planId, 'asking');
    expect(writes(world)).toEqual(['/b']);
    say(planId);
    await done;
    expect(writes(world)).toEqual(['/b', '/c', '/d']);
  });
});
