import { describe, expect, it } from 'vitest';
import { createCallsRoom, OPEN_PER_PLANNER } from '../../../../main/host/calls/calls.ts';
import { createInbox } from '../../../../main/host/calls/inbox.ts';
import { gateWorld, plan } from '../../gate/gate-world.ts';

function room() {
  const world = gateWorld();
  const inbox = createInbox(() => {});
  const calls = createCallsRoom({ ...world.ports, asker: inbox }, () => {});
  return { world, inbox, calls };
}
const settled = () => new Promise((resolve) => setImmediate(resolve));

describe('calls under way', () => {
  it('wait in the inbox in the order they were asked, and leave it when they are withdrawn', async () => {
    const { inbox, calls } = room();
    const one = calls.plan(plan('mystery', { n: 1 }))!;
    const two = calls.plan(plan('mystery', { n: 2 }))!;
    await expect.poll(() => inbox.cards().map((card) => card.callId)).toEqual([one.callId, two.callId]);
    calls.cancel(one.callId);
    expect(await one.done).toMatchObject({ decision: 'none', outcome: 'refused' });
    expect(inbox.cards().map((card) => card.callId)).toEqual([two.callId]);
    calls.cancelAll();
    await two.done;
    expect(inbox.open()).toBe(0);
  });

  it('are at most five of one planner', async () => {
    const { calls } = room();
    const planned = Array.from({ length: OPEN_PER_PLANNER + 1 }, (_, n) => calls.plan(plan('mystery', { n })));
    expect(planned.map((p) => p !== null)).toEqual([true, true, true, true, true, false]);
    calls.cancelAll();
    await Promise.all(planned.map((p) => p?.done));
    expect(calls.plan(plan('mystery', {}))).not.toBeNull();
    calls.cancelAll();
  });

  it('are forgotten oldest first once their receipts hold too much; the newest stays', async () => {
    const { calls } = room();
    const ids: string[] = [];
    for (let n = 0; n < 4; n += 1) {
      const planned = calls.plan(plan('mystery', { text: 'x'.repeat(7_000_000) }))!;
      ids.push(planned.callId);
      await settled();
      calls.cancel(planned.callId);
      await planned.done;
    }
    expect(ids.map((id) => calls.state(id)?.stage ?? null)).toEqual([null, null, 'done', 'done']);
  });

  it('answer a choice for a call nobody asked about', () => {
    const { inbox } = room();
    expect(inbox.answer('nobody', { choice: 'deny', painted: '', args: null, wordTyped: false, by: 'person' })).toEqual({ ok: false, code: 'unknown-call' });
  });
});
