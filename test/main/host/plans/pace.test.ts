import { describe, expect, it } from 'vitest';
import { sha256 } from '../../../../main/adapters/digest/sha256.ts';
import { combine } from '../../../../main/core/policy/document/combine.ts';
import { DEFAULT_LIMITS } from '../../../../main/core/policy/limits.ts';
import { createUsageLedger, MINUTE_MS, reservable, type UsageStore } from '../../../../main/core/policy/usage.ts';
import type { GatePorts } from '../../../../main/gate/ports.ts';
import { unmanaged } from '../policy/neutral.ts';
import { createUsageBook } from '../../../../main/host/usage/usage-book.ts';
import type { GateWorld } from '../../gate/gate-world.ts';
import { plansWorld, set, write } from './plans-world.ts';

/** A ledger that really counts, by the world's clock; every call that was let out, with its moment. */
function counting(perMinute: number) {
  const out: number[] = [];
  const ports = (world: GateWorld): Partial<GatePorts> => {
    const ledger = createUsageLedger();
    const store: UsageStore = {
      usage: (key) => ledger.usage(key, world.nowMs),
      async reserve({ callId, person, client, plan, objects, isRead, limits }) {
        const taken = reservable(limits, ledger.usage({ person, client, plan }, world.nowMs), objects, isRead);
        if (!taken.ok) return taken;
        out.push(world.nowMs);
        ledger.note({ callId: `${callId} ${out.length}`, person, client, plan, at: world.nowMs, objects: taken.objects });
        return taken;
      },
      settle: async () => {},
    };
    const limits = { ...DEFAULT_LIMITS, callsPerMinute: perMinute };
    return { usage: createUsageBook(store), policy: { ...unmanaged(sha256), effective: () => ({ ...combine([]), limitsIn: () => limits }) } };
  };
  /** The most calls in any minute. */
  const most = (): number => Math.max(...out.map((from) => out.filter((at) => at >= from && at < from + MINUTE_MS).length));
  return { ports, out, most };
}

const SIX = ['/b', '/c', '/d', '/e', '/f', '/g'].map((path) => write(path, 'new'));
const soon = (): Promise<void> => new Promise((resolve) => { setTimeout(resolve, 20); });

describe('a set of calls', () => {
  it.each([10, 4])('keeps to %i calls a minute: it waits its turn, says so, and goes on by itself', { timeout: 30_000 }, async (perMinute) => {
    const { ports, out, most } = counting(perMinute);
    const { plans, world, say } = plansWorld(500, ports);
    const { planId, done } = plans.plan(set(SIX))!;
    let over = false;
    let waited = 0;
    void done.then(() => { over = true; });
    while (!over) {
      await soon();
      const { head } = plans.view(planId)!;
      if (head.stage === 'asking') say(planId);
      // Nothing but the clock lets it go on.
      if (head.waitsForMinute) { waited += 1; world.nowMs += 5_000; }
    }
    const receipt = await done;
    expect(receipt.rows.map(({ end }) => end)).toEqual(SIX.map(() => 'created'));
    expect({ waited: waited > 3, most: most() <= perMinute, all: out.length > 20 }).toEqual({ waited: true, most: true, all: true });
    expect(plans.view(planId)?.head.waitsForMinute).toBe(false);
  });

  it('ends at once where it is cancelled while it waits', async () => {
    const { ports, out } = counting(10);
    const { plans, say, reached } = plansWorld(500, ports);
    const { planId, done } = plans.plan(set(SIX))!;
    await reached(planId, 'asking');
    say(planId);
    while (plans.view(planId)?.head.waitsForMinute !== true) await soon();
    const before = out.length;
    plans.cancel(planId);
    const receipt = await done;
    expect(receipt.rows.filter(({ why }) => why === 'cancelled').length).toBeGreaterThan(2);
    expect(out.length).toBe(before);
  });

  it('does nothing where a minute may have no calls at all', async () => {
    const { ports, out } = counting(0);
    const { plans, reached, say } = plansWorld(500, ports);
    const { planId, done } = plans.plan(set(SIX.slice(0, 1)))!;
    await Promise.race([done, reached(planId, 'asking')]);
    if (plans.view(planId)?.head.stage === 'asking') say(planId);
    expect((await done).rows[0]).toMatchObject({ end: 'refused', why: 'limit-per-minute' });
    expect(out).toEqual([]);
  });
});
