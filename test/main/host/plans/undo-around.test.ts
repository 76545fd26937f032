import { describe, expect, it } from 'vitest';
import type { AuditRecord } from '../../../../main/core/audit/event.ts';
import type { Json, JsonObject } from '../../../../main/core/words/index.ts';
import { keptSetOf } from '../../../../main/host/activity/kept-set.ts';
import { createPlansRoom } from '../../../../main/host/plans/plans.ts';
import type { LogReader } from '../../../../main/host/activity/activity.ts';
import { nextTurn, plansWorld, set, write, type PlansWorld } from './plans-world.ts';

const BY = { planner: { kind: 'person', name: 'Eva' }, client: 'desktop' } as const;

/** A world whose log keeps content, with so many records of others between two of its own. */
function keepingWorld(between: number) {
  const kept = new Map<string, JsonObject>();
  const content = {
    keep: (callId: string, value: JsonObject) => {
      const at = `${callId} ${kept.size}`;
      kept.set(at, structuredClone(value));
      return Promise.resolve({ at, digest: '', exact: null, marks: [] });
    },
    open: (at: string) => { const found = kept.get(at); return Promise.resolve(found === undefined ? { state: 'erased' as const } : { state: 'kept' as const, content: found }); },
  };
  const there = plansWorld(500, () => ({ content }));
  const records = (): AuditRecord[] => there.world.log.flatMap((event) => [event, ...Array.from({ length: between }, () => ({ type: 'event', what: 'app-started' }))])
    .map((event, at) => ({ v: 1, chain: 'c', seq: at + 1, at: '', prev: '', event: event as unknown as Json }) as unknown as AuditRecord);
  const log = (): LogReader => {
    const all = records();
    return { total: () => all.length, read: (seq: number) => Promise.resolve(all[seq - 1] ?? null), range: (from: number, to: number) => Promise.resolve(all.slice(Math.max(0, from - 1), to)) } as unknown as LogReader;
  };
  const keptSet = (callId: string) => {
    const seq = records().find(({ event }) => (event as JsonObject)['type'] === 'intent' && ((event as JsonObject)['call'] as JsonObject)['callId'] === callId)?.seq;
    return seq === undefined ? Promise.resolve(null) : keptSetOf(log(), seq, content);
  };
  return { there, keptSet, kept };
}

/** Writes three files as one set, to the end; gives the id of its second call. */
async function carriedOut({ plans, reached, say, world }: PlansWorld): Promise<string> {
  for (const name of ['/x', '/y', '/z']) world.files.set(name, 'before\n');
  const { planId, done } = plans.plan(set([write('/x', '1\n'), write('/y', '2\n'), write('/z', '3\n')], { title: 'Three files' }))!;
  await reached(planId, 'asking');
  say(planId);
  const { rows, counts } = await done;
  expect(counts.updated).toBe(3);
  return rows[1]!.callId!;
}

/** The room of the next start: it remembers nothing, and reads the log. */
function nextStart(there: PlansWorld, keptSet: ReturnType<typeof keepingWorld>['keptSet'], ports: object = {}): PlansWorld {
  const plans = createPlansRoom({ ...there.world.ports, ...ports }, { limit: () => 500, mayOpen: () => true, onChange: () => {}, keptSet });
  return { ...there, plans,
    reached: async (planId, stage) => { while (plans.view(planId)?.head.stage !== stage) await nextTurn(); },
    say: (planId, choice = {}) => { there.world.nowMs += 1000; return plans.answer(planId, { choice: 'approve', painted: plans.view(planId)!.painted, wordTyped: false, stopOnFailure: false, by: 'person', ...choice }); },
  };
}

describe('a set of an earlier start', () => {
  it.each([0, 700])('is undone as a set, the last call first, with %i records of others between two of its own', async (between) => {
    const { there, keptSet } = keepingWorld(between);
    const callId = await carriedOut(there);
    const next = nextStart(there, keptSet);
    there.world.wire.length = 0;
    const undo = await next.plans.undoAround(callId, BY);
    if (undo === null || undo === 'nothing') throw new Error('nothing');
    await next.reached(undo.planId, 'asking');
    expect(next.plans.view(undo.planId)?.head).toMatchObject({ title: 'Three files', rows: 3, asks: 3 });
    expect(next.plans.view(undo.planId)?.head.undoes).not.toBeNull();
    expect(next.say(undo.planId)).toEqual({ ok: true });
    expect((await undo.done).counts).toMatchObject({ updated: 3 });
    expect(there.world.wire.filter(({ tool }) => tool === 'write_file').map(({ args }) => args['path'])).toEqual(['/z', '/y', '/x']);
    expect(['/x', '/y', '/z'].map((name) => there.world.files.get(name))).toEqual(['before\n', 'before\n', 'before\n']);
  });

  it('leaves alone what is not as its call left it', async () => {
    const { there, keptSet } = keepingWorld(0);
    const callId = await carriedOut(there);
    there.world.files.set('/y', 'somebody else\n');
    const next = nextStart(there, keptSet);
    const undo = await next.plans.undoAround(callId, BY);
    if (undo === null || undo === 'nothing') throw new Error('nothing');
    await next.reached(undo.planId, 'asking');
    next.say(undo.planId);
    expect((await undo.done).rows.map(({ end, why }) => [end, why])).toEqual([['updated', null], ['refused', 'not-as-left'], ['updated', null]]);
    expect(there.world.files.get('/y')).toBe('somebody else\n');
  });

  it('is undone on no other server that goes by its name, and not where its content was erased', async () => {
    const { there, keptSet, kept } = keepingWorld(0);
    const callId = await carriedOut(there);
    const next = nextStart(there, keptSet);
    there.world.server = { ...there.world.server, identity: 'another' };
    expect(await next.plans.undoAround(callId, BY)).toBe('nothing');
    there.world.server = { ...there.world.server, identity: 'identity-1' };
    kept.clear();
    expect(await next.plans.undoAround(callId, BY)).toBe('nothing');
    expect(await next.plans.undoAround('nobody', BY)).toBe('nothing');
  });
});
