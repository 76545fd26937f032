import { beforeEach, describe, expect, it } from 'vitest';
import type { GrantWish } from '../../../../main/core/grants/wish.ts';
import type { JsonObject } from '../../../../main/core/words/index.ts';
import { carryOut } from '../../../../main/gate/gate.ts';
import type { Plan } from '../../../../main/gate/planned-call.ts';
import type { Choice } from '../../../../main/gate/ports.ts';
import { createGrantsRoom, type GrantsRoom } from '../../../../main/host/grants/grants.ts';
import { MemoryDocuments } from '../../../servers/memory.ts';
import { choose, gateWorld, never, plan, type GateWorld } from '../../gate/gate-world.ts';

const PATH = '/work/proj/a.txt';
const SESSION: GrantWish = { lasts: { kind: 'session' }, args: {} };
const actor = { person: 'eva', role: 'owner', planner: { kind: 'person', name: 'Eva' }, client: 'desktop' } as const;

let world: GateWorld;
let documents: MemoryDocuments;
let policy = { digest: 'e'.repeat(64), role: 'owner' };
let links: Record<string, string> = {};
let ids = 0;
let calls = 0;
const damaged: unknown[] = [];

/** A start of the app on the same documents. */
function open(): GrantsRoom {
  return createGrantsRoom({
    documents, audit: world.ports.audit, clock: world.ports.clock, actor, newId: () => `id-${(ids += 1)}`, leads: (path) => links[path] ?? path,
    server: world.ports.servers.server, tool: world.ports.servers.tool, policy: () => policy, onDamaged: (error) => damaged.push(error), onChange: () => {},
  });
}
let grants: GrantsRoom;
const run = (args: JsonObject, change: Partial<Plan> = {}) =>
  carryOut(`asked-${(calls += 1)}`, { ...plan('write_file', args), ...change }, { ...world.ports, grants, policy: { ...world.ports.policy, digest: () => policy.digest } }, never);
const write = (content: string, change: Partial<Plan> = {}, path = PATH) => run({ path, content }, change);
/** Answers each question from now on like this; gives how many there were. */
function answering(choice: Partial<Choice>): () => number {
  const before = world.questions.length;
  world.onQuestion = (question) => { choose(world, question, choice); };
  return () => world.questions.length - before;
}
const give = async (wish: GrantWish, content = 'one'): Promise<void> => {
  answering({ grant: wish });
  expect(await write(content)).toMatchObject({ outcome: 'executed', because: 'write-asks' });
};

beforeEach(() => {
  world = gateWorld();
  world.server = { ...world.server, identity: 'd'.repeat(64), trust: 'trusted' };
  for (const [name, tool] of world.tools) world.tools.set(name, { ...tool, acceptedEffect: name === 'read_text_file' ? 'read' : 'write' });
  world.files.set(PATH, 'x');
  documents = new MemoryDocuments();
  policy = { digest: 'e'.repeat(64), role: 'owner' };
  links = {};
  grants = open();
});

describe('what was allowed for longer', () => {
  it('is not asked again, is sent with its preview, and stands in the log with the permission that answered', async () => {
    await give(SESSION);
    const asked = answering({ choice: 'deny' });
    expect(await write('one')).toMatchObject({ verdict: 'allow', because: 'granted', outcome: 'executed', afterwards: 'as shown' });
    expect(asked()).toBe(0);
    const id = grants.list()[0]?.grant.id ?? '';
    expect(world.log).toContainEqual(expect.objectContaining({ type: 'intent', call: expect.objectContaining({ because: 'granted', rules: [`grant#${id}`] }) }));
    expect(world.log).toContainEqual(expect.objectContaining({ type: 'event', what: 'grant-given', detail: expect.objectContaining({ grant: id, tool: 'write_file', session: true }) }));
  });

  it('asks for other arguments, another tool, another planner, another client and labelled arguments', async () => {
    await give(SESSION);
    const asked = answering({ choice: 'deny' });
    await write('two');
    await write('one', {}, '/work/proj/b.txt');
    await run({ path: PATH, content: 'one', extra: 1 });
    await write('one', { planner: { kind: 'assistant', name: 'Eva' } });
    await write('one', { client: 'cli' });
    await write('one', { labels: [{ pointer: '/content', source: 'other-server' }] });
    expect(asked()).toBe(6);
  });

  it('holds for any text where that was wanted, and for files inside a folder, links followed', async () => {
    await give({ lasts: { kind: 'session' }, args: { content: 'any', path: { within: '/work/proj' } } });
    const asked = answering({ choice: 'deny' });
    expect(await write('whatever', {}, '/work/proj/deep/b.txt')).toMatchObject({ because: 'granted' });
    expect(asked()).toBe(0);
    links['/work/proj/c.txt'] = '/home/eva/.ssh/id';
    await write('x', {}, '/work/proj/c.txt');
    await write('x', {}, '/work/proj/../.ssh');
    expect(asked()).toBe(2);
  });

  it('is over after so many times, over restarts too', async () => {
    await give({ lasts: { kind: 'times', times: 2 }, args: {} });
    expect(await write('one')).toMatchObject({ because: 'granted' });
    grants = open();
    const asked = answering({ choice: 'deny' });
    expect(await write('one')).toMatchObject({ because: 'granted' });
    expect(asked()).toBe(0);
    await write('one');
    expect(asked()).toBe(1);
    grants.tend();
    expect(grants.list()[0]?.ended?.why).toBe('used-up');
  });

  it('is not used where its use cannot be kept', async () => {
    await give({ lasts: { kind: 'times', times: 2 }, args: {} });
    documents.write = () => { throw new Error('disk full'); };
    const asked = answering({ choice: 'deny' });
    const wire = world.wire.length;
    await write('one');
    expect(world.wire.slice(wire).filter(({ tool }) => tool === 'write_file')).toEqual([]);
    expect(asked()).toBe(0);
  });

  it('is over with its day', async () => {
    await give({ lasts: { kind: 'until', until: new Date(world.nowMs + 3_600_000).toISOString() }, args: {} });
    expect(await write('one')).toMatchObject({ because: 'granted' });
    world.nowMs += 3_600_000;
    const asked = answering({ choice: 'deny' });
    await write('one');
    expect(asked()).toBe(1);
  });

  it('is over with the session, and says so after the next start', async () => {
    await give(SESSION);
    grants = open();
    const asked = answering({ choice: 'deny' });
    await write('one');
    expect(asked()).toBe(1);
    grants.tend();
    expect(grants.list()[0]?.ended?.why).toBe('session-ended');
  });

  it('is taken back at once', async () => {
    await give({ lasts: { kind: 'times', times: 5 }, args: {} });
    const id = grants.list()[0]?.grant.id ?? '';
    expect(grants.revoke(id)).toBe(true);
    expect(grants.revoke(id)).toBe(false);
    grants = open();
    const asked = answering({ choice: 'deny' });
    await write('one');
    expect(asked()).toBe(1);
    expect(world.log).toContainEqual(expect.objectContaining({ type: 'event', what: 'grant-ended', detail: expect.objectContaining({ grant: id, why: 'revoked' }) }));
  });
});

describe('a standing permission ends for good', () => {
  const changes: readonly (readonly [string, () => () => void])[] = [
    ['definition-changed', () => { const old = world.tools.get('write_file'); if (old !== undefined) world.tools.set('write_file', { ...old, digest: 'f'.repeat(64) }); return () => { if (old !== undefined) world.tools.set('write_file', old); }; }],
    ['server-changed', () => { const old = world.server; world.server = { ...old, identity: 'f'.repeat(64) }; return () => { world.server = old; }; }],
    ['trust-lowered', () => { const old = world.server; world.server = { ...old, trust: 'restricted' }; return () => { world.server = old; }; }],
    ['policy-changed', () => { const old = policy; policy = { ...old, digest: 'f'.repeat(64) }; return () => { policy = old; }; }],
    ['role-changed', () => { const old = policy; policy = { ...old, role: 'editor' }; return () => { policy = old; }; }],
  ];
  it.each(changes)('%s, also where what changed comes back', async (why, change) => {
    await give({ lasts: { kind: 'times', times: 9 }, args: {} });
    const back = change();
    grants.tend();
    expect(grants.list()[0]?.ended?.why).toBe(why);
    back();
    grants = open();
    const asked = answering({ choice: 'deny' });
    await write('one');
    expect(asked()).toBe(1);
  });

  it('not with a server that is only away', async () => {
    await give(SESSION);
    world.server = { ...world.server, connected: false };
    grants.tend();
    expect(grants.list()[0]?.ended).toBeNull();
  });

  it('with all others where their document is damaged', async () => {
    await give({ lasts: { kind: 'times', times: 9 }, args: {} });
    documents.damage('grants');
    damaged.length = 0;
    grants = open();
    expect([grants.list(), damaged.length]).toEqual([[], 1]);
  });
});

describe('allowing for longer', () => {
  /** What a choice with a wish gets for an answer, and whether anything was kept. */
  async function refusedWith(choice: Partial<Choice>, prepare: () => void = () => {}): Promise<unknown> {
    prepare();
    let answer: unknown = null;
    world.onQuestion = (question) => { answer ??= choose(world, question, { grant: SESSION, ...choice }); choose(world, question, { choice: 'deny' }); };
    await write('one');
    expect(grants.list()).toEqual([]);
    return answer;
  }
  const NOT = { ok: false, code: 'not-allowed' };

  it('is offered with the folders above a file and the arguments that may be free', async () => {
    answering({ choice: 'deny' });
    await write('one');
    expect(world.questions.at(-1)?.card.grant).toEqual({ folders: { path: ['/work/proj'] }, free: ['content'] });
  });
  it.each(['untrusted', 'restricted'] as const)('is not offered for a server that is %s', async (trust) => {
    expect(await refusedWith({}, () => { world.server = { ...world.server, trust }; })).toEqual(NOT);
  });
  it.each(['send', 'publish', 'delete', 'configure', 'permission'] as const)('is never offered for %s', async (effect) => {
    expect(await refusedWith({ wordTyped: true }, () => { const tool = world.tools.get('write_file'); if (tool !== undefined) world.tools.set('write_file', { ...tool, digest: 'a'.repeat(64), acceptedEffect: effect }); })).toEqual(NOT);
  });
  it('is not offered for an effect that is only guessed', async () => {
    expect(await refusedWith({}, () => { world.tools.set('write_file', { name: 'write_file', definition: { name: 'write_file' }, digest: 'a'.repeat(64), pin: 'same', acceptedEffect: null, ambiguous: false }); })).toEqual(NOT);
  });
  it('is for a person at the screen, never for an answer given in advance', async () => {
    expect(await refusedWith({ by: 'flag' })).toEqual(NOT);
  });
  it.each([[{ lasts: { kind: 'times', times: 0 }, args: {} }], [{ lasts: { kind: 'session' }, args: { path: 'any' } }], [{ lasts: { kind: 'session' }, args: { other: 'any' } }]] as [GrantWish][])('keeps nothing of a wish that may not be, and carries this one call out: %j', async (wish) => {
    await give(wish);
    expect(grants.list()).toEqual([]);
  });
  it('keeps nothing that cannot be recorded', async () => {
    answering({ grant: SESSION });
    const { append } = world.ports.audit;
    Object.assign(world.ports.audit, { append: (event: { type: string; what?: string }) => (event.what === 'grant-given' ? Promise.reject(new Error('full')) : append(event as never)) });
    expect(await write('one')).toMatchObject({ outcome: 'executed' });
    expect(grants.list()).toEqual([]);
  });
});
