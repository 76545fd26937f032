import { describe, expect, it } from 'vitest';
import { DEMO_CMS_RECIPE } from '../../../main/core/recipes/demo-cms.ts';
import { carryOut } from '../../../main/gate/gate.ts';
import type { GatePorts } from '../../../main/gate/ports.ts';
import { choose, gateWorld, never, run, type GateWorld } from './gate-world.ts';

const NEW = { path: '/a.txt', content: 'one\nTWO\n' };
const types = (world: GateWorld): string[] => world.log.map((event) => event.type);
const writes = (world: GateWorld) => world.wire.filter((sent) => sent.tool === 'write_file');

describe('the road of a call', () => {
  it('lets a read of a pinned tool run without asking, on record before and after', async () => {
    const world = gateWorld();
    const receipt = await run(world, 'read_text_file', { path: '/a.txt' });
    expect(receipt).toMatchObject({ verdict: 'allow', decision: 'none', outcome: 'executed' });
    expect(world.questions).toHaveLength(0);
    expect(types(world)).toEqual(['intent', 'outcome']);
  });

  it('shows before and after of a write, and sends the shown bytes once approved', async () => {
    const world = gateWorld();
    world.onQuestion = (question) => choose(world, question, {});
    const receipt = await run(world, 'write_file', NEW);
    const [change] = world.questions[0]?.card.preview.changes ?? [];
    expect(change).toMatchObject({ kind: 'text', lines: [{ op: 'same', text: 'one\n' }, { op: 'remove', text: 'two\n' }, { op: 'add', text: 'TWO\n' }] });
    expect(receipt).toMatchObject({ decision: 'approved', outcome: 'executed', afterwards: 'as shown' });
    expect(writes(world)).toEqual([{ tool: 'write_file', args: NEW }]);
  });

  it('shows the arguments alone, and rests on no recipe, where other code runs than the recipe is of', async () => {
    const world = gateWorld();
    world.server = { ...world.server, soleCode: '0'.repeat(64) };
    world.onQuestion = (question) => choose(world, question, {});
    const receipt = await run(world, 'write_file', NEW);
    expect(world.questions[0]?.card).toMatchObject({ bar: { effectSource: 'names' }, preview: { kind: 'arguments', changes: [], unknowns: ['unknown-release', 'contents-not-bound'] } });
    expect(receipt).toMatchObject({ outcome: 'executed', afterwards: 'not checkable' });
    const known = gateWorld();
    await run(known, 'read_text_file', { path: '/a.txt' });
    const unknown = gateWorld();
    unknown.server = { ...unknown.server, soleCode: null };
    unknown.onQuestion = (question) => choose(unknown, question, { choice: 'deny' });
    await run(unknown, 'read_text_file', { path: '/a.txt' });
    expect([known.questions.length, unknown.questions.length]).toEqual([0, 1]);
  });

  it('records the reads of a preview under the call they are made for', async () => {
    const world = gateWorld();
    world.onQuestion = (question) => choose(world, question, {});
    await run(world, 'write_file', NEW);
    const parents = world.log.flatMap((event) => (event.type === 'intent' && event.call.tool.name === 'read_text_file' ? [event.call.parent] : []));
    expect(parents).toEqual(['call-0', 'call-0', 'call-0']);
  });

  it('sends nothing when the person denies', async () => {
    const world = gateWorld();
    world.onQuestion = (question) => choose(world, question, { choice: 'deny' });
    expect(await run(world, 'write_file', NEW)).toMatchObject({ decision: 'denied', outcome: 'refused' });
    expect(writes(world)).toEqual([]);
    expect(types(world).at(-1)).toBe('refusal');
  });

  it('takes a withdrawn question as a no by nobody', async () => {
    const world = gateWorld();
    const controller = new AbortController();
    world.onQuestion = () => controller.abort();
    expect(await run(world, 'write_file', NEW, controller.signal)).toMatchObject({ decision: 'none', outcome: 'refused' });
    expect(writes(world)).toEqual([]);
  });

  it.each(['changed', 'new', 'blocked'] as const)('refuses a tool whose pin is %s, without asking', async (pin) => {
    const world = gateWorld();
    world.tools.set('write_file', { ...world.tools.get('write_file')!, pin });
    expect(await run(world, 'write_file', NEW)).toMatchObject({ verdict: 'deny', outcome: 'refused' });
    expect([world.questions, world.wire]).toEqual([[], []]);
    expect(types(world)).toEqual(['refusal']);
  });

  it('refuses a call into a protected folder', async () => {
    const world = gateWorld();
    world.protectedPath = '/a.txt';
    expect(await run(world, 'write_file', NEW)).toMatchObject({ verdict: 'deny', because: 'own-folder' });
  });

  it('names where arguments do not fit', async () => {
    const world = gateWorld();
    expect(await run(world, 'write_file', { path: 1 })).toMatchObject({ because: 'arguments-invalid', where: '/path' });
  });

  it('does not send what cannot be put on record', async () => {
    const world = gateWorld();
    world.onQuestion = (question) => { world.logBroken = true; choose(world, question, {}); };
    expect(await run(world, 'write_file', NEW)).toMatchObject({ outcome: 'refused', failure: 'log-unwritable' });
    expect(writes(world)).toEqual([]);
  });

  it('says unknown when the end of a sent call was not seen', async () => {
    const world = gateWorld();
    world.onQuestion = (question) => choose(world, question, {});
    world.beforeSend = (tool) => { if (tool === 'write_file') throw new Error('gone'); };
    expect(await run(world, 'write_file', NEW)).toMatchObject({ outcome: 'unknown', afterwards: 'not checkable' });
  });

  it('raises the alarm when the state afterwards is not the one shown', async () => {
    const world = gateWorld();
    let sent = false;
    world.beforeSend = (tool) => {
      if (sent && tool === 'read_text_file') world.files.set('/a.txt', 'something else');
      sent ||= tool === 'write_file';
    };
    world.onQuestion = (question) => choose(world, question, {});
    expect((await run(world, 'write_file', NEW)).afterwards).toBe('different');
  });

  it('keeps its own copy of the arguments', async () => {
    const world = gateWorld();
    const args = { path: '/a.txt', content: 'shown' };
    world.onQuestion = (question) => { args.content = 'swapped'; choose(world, question, {}); };
    await run(world, 'write_file', args);
    expect(writes(world)[0]?.args).toEqual({ path: '/a.txt', content: 'shown' });
  });
});

describe('what you approve is what executes', () => {
  it('asks again, on a new painting, when the state moved since it was shown', async () => {
    const world = gateWorld();
    world.onQuestion = (question) => {
      if (world.questions.length === 1) world.files.set('/a.txt', 'moved\n');
      choose(world, question, { choice: world.questions.length === 1 ? 'approve' : 'deny' });
    };
    expect(await run(world, 'write_file', NEW)).toMatchObject({ decision: 'denied' });
    expect(world.questions).toHaveLength(2);
    expect(world.questions[1]?.card.cautions[0]?.code).toBe('base-moved');
    expect(world.questions[1]?.card.approval).not.toBe(world.questions[0]?.card.approval);
    expect(writes(world)).toEqual([]);
  });

  it.each([
    ['the tool changed', (w: GateWorld) => w.tools.set('write_file', { ...w.tools.get('write_file')!, pin: 'changed' })],
    ['the server was blocked', (w: GateWorld) => { w.server = { ...w.server, trust: 'blocked' }; }],
    ['another program runs', (w: GateWorld) => { w.server = { ...w.server, launchChanged: true }; }],
    ['the server is gone', (w: GateWorld) => { w.server = { ...w.server, connected: false }; }],
  ])('does not run when %s while the question was open', async (_name, change) => {
    const world = gateWorld();
    world.onQuestion = (question) => { change(world); choose(world, question, {}); };
    expect(await run(world, 'write_file', NEW)).toMatchObject({ verdict: 'deny', outcome: 'refused' });
    expect(writes(world)).toEqual([]);
  });

  it('refuses a choice on any other painting than the current one', async () => {
    const world = gateWorld();
    const codes: unknown[] = [];
    world.onQuestion = (question) => {
      codes.push(choose(world, question, { painted: 'f'.repeat(64) }), choose(world, question, { choice: 'deny' }));
    };
    await run(world, 'write_file', NEW);
    expect(codes).toEqual([{ ok: false, code: 'card-moved' }, { ok: true }]);
  });

  it('refuses a yes in the first half second, and takes a no at once', async () => {
    const world = gateWorld();
    const codes: unknown[] = [];
    world.onQuestion = (question) => {
      const choice = { painted: question.painted, args: null, wordTyped: false, by: 'person' as const };
      world.nowMs += 499;
      codes.push(question.answer({ ...choice, choice: 'approve' }), question.answer({ ...choice, choice: 'deny' }));
    };
    await run(world, 'write_file', NEW);
    expect(codes).toEqual([{ ok: false, code: 'too-soon' }, { ok: true }]);
  });

  it('uses an approval once', async () => {
    const world = gateWorld();
    world.onQuestion = (question) => choose(world, question, {});
    await run(world, 'write_file', NEW);
    expect(choose(world, world.questions[0]!, {})).toEqual({ ok: false, code: 'already-answered' });
    expect(writes(world)).toHaveLength(1);
  });

  it('previews and hashes an edit anew before it can be approved', async () => {
    const world = gateWorld();
    world.onQuestion = (question) => world.questions.length === 1
      ? choose(world, question, { choice: 'edit', args: { path: '/a.txt', content: 'edited' } })
      : choose(world, question, {});
    await run(world, 'write_file', NEW);
    expect(world.questions.map((q) => q.card.revision)).toEqual([1, 2]);
    expect(world.questions[0]?.card.approval).not.toBe(world.questions[1]?.card.approval);
    expect(writes(world)[0]?.args['content']).toBe('edited');
  });

  it('is void when it took longer than two minutes to carry out', async () => {
    const world = gateWorld();
    let reads = 0;
    world.beforeSend = (tool) => { if (tool === 'read_text_file' && (reads += 1) === 2) world.nowMs += 120_001; };
    world.onQuestion = (question) => choose(world, question, { choice: world.questions.length === 1 ? 'approve' : 'deny' });
    await run(world, 'write_file', NEW);
    expect(world.questions).toHaveLength(2);
    expect(writes(world)).toEqual([]);
  });

  it('ends when the state moves each time it is approved', async () => {
    const world = gateWorld();
    let n = 0;
    world.onQuestion = (question) => { world.files.set('/a.txt', `moved ${(n += 1)}\n`); choose(world, question, {}); };
    expect(await run(world, 'write_file', NEW)).toMatchObject({ outcome: 'refused', failure: 'keeps-moving' });
    expect([world.questions.length, writes(world)]).toEqual([50, []]);
  });

  it('wants the word typed for a dangerous effect', async () => {
    const world = gateWorld();
    world.tools.set('delete_it', { ...world.tools.get('mystery')!, name: 'delete_it', definition: { name: 'delete_it' }, acceptedEffect: 'delete' });
    const codes: unknown[] = [];
    world.onQuestion = (question) => codes.push(choose(world, question, {}), choose(world, question, { wordTyped: true }));
    expect(await run(world, 'delete_it', {})).toMatchObject({ decision: 'approved', outcome: 'executed' });
    expect(codes).toEqual([{ ok: false, code: 'word-missing' }, { ok: true }]);
  });
});

describe('a preview of arguments', () => {
  it('says that the contents of a named file are not bound', async () => {
    const world = gateWorld();
    world.onQuestion = (question) => choose(world, question, { choice: 'deny' });
    await run(world, 'mystery', { file: '/tmp/report.pdf' });
    expect(world.questions[0]?.card.preview.unknowns).toEqual(['no-recipe', 'contents-not-bound']);
  });
});

describe('looking first', () => {
  it('is offered where reading would ask, and reads nothing before the yes', async () => {
    const world = gateWorld();
    world.server = { ...world.server, trust: 'untrusted' };
    const wireAtQuestion: number[] = [];
    world.onQuestion = (question) => {
      wireAtQuestion.push(world.wire.length);
      choose(world, question, { choice: world.questions.length === 1 ? 'look-first' : 'approve' });
    };
    const receipt = await run(world, 'write_file', NEW);
    expect(world.questions.map((q) => q.card.preview.kind)).toEqual(['arguments', 'effect']);
    expect(world.questions[0]?.card.lookFirst).toEqual([{ tool: 'read_text_file', args: { path: '/a.txt' } }]);
    expect(wireAtQuestion).toEqual([0, 1]);
    expect(receipt).toMatchObject({ outcome: 'executed', afterwards: 'as shown' });
    const because = world.log.flatMap((e) => (e.type === 'intent' && e.call.parent !== null ? [e.call.because] : []));
    expect(new Set(because)).toEqual(new Set(['looked-first']));
  });

  it('shows the arguments where nothing is known of a tool', async () => {
    const world = gateWorld();
    world.onQuestion = (question) => choose(world, question, { choice: 'deny' });
    await run(world, 'mystery', { x: 1 });
    expect(world.questions[0]?.card).toMatchObject({ because: 'effect-unknown', preview: { kind: 'arguments', unknowns: ['no-recipe'] } });
    expect(world.questions[0]?.card.cautions.map((c) => c.code)).toContain('effect-guessed');
  });
});

describe('a system that refuses', () => {
  it.each([['Not allowed: the account may not do this', 'refused-by-system'], ['Something else went wrong', null]])('with “%s” ends in a receipt with the reason %s', async (said, failure) => {
    const world = gateWorld();
    world.server = { ...world.server, bundle: 'demo-cms', package: null, soleCode: null };
    const digest = DEMO_CMS_RECIPE.tools['create_media']?.digests[0] ?? '';
    world.tools.set('create_media', { ...world.tools.get('mystery')!, name: 'create_media', definition: { name: 'create_media' }, digest });
    world.onQuestion = (question) => { choose(world, question, {}); };
    const caller: GatePorts['caller'] = { call: () => Promise.resolve({ kind: 'result', isError: true, parts: [{ type: 'text', text: said }], structured: null }) };
    const plan = { planner: { kind: 'person', name: 'Eva' }, client: 'desktop', serverId: 'files', tool: 'create_media', args: { project: 'demo', name: 'a.txt', mimeType: 'text/plain', content: 'YQ==' } } as const;
    expect(await carryOut('call-0', plan, { ...world.ports, caller }, never)).toMatchObject({ decision: 'approved', outcome: 'failed', failure });
  });
});
