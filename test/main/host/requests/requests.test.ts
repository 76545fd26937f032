import { beforeEach, describe, expect, it } from 'vitest';
import { combine } from '../../../../main/core/policy/document/combine.ts';
import type { JsonObject } from '../../../../main/core/words/index.ts';
import { createCallsRoom, type CallsRoom } from '../../../../main/host/calls/calls.ts';
import type { Review } from '../../../../main/host/review/review.ts';
import { readRequest, requestName } from '../../../../main/host/requests/request-file.ts';
import { createRequestsRoom, type RequestsRoom } from '../../../../main/host/requests/requests.ts';
import type { PlanItemInput } from '../../../../main/host/plans/plan-input.ts';
import { createPlansRoom, type PlansRoom } from '../../../../main/host/plans/plans.ts';
import { sha256 } from '../../../../main/adapters/digest/sha256.ts';
import { choose, gateWorld, plan, type GateWorld } from '../../gate/gate-world.ts';

const PUBLISH = { id: 'n1', content: 'public' };
const policy = combine([]);

/** One home: its gate in memory, the role of its person, its calls and its requests. */
interface Home {
  readonly world: GateWorld;
  readonly calls: CallsRoom;
  readonly plans: PlansRoom;
  readonly requests: RequestsRoom;
}

let secret = '';
function home(role: string): Home {
  const world = gateWorld();
  world.server = { ...world.server, identity: 'd'.repeat(64) };
  let calls = 0;
  world.tools.set('publish_news', { name: 'publish_news', definition: { name: 'publish_news' }, digest: 'c'.repeat(64), pin: 'same', acceptedEffect: 'publish', ambiguous: false });
  const ports = { ...world.ports, newCallId: () => `${role}-${(calls += 1)}`, policy: { effective: () => policy, digest: () => 'a'.repeat(64), person: () => ({ role, ownProjects: null }), onChange: () => () => {} } };
  const room = createCallsRoom(ports, () => {});
  const plans = createPlansRoom(ports, { limit: () => 500, mayOpen: () => true, onChange: () => {} });
  const review: Review = {
    serverId: 'files', serverName: 'Files', digest: 'x', first: true, highest: 'trusted', trust: 'untrusted',
    items: [{ kind: 'tool', name: 'publish_news', state: 'new', digest: 'b'.repeat(64), now: { name: 'publish_news' }, old: null, pointers: [''], changes: [], cosmetic: false, accepted: null, offer: null, refused: null, former: null }],
  } as unknown as Review;
  const requests = createRequestsRoom({
    calls: room, plans, tool: ports.servers.tool, review: (id) => (id === 'files' ? review : null), audit: ports.audit, clock: ports.clock, sha256,
    redact: (value) => (secret === '' ? value : JSON.parse(JSON.stringify(value).replaceAll(secret, '[secret]')) as typeof value),
    actor: { person: role === 'editor' ? 'ed' : 'ada', role, planner: { kind: 'person', name: 'Ada' }, client: 'desktop' },
    servers: { ids: () => ['files'], facts: (id) => ports.servers.server(id), target: () => 'node files.js' },
  });
  return { world, calls: room, plans, requests };
}

let editor: Home;
let admin: Home;
/** The editor plans a publication, is refused, and writes the request. */
async function requested(args: JsonObject = PUBLISH): Promise<string> {
  const planned = editor.calls.plan(plan('publish_news', args));
  const receipt = await planned?.done;
  expect(receipt).toMatchObject({ verdict: 'deny', because: 'role-requests', outcome: 'refused', effect: 'publish' });
  return (await editor.requests.ofCall(planned?.callId ?? ''))?.text ?? '';
}
beforeEach(() => {
  secret = '';
  [editor, admin] = [home('editor'), home('admin')];
  // Nobody waits for ever where something asks that should not.
  editor.world.onQuestion = (question) => { choose(editor.world, question, { choice: 'deny' }); };
});

describe('a publication an editor may not carry out', () => {
  it('is refused with its preview, and becomes a file that names who, what and what was shown', async () => {
    const read = readRequest(await requested(), sha256);
    expect(read).toMatchObject({
      ok: true, intact: true,
      request: { kind: 'calls', requestedBy: { person: 'ed', role: 'editor' }, calls: [{ tool: { name: 'publish_news' }, args: PUBLISH, effect: 'publish', preview: { kind: 'arguments' } }] },
    });
    expect(editor.world.wire.map(({ tool }) => tool)).not.toContain('publish_news');
    expect(editor.world.log).toContainEqual(expect.objectContaining({ type: 'event', what: 'request-written' }));
  });

  it('is previewed anew where it is opened, asked under that person\'s role, and carried out only with a yes', async () => {
    const text = await requested();
    const opened = admin.requests.open(text);
    expect(opened).toMatchObject({ ok: true, candidates: [[{ serverId: 'files', same: true }]] });
    expect(admin.world.wire).toEqual([]);
    admin.world.onQuestion = (question) => { choose(admin.world, question, { wordTyped: true }); };
    const ran = await admin.requests.run(text, 0, 'files', 'desktop');
    expect(ran.ok && await ran.done).toMatchObject({ verdict: 'ask', decision: 'approved', outcome: 'executed' });
    expect(admin.world.questions[0]?.card).toMatchObject({ bar: { role: 'admin', effect: 'publish' }, confirm: 'type', grant: null, args: PUBLISH });
    expect(admin.world.log).toContainEqual(expect.objectContaining({ type: 'event', what: 'request-run', detail: expect.objectContaining({ requestedBy: 'ed', callId: ran.ok ? ran.callId : '' }) }));
  });

  it('stays refused where it is opened by somebody who may not either, and without an answer nothing is sent', async () => {
    const text = await requested();
    const ran = await editor.requests.run(text, 0, 'files', 'desktop');
    expect(ran.ok && await ran.done).toMatchObject({ because: 'role-requests', outcome: 'refused' });
    admin.world.onQuestion = (question) => { choose(admin.world, question, { choice: 'deny' }); };
    const denied = await admin.requests.run(text, 0, 'files', 'desktop');
    expect(denied.ok && await denied.done).toMatchObject({ decision: 'denied', outcome: 'refused' });
    expect(admin.world.wire.map(({ tool }) => tool)).not.toContain('publish_news');
  });

  it('asks each time it is run again', async () => {
    const text = await requested();
    admin.world.onQuestion = (question) => { choose(admin.world, question, { wordTyped: true }); };
    for (const time of [1, 2]) {
      const ran = await admin.requests.run(text, 0, 'files', 'desktop');
      expect(ran.ok && await ran.done).toMatchObject({ verdict: 'ask' });
      expect(admin.world.questions).toHaveLength(time);
    }
  });

  it('that was tampered with is named as changed, and what is asked is what would be sent', async () => {
    const text = (await requested()).replace('"content": "public"', '"content": "evil"');
    expect(admin.requests.open(text)).toMatchObject({ ok: true, intact: false });
    admin.world.onQuestion = (question) => { choose(admin.world, question, { choice: 'deny' }); };
    const ran = await admin.requests.run(text, 0, 'files', 'desktop');
    await (ran.ok ? ran.done : null);
    expect(admin.world.questions[0]?.card.args).toMatchObject({ content: 'evil' });
  });

  it('goes to no server that has another definition of the tool, or none', async () => {
    const text = await requested();
    const tool = admin.world.tools.get('publish_news');
    if (tool !== undefined) admin.world.tools.set('publish_news', { ...tool, digest: 'f'.repeat(64) });
    expect(admin.requests.open(text)).toMatchObject({ candidates: [[]] });
    expect(await admin.requests.run(text, 0, 'files', 'desktop')).toEqual({ ok: false, why: 'unknown-server' });
    expect(await admin.requests.run(text, 0, 'other', 'desktop')).toEqual({ ok: false, why: 'unknown-server' });
    expect(await admin.requests.run(text, 1, 'files', 'desktop')).toEqual({ ok: false, why: 'no-request' });
  });

  it('that launches differently elsewhere is offered and said to be another', async () => {
    const text = await requested();
    admin.world.server = { ...admin.world.server, identity: 'e'.repeat(64) };
    expect(admin.requests.open(text)).toMatchObject({ candidates: [[{ serverId: 'files', same: false }]] });
  });

  it('is not written where it holds a secret of this machine', async () => {
    secret = 'public';
    expect(await requested()).toBe('');
  });

  it('is not made of a call that was not refused for the role', async () => {
    admin.world.onQuestion = (question) => { choose(admin.world, question, { choice: 'deny' }); };
    const planned = admin.calls.plan(plan('publish_news', PUBLISH));
    await planned?.done;
    expect(await admin.requests.ofCall(planned?.callId ?? '')).toBeNull();
    expect(await admin.requests.ofCall('nobody')).toBeNull();
  });
});

describe('a set of publications an editor may not carry out', () => {
  const items = ['n1', 'n2', 'n3'].map((id) => ({ key: id, serverId: 'files', tool: 'publish_news', args: { id, content: 'public' } }));
  const set = (of: Home, more: readonly PlanItemInput[] = items) => of.plans.plan({ planner: { kind: 'person', name: 'Ada' }, client: 'desktop', title: 'Spring issue', items: more })!;
  const requestedSet = async (): Promise<string> => {
    const { planId, done } = set(editor);
    const receipt = await done;
    expect(receipt.rows.map(({ end, why }) => [end, why])).toEqual(items.map(() => ['refused', 'role-requests']));
    return (await editor.requests.ofPlan(planId))?.text ?? '';
  };
  /** Waits for the set to ask, and answers it as it is painted. */
  const answer = async (home: Home, planId: string, choice: 'approve' | 'deny'): Promise<void> => {
    while (home.plans.view(planId)?.head.stage !== 'asking') await new Promise((resolve) => { setImmediate(resolve); });
    home.world.nowMs += 1000;
    expect(home.plans.answer(planId, { choice, painted: home.plans.view(planId)?.painted ?? '', wordTyped: true, stopOnFailure: false, by: 'person' })).toEqual({ ok: true });
  };

  it('becomes one file with what the set is and each call as it was shown', async () => {
    const read = readRequest(await requestedSet(), sha256);
    expect(read).toMatchObject({ ok: true, intact: true, request: { kind: 'calls', set: { title: 'Spring issue' }, calls: items.map(({ args }) => ({ args, effect: 'publish', preview: { kind: 'arguments' } })) } });
    expect(editor.world.wire).toEqual([]);
  });

  it('is previewed anew as one set where it is opened, and carried out with one yes that is this person’s', async () => {
    const text = await requestedSet();
    const ran = await admin.requests.runSet(text, 'desktop');
    if (!ran.ok) throw new Error(ran.why);
    expect(admin.world.wire.map(({ tool }) => tool)).not.toContain('publish_news');
    await answer(admin, ran.planId, 'approve');
    expect((await ran.done).rows.map(({ end }) => end)).toEqual(['done', 'done', 'done']);
    expect(admin.world.questions).toEqual([]);
    expect(admin.plans.view(ran.planId)?.head).toMatchObject({ title: 'Spring issue', planner: { kind: 'person' }, requestable: 0 });
    expect(admin.world.log).toContainEqual(expect.objectContaining({ what: 'request-run', detail: expect.objectContaining({ requestedBy: 'ed', planId: ran.planId }) }));
  });

  it('takes along what waits for one of its calls, and gives it that call’s result where it is carried out', async () => {
    const more = [
      { key: 'a', serverId: 'files', tool: 'publish_news', args: { id: 'n1' } },
      { key: 'b', serverId: 'files', tool: 'publish_news', args: { id: '', after: 'x' }, references: [{ pointer: '/id', item: 'a', result: '' }] },
      { key: 'c', serverId: 'files', tool: 'publish_news', args: { id: '' }, references: [{ pointer: '/id', item: 'b', result: '' }] },
      { key: 'd', serverId: 'files', tool: 'publish_news', args: { id: '' }, references: [{ pointer: '/id', item: 'nowhere', result: '' }] },
    ];
    const { planId, done } = set(editor, more);
    await done;
    expect(editor.plans.view(planId)?.head.requestable).toBe(3);
    const text = (await editor.requests.ofPlan(planId))?.text ?? '';
    expect(readRequest(text, sha256)).toMatchObject({ ok: true, intact: true, request: { calls: [
      { args: { id: 'n1' }, effect: 'publish', preview: { kind: 'arguments' } },
      { args: { id: '', after: 'x' }, effect: null, preview: null, references: [{ pointer: '/id', call: 0, result: '' }] },
      { args: { id: '' }, effect: null, preview: null, references: [{ pointer: '/id', call: 1, result: '' }] },
    ] } });
    // Alone it has no meaning.
    expect(await admin.requests.run(text, 1, 'files', 'desktop')).toEqual({ ok: false, why: 'no-request' });
    const ran = await admin.requests.runSet(text, 'desktop');
    if (!ran.ok) throw new Error(ran.why);
    // One question after the other: what waits is previewed once its value is known.
    for (const _ of [1, 2, 3]) await answer(admin, ran.planId, 'approve');
    expect((await ran.done).rows.map(({ end }) => end)).toEqual(['done', 'done', 'done']);
    const sent = admin.world.wire.filter(({ tool }) => tool === 'publish_news').map(({ args }) => args);
    expect(sent).toHaveLength(3);
    expect(sent[1]).toMatchObject({ after: 'x' });
    expect(sent[1]?.['id']).not.toBe('');
  });

  it('takes nothing from a call that is not an earlier one of it', async () => {
    const text = await requestedSet();
    const file = JSON.parse(text) as { calls: object[] };
    for (const call of [1, 2, 7]) {
      const bent = JSON.stringify({ ...file, calls: file.calls.map((one, at) => (at === 1 ? { ...one, references: [{ pointer: '/id', call, result: '' }] } : one)) });
      const ran = await admin.requests.runSet(bent, 'desktop');
      if (!ran.ok) throw new Error(ran.why);
      await answer(admin, ran.planId, 'approve');
      expect((await ran.done).rows.map(({ end, why }) => [end, why])).toEqual([['done', null], ['skipped', 'depends'], ['done', null]]);
    }
  });

  it('stays refused for who may not either, and nothing is sent after a no', async () => {
    const text = await requestedSet();
    const again = await editor.requests.runSet(text, 'desktop');
    expect(again.ok && (await again.done).rows.every(({ why }) => why === 'role-requests')).toBe(true);
    const denied = await admin.requests.runSet(text, 'desktop');
    if (!denied.ok) throw new Error(denied.why);
    await answer(admin, denied.planId, 'deny');
    await denied.done;
    expect(admin.world.wire.map(({ tool }) => tool)).not.toContain('publish_news');
  });

  it('runs nowhere where one of its servers would have to be guessed', async () => {
    const text = await requestedSet();
    const tool = admin.world.tools.get('publish_news');
    if (tool !== undefined) admin.world.tools.set('publish_news', { ...tool, digest: 'f'.repeat(64) });
    expect(await admin.requests.runSet(text, 'desktop')).toEqual({ ok: false, why: 'unknown-server' });
    expect(await admin.requests.runSet('{}', 'desktop')).toEqual({ ok: false, why: 'no-request' });
  });

  it('is no file where nothing of it was refused for the role, or where a secret stands in it', async () => {
    const { planId, done } = set(admin);
    await answer(admin, planId, 'deny');
    await done;
    expect(await admin.requests.ofPlan(planId)).toBeNull();
    expect(await admin.requests.ofPlan('nobody')).toBeNull();
    secret = 'public';
    expect(await requestedSet()).toBe('');
  });
});

describe('a review somebody may not make', () => {
  it('becomes a file with each definition and its difference, which runs nothing', async () => {
    const written = await editor.requests.ofReview('files');
    const opened = admin.requests.open(written?.text ?? '');
    expect(opened).toMatchObject({ ok: true, intact: true, request: { kind: 'review', server: { name: 'Files', target: 'node files.js' }, items: [{ name: 'publish_news', state: 'new', pointers: [''] }] } });
    expect(await admin.requests.run(written?.text ?? '', 0, 'files', 'desktop')).toEqual({ ok: false, why: 'no-request' });
    expect(await editor.requests.ofReview('nobody')).toBeNull();
  });
});

describe('a file', () => {
  it.each([
    ['nothing', ''], ['no JSON', '{"countersignRequest":1'], ['another JSON', '{"a":1}'], ['an array', '[]'], ['null', 'null'], ['no calls', '{"countersignRequest":1,"kind":"calls","requestedAt":"2026-01-01T00:00:00Z","requestedBy":{"person":"a","role":"b"},"hash":"' + 'a'.repeat(64) + '","calls":[]}'],
  ])('with %s is no request', (_, text) => {
    expect(readRequest(text, sha256)).toEqual({ ok: false, why: 'no-request' });
  });
  it('of a later format, or too large, is said to be so', () => {
    expect(readRequest('{"countersignRequest":2}', sha256)).toEqual({ ok: false, why: 'later-format' });
    expect(readRequest(' '.repeat(5_000_001), sha256)).toEqual({ ok: false, why: 'too-large' });
  });
  it('with a member nobody knows is refused', async () => {
    const text = (await requested()).replace('"kind": "calls"', '"kind": "calls", "approved": true');
    expect(readRequest(text, sha256)).toEqual({ ok: false, why: 'no-request' });
  });
  it('has a name that leads nowhere else', () => {
    expect(requestName('../../etc/Pässe: "x"', '2026-11-23T09:00:00.000Z')).toBe('2026-11-23-etc-p-sse-x.countersign-request.json');
    expect(requestName('\u202e', '2026-11-23T09:00:00.000Z')).toBe('2026-11-23.countersign-request.json');
  });
});
