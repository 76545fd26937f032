import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { createContentStore, type ContentStore } from '../../../../main/adapters/audit-content/content-store.ts';
import type { ContentBook } from '../../../../main/core/audit/content.ts';
import { createActivityRoom } from '../../../../main/host/activity/activity.ts';
import { createCallsRoom } from '../../../../main/host/calls/calls.ts';
import type { GatePorts } from '../../../../main/gate/ports.ts';
import { MemoryKeychain } from '../../../proof/memory-keychain.ts';
import { newHome, openLog } from '../../adapters/audit-file/home.ts';
import { choose, gateWorld, plan, type GateWorld } from '../../gate/gate-world.ts';
import { partsOf } from '../activity/parts.ts';

const stores: ContentStore[] = [];
afterEach(async () => { for (const store of stores.splice(0)) await store.close(); });
const BY = { planner: { kind: 'person', name: 'Eva' }, client: 'desktop' } as const;

/** A home whose log and content are on disk; `start` is the app as it comes up with nothing in memory. */
async function homeOf(world: GateWorld, redact: GatePorts['redact'] = (args) => args) {
  const log = await openLog(await newHome());
  const content = createContentStore({ folder: join(await newHome(), 'content'), secrets: new MemoryKeychain(), clock: { now: () => '2026-01-02T00:00:00.000Z' } });
  stores.push(content);
  world.onQuestion = (question) => { choose(world, question, {}); };
  const start = (book: ContentBook = content) => {
    const activity = createActivityRoom(log, { ...partsOf(log), content: book });
    const calls = createCallsRoom({ ...world.ports, audit: log, content: book, redact }, () => {}, { keptUndo: (id) => activity.undoOf(id) });
    return { activity, calls };
  };
  return { log, start };
}

describe('undo after a restart', () => {
  it('comes out of the log, is a call of its own through the same gate, and brings the state before back', async () => {
    const world = gateWorld();
    const { log, start } = await homeOf(world);
    const first = start();
    const done = await first.calls.plan(plan('write_file', { path: '/a.txt', content: 'changed' }))?.done;
    expect(done).toMatchObject({ outcome: 'executed', afterwards: 'as shown' });
    const later = start();
    const undo = await later.calls.undo(done?.call.id ?? '', BY);
    expect(undo === null || undo === 'nothing' ? undo : await undo.done).toMatchObject({ decision: 'approved', outcome: 'executed', afterwards: 'as shown' });
    expect(world.files.get('/a.txt')).toBe('one\ntwo\n');
    expect(world.questions).toHaveLength(2);
    expect(log.total()).toBeGreaterThan(6);
  });

  it('is refused, unasked, where the object is not as the call left it', async () => {
    const world = gateWorld();
    const { start } = await homeOf(world);
    const done = await start().calls.plan(plan('write_file', { path: '/a.txt', content: 'changed' }))?.done;
    world.files.set('/a.txt', 'from somebody else');
    const undo = await start().calls.undo(done?.call.id ?? '', BY);
    expect(undo === null || undo === 'nothing' ? undo : await undo.done).toMatchObject({ outcome: 'refused', failure: 'not-as-left', decision: 'none' });
    expect(world.files.get('/a.txt')).toBe('from somebody else');
  });

  it('is not offered on a server that is another now, nor for a call nobody knows', async () => {
    const world = gateWorld();
    const { start } = await homeOf(world);
    const done = await start().calls.plan(plan('write_file', { path: '/a.txt', content: 'changed' }))?.done;
    world.server = { ...world.server, identity: 'identity-2' };
    expect(await start().calls.undo(done?.call.id ?? '', BY)).toBe('nothing');
    expect(await start().calls.undo('call-unknown', BY)).toBe('nothing');
  });

  it('is not kept where a secret would be taken out of it: a mark for a secret is never written back', async () => {
    const world = gateWorld();
    world.files.set('/a.txt', 'token=hunter2');
    const { start } = await homeOf(world, (args) => JSON.parse(JSON.stringify(args).replaceAll('hunter2', '[secret]')));
    const done = await start().calls.plan(plan('write_file', { path: '/a.txt', content: 'changed' }))?.done;
    expect(done).toMatchObject({ outcome: 'executed', afterwards: 'as shown' });
    expect(await start().calls.undo(done?.call.id ?? '', BY)).toBe('nothing');
  });

  it('is said to be there by what was kept of the call', async () => {
    const world = gateWorld();
    const { log, start } = await homeOf(world);
    const done = await start().calls.plan(plan('write_file', { path: '/a.txt', content: 'changed' }))?.done;
    const { activity } = start();
    const { entries } = await activity.list({ before: null, limit: log.total() });
    const seq = entries.find(({ callId }) => callId === done?.call.id)?.seq ?? 0;
    expect((await activity.shown(seq))?.undo).toMatchObject({ serverId: 'files', identity: 'identity-1', tool: 'write_file', inverse: { tool: 'write_file', args: { path: '/a.txt', content: 'one\ntwo\n' } } });
  });
});
