import { describe, expect, it } from 'vitest';
import { carryOut } from '../../../main/gate/gate.ts';
import type { Receipt } from '../../../main/gate/receipt.ts';
import { choose, gateWorld, never, plan, run, type GateWorld } from './gate-world.ts';

/** Approves everything that is asked, one second after it appeared. */
function willing(): GateWorld {
  const world = gateWorld();
  world.onQuestion = (question) => { choose(world, question, {}); };
  return world;
}

function undo(world: GateWorld, receipt: Receipt) {
  const inverse = receipt.undo!;
  const undoes = { callId: receipt.call.id, tool: receipt.call.tool, onlyIf: inverse.onlyIf };
  return carryOut('undo-0', { ...plan(inverse.tool, inverse.args), undoes }, world.ports, never);
}

describe('undoing a call', () => {
  it('is a planned call of its own that brings the state before back', async () => {
    const world = willing();
    const receipt = await run(world, 'write_file', { path: '/a.txt', content: 'changed' });
    const undone = await undo(world, receipt);
    expect(undone).toMatchObject({ decision: 'approved', outcome: 'executed', afterwards: 'as shown' });
    expect(world.files.get('/a.txt')).toBe('one\ntwo\n');
    expect(world.questions).toHaveLength(2);
  });

  it('is refused where somebody changed the object since, before anybody is asked', async () => {
    const world = willing();
    const receipt = await run(world, 'write_file', { path: '/a.txt', content: 'changed' });
    world.files.set('/a.txt', 'from somebody else');
    expect(await undo(world, receipt)).toMatchObject({ outcome: 'refused', failure: 'not-as-left', decision: 'none' });
    expect(world.questions).toHaveLength(1);
    expect(world.files.get('/a.txt')).toBe('from somebody else');
  });

  it('is refused where the object moved between the question and the yes', async () => {
    const world = willing();
    const receipt = await run(world, 'write_file', { path: '/a.txt', content: 'changed' });
    world.onQuestion = (question) => {
      world.files.set('/a.txt', 'in between');
      choose(world, question, {});
    };
    expect(await undo(world, receipt)).toMatchObject({ outcome: 'refused', failure: 'not-as-left' });
    expect(world.files.get('/a.txt')).toBe('in between');
  });

  it('is not offered where the state before cannot be brought back, or the call was refused', async () => {
    const world = willing();
    expect((await run(world, 'mystery', {})).undo).toBeNull();
    world.onQuestion = (question) => { choose(world, question, { choice: 'deny' }); };
    expect((await run(world, 'write_file', { path: '/a.txt', content: 'x' })).undo).toBeNull();
  });
});

describe('a call that left something else than was shown', () => {
  it('raises the alarm and has nothing to undo', async () => {
    const world = willing();
    const write = world.ports.caller.call.bind(world.ports.caller);
    Object.assign(world.ports.caller, {
      call: (async (id, tool, args, signal, callId) => {
        const answer = await write(id, tool, args, signal, callId);
        if (tool === 'write_file') world.files.set('/a.txt', 'something else');
        return answer;
      }) satisfies typeof write,
    });
    expect(await run(world, 'write_file', { path: '/a.txt', content: 'shown' })).toMatchObject({ afterwards: 'different', undo: null });
    expect(world.alarms).toEqual([{ tool: 'write_file', identity: 'identity-1' }]);
  });

  it('keeps the tool from being called until somebody looked', async () => {
    const world = willing();
    const tool = world.tools.get('write_file')!;
    world.tools.set('write_file', { ...tool, suspended: true });
    expect(await run(world, 'write_file', { path: '/a.txt', content: 'x' })).toMatchObject({ verdict: 'deny', because: 'tool-suspended' });
    expect(world.wire).toEqual([]);
  });

  it('keeps a call that was approved meanwhile from being sent', async () => {
    const world = willing();
    const tool = world.tools.get('write_file')!;
    world.onQuestion = (question) => {
      choose(world, question, {});
      world.tools.set('write_file', { ...tool, suspended: true });
    };
    expect(await run(world, 'write_file', { path: '/a.txt', content: 'x' })).toMatchObject({ outcome: 'refused', because: 'tool-suspended' });
    expect(world.wire.map((sent) => sent.tool)).toEqual(['read_text_file']);
  });
});

describe('a card that is painted anew', () => {
  it('shows what moved between the two paintings', async () => {
    const world = gateWorld();
    world.onQuestion = (question) => {
      if (world.questions.length === 1) world.files.set('/a.txt', 'one\nthree\n');
      choose(world, question, {});
    };
    await run(world, 'write_file', { path: '/a.txt', content: 'new' });
    expect(world.questions.map(({ card }) => card.meanwhile)).toEqual([[], [
      { kind: 'text', target: '/a.txt', existsBefore: true, existsAfter: true, lines: [{ op: 'same', text: 'one\n' }, { op: 'remove', text: 'two\n' }, { op: 'add', text: 'three\n' }] },
    ]]);
  });
});
