import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import type { JsonObject, TrustLevel } from '../../../main/core/words/index.ts';
import type { Session } from '../../../main/adapters/mcp/session.ts';
import { carryOut } from '../../../main/gate/gate.ts';
import type { Plan } from '../../../main/gate/planned-call.ts';
import type { Choice } from '../../../main/gate/ports.ts';
import { opened, Witness } from '../../servers/opened.ts';
import { dryRunning } from '../../servers/programs.ts';
import { ReviewedServers } from '../host/review/review-room.ts';
import { choose, gateWorld, never, type GateWorld } from './gate-world.ts';

const sessions: Session[] = [];
afterEach(async () => { for (const session of sessions.splice(0)) await session.close(); });

const ARGS = { id: 'home', text: 'new' };
const DRY = { ...ARGS, dry_run: true };

/** A real server over stdio, its tools reviewed, its dry run accepted or not; the whole road of the gate before it. */
async function reviewed({ accept = true, trust = 'restricted', faults = [] }: { accept?: boolean; trust?: TrustLevel; faults?: string[] } = {}) {
  const file = join(mkdtempSync(join(tmpdir(), 'dry-run-')), 'state.json');
  writeFileSync(file, '{"home":"old"}');
  const witness = new Witness();
  const session = await opened(witness, witness.wire(dryRunning(file, ...faults)));
  sessions.push(session);
  const servers = new ReviewedServers();
  servers.sends('pages', ...session.catalogue.definitions);
  const read = servers.room.read('pages');
  const offers = Object.fromEntries((read?.items ?? []).map(({ name, dryRun }) => [name, dryRun?.at ?? null]));
  await servers.room.decide('pages', read?.digest ?? '', trust, (read?.items ?? []).map(({ name }) => ({ kind: 'tool', name, decision: 'accept', effect: name === 'send_page' ? 'send' : 'write', dryRun: accept })));
  const world = gateWorld();
  const wire: JsonObject[] = [];
  const ports: GateWorld['ports'] = {
    ...world.ports,
    servers: { server: (id) => servers.facts.get(id) ?? null, tool: (id, name) => servers.room.tool(id, name), refresh: () => Promise.resolve() },
    caller: { call: (_id, tool, args, signal, callId) => { wire.push(args); return session.call(tool, args, signal, callId); } },
  };
  const state = (): unknown => JSON.parse(readFileSync(file, 'utf8'));
  const run = (args: JsonObject, choices: Partial<Choice>[], more: Partial<Plan> = {}) => {
    world.onQuestion = (question) => {
      const taken = choose(world, question, choices[world.questions.length - 1] ?? { choice: 'deny' });
      if (!taken.ok) choose(world, question, { choice: 'deny' });
    };
    return carryOut('call-0', { planner: { kind: 'person', name: 'Eva' }, client: 'desktop', serverId: 'pages', tool: 'set_page', args, ...more }, ports, never);
  };
  return { world, wire, state, offers, run };
}

describe('the own dry run of a real server', () => {
  it('is offered in the review, asked only after a yes of its own, shown as the server\'s word, and asked again before the sending', async () => {
    const { world, wire, state, offers, run } = await reviewed();
    expect(offers).toEqual({ set_page: '/dry_run', send_page: null });
    const receipt = await run(ARGS, [{ choice: 'look-first' }, { choice: 'approve' }]);
    const [first, second] = world.questions.map(({ card }) => card);
    expect(first).toMatchObject({ preview: { kind: 'arguments', unknowns: ['no-recipe', 'dry-run-needs-consent'] }, lookFirst: [{ tool: 'set_page', args: DRY, dryRun: true }], bar: { effect: 'write' } });
    expect(second).toMatchObject({ preview: { kind: 'server', sentence: { verb: 'says' }, unknowns: ['server-dry-run'], changes: [{ kind: 'said', text: 'would set home from "old" to "new"' }] }, lookFirst: [] });
    expect(receipt).toMatchObject({ outcome: 'executed', afterwards: 'not checkable' });
    expect(wire).toEqual([DRY, DRY, ARGS]);
    expect(state()).toEqual({ home: 'new' });
  });

  it('is a call of its own on record, with its parent and the effect of its tool', async () => {
    const { world, run } = await reviewed();
    await run(ARGS, [{ choice: 'look-first' }, { choice: 'deny' }]);
    expect(world.log.filter((event) => event.type === 'intent').map(({ call }) => [call.parent, call.tool.name, call.effect, call.because])).toEqual([['call-0', 'set_page', 'write', 'looked-first']]);
  });

  it('is not asked before anybody said yes to it, and a yes without it sends the call alone', async () => {
    const { wire, run } = await reviewed();
    expect(await run(ARGS, [{ choice: 'approve' }])).toMatchObject({ outcome: 'executed' });
    expect(wire).toEqual([ARGS]);
  });

  it.each([
    ['where nobody accepted it', { accept: false }, ARGS, {}],
    ['at an untrusted server', { trust: 'untrusted' }, ARGS, {}],
    ['with an argument that came from elsewhere', {}, ARGS, { labels: [{ pointer: '/text', source: 'mail' }] }],
    ['with an argument that the server said itself', {}, ARGS, { labels: [{ pointer: '/text', source: 'pages' }] }],
    ['in a set, whose yes to look first is to reads', {}, ARGS, { planId: 'set-1' }],
    ['for a call that is a dry run itself', {}, DRY, {}],
    ['for what sends, also where somebody accepted it', {}, { id: 'home' }, { tool: 'send_page' }],
    ['where the arguments make the call graver', {}, { ...ARGS, id: 'home', text: 'x', operation: 'delete' }, {}],
  ] as const)('is not offered %s', async (_, options, args, more) => {
    const { world, wire, run } = await reviewed(options as Parameters<typeof reviewed>[0]);
    await run(args, [{ choice: 'look-first' }, { choice: 'deny' }], more as Partial<Plan>);
    expect(world.questions[0]?.card).toMatchObject({ lookFirst: [], preview: { kind: 'arguments' } });
    expect(wire).toEqual([]);
  });

  it('is asked about anew where it says something else at the sending', async () => {
    const { world, wire, run } = await reviewed({ faults: ['unsteady'] });
    await run(ARGS, [{ choice: 'look-first' }, { choice: 'approve' }, { choice: 'deny' }]);
    expect(world.questions).toHaveLength(3);
    expect(world.questions[2]?.card).toMatchObject({ preview: { kind: 'server' }, cautions: expect.arrayContaining([expect.objectContaining({ code: 'base-moved' })]) });
    expect(wire.every((args) => args['dry_run'] === true)).toBe(true);
  });
});
