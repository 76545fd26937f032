import { describe, expect, it } from 'vitest';
import { nextTurn, plansWorld, set, write } from './plans-world.ts';

const writes = (world: ReturnType<typeof plansWorld>['world']) => world.wire.filter(({ tool }) => tool === 'write_file').map(({ args }) => args['path']);

describe('a set of calls', () => {
  it('runs in its order after one yes, each call with a hash of its own', async () => {
    const { plans, world, reached, say } = plansWorld();
    const { planId, done } = plans.plan(set([write('/b', '1'), write('/a.txt', '2'), write('/c', '3')]))!;
    await reached(planId, 'asking');
    expect(plans.view(planId)!.head).toMatchObject({ rows: 3, asks: 3, leftOut: 0, objects: 3 });
    expect(writes(world)).toEqual([]);
    expect(say(planId)).toEqual({ ok: true });
    const receipt = await done;
    expect(writes(world)).toEqual(['/b', '/a.txt', '/c']);
    expect(receipt.rows.map((row) => [row.end, row.afterwards])).toEqual([['created', 'as shown'], ['updated', 'as shown'], ['created', 'as shown']]);
    const approvals = world.log.flatMap((event) => (event.type === 'intent' && event.call.parent === null ? [event.answer.approval] : []));
    expect(new Set(approvals).size).toBe(3);
  });

  it('sends nothing when it is denied, and says so of each row', async () => {
    const { plans, world, reached, say } = plansWorld();
    const { planId, done } = plans.plan(set([write('/b', '1'), write('/c', '3')]))!;
    await reached(planId, 'asking');
    say(planId, { choice: 'deny' });
    const receipt = await done;
    expect(writes(world)).toEqual([]);
    expect(receipt.rows.map((row) => row.why)).toEqual(['denied', 'denied']);
    expect(receipt.decision).toBe('denied');
  });

  it('shows the riskiest first, whatever the order of its calls, and what moved above all', async () => {
    const { plans, world, reached, say } = plansWorld();
    world.tools.set('delete_file', { ...world.tools.get('mystery')!, name: 'delete_file', definition: { name: 'delete_file' } });
    const { planId } = plans.plan(set([
      write('/b', '1'), write('/c', '2', { marks: [{ code: 'odd-text', pointer: '/content', value: null }] }),
      { key: 'gone', serverId: 'files', tool: 'delete_file', args: { path: '/d' } }, write('/a.txt', '3'),
    ]))!;
    const order = (): readonly string[] => plans.view(planId)!.pages.flat().map(({ rowId, state }) => `${rowId} ${state}`);
    await reached(planId, 'asking');
    expect(order()).toEqual(['2 asks', '1 asks', '0 asks', '3 asks']);
    expect(plans.view(planId)!.head).toMatchObject({ confirm: 'type', bar: { effect: 'delete' } });
    await plans.leaveOut(planId, ['2'], true);
    world.files.set('/a.txt', 'somebody else\n');
    say(planId);
    await reached(planId, 'running');
    await reached(planId, 'asking');
    expect(order()[0]).toBe('3 moved');
    say(planId, { choice: 'deny' });
  });

  it('takes no yes for another painting, within half a second of it, or after it', async () => {
    const { plans, world, reached, say } = plansWorld();
    const { planId, done } = plans.plan(set([write('/b', '1'), write('/c', '3')]))!;
    await reached(planId, 'asking');
    const old = plans.view(planId)!.painted;
    await plans.leaveOut(planId, ['1'], true);
    expect(say(planId, { painted: old })).toEqual({ ok: false, code: 'card-moved' });
    await plans.leaveOut(planId, ['1'], false);
    const answer = { choice: 'approve', painted: plans.view(planId)!.painted, wordTyped: false, stopOnFailure: false, by: 'person' } as const;
    world.nowMs += 499;
    expect(plans.answer(planId, answer)).toEqual({ ok: false, code: 'too-soon' });
    world.nowMs += 1;
    expect(plans.answer(planId, answer)).toEqual({ ok: true });
    expect(plans.answer(planId, answer)).toEqual({ ok: false, code: 'already-answered' });
    await done;
  });

  it('leaves out the rows a person took out, and the rows with a grave mark until they are taken in', async () => {
    const { plans, world, reached, say } = plansWorld();
    const { planId, done } = plans.plan(set([
      write('/b', '1'), write('/c', '2', { marks: [{ code: 'missing', pointer: '/end', value: null }] }), write('/d', '3'),
      write('/e', '4', { marks: [{ code: 'duplicate', pointer: '', value: null }] }),
    ]))!;
    await reached(planId, 'asking');
    expect(plans.view(planId)!.head).toMatchObject({ rows: 4, leftOut: 2, objects: 2 });
    await plans.leaveOut(planId, ['0'], true);
    await plans.leaveOut(planId, ['3'], false);
    say(planId);
    const receipt = await done;
    expect(writes(world)).toEqual(['/d', '/e']);
    expect(receipt.rows.map((row) => [row.end, row.why])).toEqual([['skipped', 'left-out'], ['skipped', 'left-out'], ['created', null], ['created', null]]);
  });

  it('asks again, with the rest still waiting, about an item whose state moved after the yes', async () => {
    const { plans, world, reached, say } = plansWorld();
    const { planId, done } = plans.plan(set([write('/b', '1'), write('/a.txt', '2'), write('/c', '3')]))!;
    await reached(planId, 'asking');
    world.beforeSend = (tool) => { if (tool === 'write_file') world.files.set('/a.txt', 'from outside'); };
    say(planId);
    world.beforeSend = (tool) => {
      if (tool !== 'write_file') return;
      world.files.set('/a.txt', 'from outside');
      world.beforeSend = () => {};
    };
    await reached(planId, 'running');
    await reached(planId, 'asking');
    expect(writes(world)).toEqual(['/b']);
    expect(plans.view(planId)!.head).toMatchObject({ moved: 1, revision: 2, asks: 1, totals: [{ objects: 1 }] });
    expect(plans.view(planId)!.pages[0]!.map((row) => row.state)).toEqual(['moved', 'created', 'approved']);
    say(planId);
    await done;
    expect(writes(world)).toEqual(['/b', '/a.txt', '/c']);
  });

  it('stops at the first failure where that was chosen, and goes on where it was not', async () => {
    for (const stopOnFailure of [true, false]) {
      const { plans, world, reached, say } = plansWorld();
      const { planId, done } = plans.plan(set([write('/b', '1'), write('/c', '3')]))!;
      await reached(planId, 'asking');
      world.server = { ...world.server };
      say(planId, { stopOnFailure });
      world.protectedPath = '/b';
      const receipt = await done;
      expect(receipt.rows.map((row) => [row.end, row.why])).toEqual([['refused', 'own-folder'], stopOnFailure ? ['skipped', 'stopped'] : ['created', null]]);
    }
  });

  it('is cancelled between items', async () => {
    const { plans, world, reached, say } = plansWorld();
    const { planId, done } = plans.plan(set([write('/b', '1'), write('/c', '2'), write('/d', '3')]))!;
    await reached(planId, 'asking');
    world.beforeSend = (tool) => { if (tool === 'write_file') plans.cancel(planId); };
    say(planId);
    const receipt = await done;
    expect(receipt.rows.map((row) => [row.end, row.why])).toEqual([['created', null], ['skipped', 'cancelled'], ['skipped', 'cancelled']]);
  });

  it('is ended by a cancel while a preview never comes', async () => {
    const { plans, world, reached } = plansWorld();
    const hang: typeof world.ports.caller.call = (_id, _tool, _args, signal) => new Promise((resolve) => {
      signal.addEventListener('abort', () => resolve({ kind: 'failed', why: 'cancelled', sent: true, detail: '' }));
    });
    Object.assign(world.ports.caller, { call: hang });
    const { planId, done } = plans.plan(set([write('/a.txt', '1')]))!;
    await nextTurn();
    expect(plans.cancel(planId)).toBe(true);
    expect((await done).rows[0]).toMatchObject({ end: 'skipped', why: 'cancelled' });
    await reached(planId, 'done');
  });

  it('makes a read that many previews need once, and again for each call before it is sent', async () => {
    const { plans, world, reached, say } = plansWorld();
    const { planId, done } = plans.plan(set([write('/a.txt', '1', { key: 'one' }), write('/a.txt', '2', { key: 'two' })]))!;
    await reached(planId, 'asking');
    expect(world.wire).toEqual([{ tool: 'read_text_file', args: { path: '/a.txt' } }]);
    say(planId);
    await reached(planId, 'running');
    await reached(planId, 'asking');
    // The second rests on what the first changed.
    expect(plans.view(planId)!.head.moved).toBe(1);
    say(planId);
    await done;
    expect(writes(world)).toEqual(['/a.txt', '/a.txt']);
  });

  it('is refused as a whole above the limit', async () => {
    const { plans, reached, say } = plansWorld(1);
    const { planId, done } = plans.plan(set([write('/b', '1'), write('/c', '2')]))!;
    await reached(planId, 'asking');
    expect(say(planId)).toEqual({ ok: false, code: 'over-limit' });
    await plans.leaveOut(planId, ['0'], true);
    expect(say(planId)).toEqual({ ok: true });
    await done;
  });

  it('previews an edited row anew and sends what it then says', async () => {
    const { plans, world, reached, say } = plansWorld();
    const { planId, done } = plans.plan(set([write('/b', '1'), write('/c', '2')]))!;
    await reached(planId, 'asking');
    const before = plans.view(planId)!.painted;
    await plans.edit(planId, '0', { path: '/b', content: 'edited' });
    expect(say(planId, { painted: before })).toEqual({ ok: false, code: 'card-moved' });
    say(planId);
    await done;
    expect(world.files.get('/b')).toBe('edited');
  });
});

describe('an item that rests on an earlier result', () => {
  const references = [{ pointer: '/content', item: 'first', result: '/content' }];

  it('is asked about once the value is known', async () => {
    const { plans, world, reached, say } = plansWorld();
    const { planId, done } = plans.plan(set([write('/b', '1', { key: 'first' }), write('/c', '', { references })]))!;
    await reached(planId, 'asking');
    expect(plans.view(planId)!.head).toMatchObject({ waiting: 1, objects: 1 });
    say(planId);
    await reached(planId, 'running');
    await reached(planId, 'asking');
    expect(writes(world)).toEqual(['/b']);
    expect(plans.card(planId, '1')!.args).toEqual({ path: '/c', content: 'done' });
    say(planId);
    await done;
    expect(world.files.get('/c')).toBe('done');
  });

  it('is asked about once where the value was foreseen, and again where it is another', async () => {
    for (const [foreseen, asked] of [['done', 1], ['else', 2]] as const) {
      const { plans, world, reached, say } = plansWorld();
      const { planId, done } = plans.plan(set([
        write('/b', '1', { key: 'first' }), write('/c', '', { references: [{ ...references[0]!, foreseen }] }),
      ]))!;
      await reached(planId, 'asking');
      say(planId);
      if (asked === 2) {
        await reached(planId, 'running');
        await reached(planId, 'asking');
        expect(writes(world)).toEqual(['/b']);
        say(planId);
      }
      await done;
      expect(world.files.get('/c')).toBe('done');
      expect(plans.view(planId)!.head.revision).toBe(asked);
    }
  });

  it('does not run where the earlier one did not', async () => {
    const { plans, world, reached, say } = plansWorld();
    const { planId, done } = plans.plan(set([
      write('/b', '1', { key: 'first' }), write('/c', '', { references }), write('/d', '1'),
    ]))!;
    await reached(planId, 'asking');
    await plans.leaveOut(planId, ['0'], true);
    say(planId);
    const receipt = await done;
    expect(receipt.rows.map((row) => row.why)).toEqual(['left-out', 'depends', null]);
    expect(writes(world)).toEqual(['/d']);
  });
});

describe('a call that takes many objects', () => {
  it('is rebuilt without the rows that are left out and asked about as it then stands', async () => {
    const { plans, world, reached, say } = plansWorld();
    const tool = world.tools.get('mystery')!;
    world.tools.set('mystery', { ...tool, definition: { name: 'mystery' } });
    const rows = [{ title: 'one' }, { title: 'two' }, { title: 'three' }];
    const { planId, done } = plans.plan(set([{
      key: 'import', serverId: 'files', tool: 'mystery', args: { items: rows }, rows: '/items',
      rowMarks: [[], [{ code: 'bad-date', pointer: '/start', value: 'x' }], []],
    }]))!;
    await reached(planId, 'asking');
    expect(plans.view(planId)!.head).toMatchObject({ rows: 3, leftOut: 1, objects: 2 });
    const first = plans.card(planId, '0.0')!.approval;
    await plans.leaveOut(planId, ['0.2'], true);
    expect(plans.card(planId, '0.0')!.approval).not.toBe(first);
    say(planId);
    const receipt = await done;
    expect(world.wire.at(-1)!.args).toEqual({ items: [{ title: 'one' }] });
    expect(receipt.rows.map((row) => row.end)).toEqual(['done', 'skipped', 'skipped']);
  });
});

describe('a set that is over', () => {
  const by = { planner: { kind: 'person', name: 'Eva' }, client: 'desktop' } as const;

  it('is undone by a set of its own, the last first, and only where nobody changed the object since', async () => {
    const { plans, world, reached, say } = plansWorld();
    world.files.set('/b', 'before b');
    const { planId, done } = plans.plan(set([write('/a.txt', '1'), write('/b', '2'), write('/c', '3')]))!;
    await reached(planId, 'asking');
    say(planId);
    await done;
    expect(plans.view(planId)!.head.undoable).toBe(2);
    world.files.set('/b', 'somebody else');
    const undo = plans.undo(planId, by);
    if (undo === null || undo === 'nothing') throw new Error('not undone');
    await reached(undo.planId, 'asking');
    expect(plans.view(undo.planId)!.head).toMatchObject({ undoes: planId, rows: 2 });
    say(undo.planId);
    const receipt = await undo.done;
    expect(receipt.rows.map((row) => [row.values['path'], row.end, row.why])).toEqual([['/b', 'refused', 'not-as-left'], ['/a.txt', 'updated', null]]);
    expect([world.files.get('/a.txt'), world.files.get('/b')]).toEqual(['one\ntwo\n', 'somebody else']);
  });

  it('has nothing to undo where nothing ran', async () => {
    const { plans, reached, say } = plansWorld();
    const { planId, done } = plans.plan(set([write('/b', '1')]))!;
    await reached(planId, 'asking');
    expect(plans.undo(planId, by)).toBe('nothing');
    say(planId, { choice: 'deny' });
    await done;
    expect(plans.undo(planId, by)).toBe('nothing');
  });

  it('is answered on record, once', async () => {
    const { plans, world, reached, say } = plansWorld();
    const { planId, done } = plans.plan(set([write('/b', '1'), write('/c', '1')]))!;
    await reached(planId, 'asking');
    await plans.leaveOut(planId, ['1'], true);
    say(planId);
    await done;
    const answers = world.log.flatMap((event) => (event.type === 'event' && event.what === 'plan-answered' ? [event.detail] : []));
    expect(answers).toMatchObject([{ planId, choice: 'approve', rows: 2, leftOut: 1, by: 'person' }]);
  });
});
