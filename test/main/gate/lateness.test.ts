import { describe, expect, it } from 'vitest';
import { choose, gateWorld, run, type GateWorld } from './gate-world.ts';

const NEW = { path: '/a.txt', content: 'new' };

/** A world whose only question is approved at once, and what happens to its clocks while a step of the road is waited for. */
function approved(at: 'refresh' | 'reserve' | 'intent', pass: (world: GateWorld) => void): GateWorld {
  const world = gateWorld();
  let asked = 0;
  world.onQuestion = (question) => choose(world, question, { choice: (asked += 1) === 1 ? 'approve' : 'deny' });
  const { usage, audit } = world.ports;
  const { append } = audit;
  if (at === 'refresh') world.onRefresh = async () => pass(world);
  if (at === 'reserve') Object.assign(world.ports, { usage: { ...usage, reserve: async (...given: Parameters<typeof usage.reserve>) => { if (world.questions.length > 0) pass(world); return usage.reserve(...given); } } });
  audit.append = async (event) => {
    await append(event);
    if (at === 'intent' && event.type === 'intent' && event.call.tool.name === 'write_file') pass(world);
  };
  return world;
}

const written = (world: GateWorld): unknown[] => world.wire.filter(({ tool }) => tool === 'write_file');

describe('an approval that is two minutes old', () => {
  const steps = ['refresh', 'reserve', 'intent'] as const;

  it.each(steps)('sends nothing, wherever the time went: %s', async (at) => {
    const world = approved(at, (w) => { w.nowMs += 121_000; });
    expect(await run(world, 'write_file', NEW)).toMatchObject({ outcome: 'refused' });
    expect(written(world)).toEqual([]);
  });

  it.each(steps)('is told by the wall clock where the machine slept: %s', async (at) => {
    let slept = 0;
    const world = approved(at, () => { slept = 8 * 3_600_000; });
    Object.assign(world.ports, { clock: { now: () => new Date(world.nowMs + slept).toISOString(), monotonic: () => world.nowMs } });
    expect(await run(world, 'write_file', NEW)).toMatchObject({ outcome: 'refused' });
    expect(written(world)).toEqual([]);
  });

  it.each(steps)('is told by the monotonic clock where the other was set back: %s', async (at) => {
    let back = 0;
    const world = approved(at, (w) => { w.nowMs += 121_000; back = 86_400_000; });
    Object.assign(world.ports, { clock: { now: () => new Date(2e12 + world.nowMs - back).toISOString(), monotonic: () => world.nowMs } });
    expect(await run(world, 'write_file', NEW)).toMatchObject({ outcome: 'refused' });
    expect(written(world)).toEqual([]);
  });

  it.each(steps)('and one that is younger is carried out: %s', async (at) => {
    const world = approved(at, (w) => { w.nowMs += 60_000; });
    expect(await run(world, 'write_file', NEW)).toMatchObject({ outcome: 'executed' });
    expect(written(world)).toHaveLength(1);
  });
});
