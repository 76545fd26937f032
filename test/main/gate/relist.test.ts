import { describe, expect, it } from 'vitest';
import { choose, gateWorld, run, type GateWorld } from './gate-world.ts';

const NEW = { path: '/a.txt', content: 'one\nTWO\n' };
const writes = (world: GateWorld) => world.wire.filter((sent) => sent.tool === 'write_file');
const refusals = (world: GateWorld) => world.log.flatMap((event) => (event.type === 'refusal' ? [event] : []));

describe('the definitions at the moment of the call', () => {
  it('are listed anew once, after the yes and before the sending', async () => {
    const world = gateWorld();
    const order: string[] = [];
    world.onQuestion = (question) => { order.push('asked'); choose(world, question, {}); };
    world.onRefresh = () => { order.push('listed'); return Promise.resolve(); };
    world.beforeSend = (tool) => { if (tool === 'write_file') order.push('sent'); };
    expect(await run(world, 'write_file', NEW)).toMatchObject({ outcome: 'executed' });
    expect(order).toEqual(['asked', 'listed', 'sent']);
  });

  it('stop a call whose tool is another at the second look', async () => {
    const world = gateWorld();
    world.onQuestion = (question) => choose(world, question, {});
    world.onRefresh = () => { world.tools.set('write_file', { ...world.tools.get('write_file')!, pin: 'changed' }); return Promise.resolve(); };
    expect(await run(world, 'write_file', NEW)).toMatchObject({ verdict: 'deny', because: 'tool-changed', outcome: 'refused' });
    expect(writes(world)).toEqual([]);
    expect(world.questions).toHaveLength(1);
  });

  it('stop a call where the server does not show them, and that is on record', async () => {
    const world = gateWorld();
    world.onQuestion = (question) => choose(world, question, {});
    world.onRefresh = () => Promise.reject(new Error('silence'));
    expect(await run(world, 'write_file', NEW)).toMatchObject({ outcome: 'refused', decision: 'approved', failure: 'definitions-unread' });
    expect(writes(world)).toEqual([]);
    expect(refusals(world)).toMatchObject([{ why: 'definitions-unread', answer: { decision: 'approved' } }]);
  });

  it('say why the call may not run any more where policy has a reason of its own', async () => {
    const world = gateWorld();
    world.onQuestion = (question) => choose(world, question, {});
    world.onRefresh = () => { world.server = { ...world.server, connected: false }; return Promise.reject(new Error('gone')); };
    expect(await run(world, 'write_file', NEW)).toMatchObject({ verdict: 'deny', because: 'server-not-connected', failure: null });
  });

  it('are those of the last list for a read that nobody was asked about', async () => {
    const world = gateWorld();
    world.onRefresh = () => Promise.reject(new Error('never asked'));
    expect(await run(world, 'read_text_file', { path: '/a.txt' })).toMatchObject({ verdict: 'allow', outcome: 'executed' });
  });

  it('are not listed for a no', async () => {
    const world = gateWorld();
    let listed = 0;
    world.onRefresh = () => { listed += 1; return Promise.resolve(); };
    world.onQuestion = (question) => choose(world, question, { choice: 'deny' });
    await run(world, 'write_file', NEW);
    expect(listed).toBe(0);
  });
});

describe('a name that another server has too', () => {
  it('is said on the card, with server and name', async () => {
    const world = gateWorld();
    world.tools.set('write_file', { ...world.tools.get('write_file')!, alike: [{ serverId: 'other', name: 'Write_File' }] });
    world.onQuestion = (question) => choose(world, question, { choice: 'deny' });
    await run(world, 'write_file', NEW);
    expect(world.questions[0]?.card.cautions).toContainEqual({ code: 'name-alike', pointer: null, excerpt: 'other · Write_File' });
  });
});
