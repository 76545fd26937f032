import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createContentStore } from '../../../main/adapters/audit-content/content-store.ts';
import type { AuditEvent, AuditRecord } from '../../../main/core/audit/event.ts';
import { answerOfCall, namesObject } from '../../../main/host/activity/ask.ts';
import { wantedObject } from '../../../main/host/activity/wanted.ts';
import { drawShown, placesOf, shownOf, type ShownCall } from '../../../main/host/activity/shown.ts';
import { newHome } from '../adapters/audit-file/home.ts';
import { MemoryKeychain } from '../../proof/memory-keychain.ts';
import { choose, gateWorld, run, type GateWorld } from './gate-world.ts';

const SECRET = 'hunter2-hunter2';

async function worldWithContent() {
  const world = gateWorld();
  const content = createContentStore({ folder: join(await newHome(), 'content'), secrets: new MemoryKeychain(), clock: world.ports.clock });
  onTestFinished(() => content.close());
  const redact = (args: object) => JSON.parse(JSON.stringify(args).replaceAll(SECRET, '[secret]'));
  const ports = { ...world.ports, content, redact };
  world.onQuestion = (question) => choose(world, question, {});
  return { world: { ...world, ports } as GateWorld, content };
}
const recordsOf = (events: readonly AuditEvent[]): AuditRecord[] => events.map((event, at) => ({
  v: 1, chain: 'c', seq: at + 1, at: '2026-01-02T00:00:00.000Z', prev: '', event: JSON.parse(JSON.stringify(event)), hash: '',
}));

describe('what a call was about', () => {
  it('lies apart from the log and is opened again with the very diff and the answer', async () => {
    const { world, content } = await worldWithContent();
    const receipt = await run(world, 'write_file', { path: '/a.txt', content: 'Weihnachten' });
    expect(receipt.outcome).toBe('executed');
    expect(JSON.stringify(world.log)).not.toContain('Weihnachten');
    const records = recordsOf(world.log);
    const shown = await shownOf(records, 'call-0', content);
    expect(shown).toMatchObject({ state: 'kept', args: { content: 'Weihnachten' }, card: { preview: { kind: 'effect' }, args: { path: '/a.txt' } }, answer: { kind: 'result' } });
    expect(JSON.stringify(shown?.card?.['preview'])).toContain('Weihnachten');
    expect(answerOfCall(records, 'call-0', shown)).toMatchObject({
      arguments: { path: '/a.txt', content: 'Weihnachten' }, content: 'kept', change: { before: expect.any(String), after: expect.any(String), shown: [{ kind: 'text' }] },
    });
  });

  it('of a long change is kept whole, a secret across two rows of it taken out, and drawn again with all its pages', async () => {
    const { world, content } = await worldWithContent();
    const text = `${'word\n'.repeat(1_000)}${'word '.repeat(3_000)}${SECRET}${' more'.repeat(3_000)}`;
    await run(world, 'write_file', { path: '/a.txt', content: text });
    const shown = await shownOf(recordsOf(world.log), 'call-0', content);
    expect(JSON.stringify(shown)).not.toContain(SECRET);
    const drawn = await drawShown(shown as ShownCall, world.ports.compute.draw);
    const change = (drawn.card?.['preview'] as { changes: { rest?: { pages: string[] } }[] } | undefined)?.changes[0];
    expect(change?.rest?.pages.length).toBeGreaterThan(0);
    expect(change?.rest?.pages.every((digest) => drawn.pages.has(digest))).toBe(true);
    expect([...drawn.pages.values()].join('')).toContain('[secret]');
  });

  it('is found by its objects through keyed digests, the reads for it too', async () => {
    const { world, content } = await worldWithContent();
    await run(world, 'write_file', { path: '/notes/a.txt', content: 'x' });
    const records = recordsOf(world.log);
    const found = async (object: string): Promise<number> => {
      const wanted = await wantedObject(object, content);
      return records.filter((record) => namesObject(record, wanted)).length;
    };
    expect([await found('a.txt'), await found('b.txt')]).toEqual([4, 0]);
  });

  it('holds no secret, and no plain digest by which one could be tried out', async () => {
    const { world, content } = await worldWithContent();
    await run(world, 'no_such_tool', { content: SECRET });
    await run(world, 'no_such_tool', { content: '[secret]' });
    const [one, two] = world.log;
    if (one?.type !== 'refusal' || two?.type !== 'refusal') throw new Error('not refused');
    expect(one.call.argsDigest).toBe(two.call.argsDigest);
    expect(one.call.content?.exact).not.toBe(two.call.content?.exact);
    expect(JSON.stringify(await shownOf(recordsOf(world.log), 'call-0', content))).not.toContain(SECRET);
  });

  it('goes on record without a secret after which the planner named a tool', async () => {
    const { world } = await worldWithContent();
    await run(world, `no_such_${SECRET}`, {});
    expect(world.log[0]).toMatchObject({ type: 'refusal', call: { tool: { name: 'no_such_[secret]' } } });
    expect(JSON.stringify(world.log)).not.toContain(SECRET);
  });

  it('is gone once its keys are deleted, and the log says so', async () => {
    const { world, content } = await worldWithContent();
    await run(world, 'write_file', { path: '/a.txt', content: 'Weihnachten' });
    const records = recordsOf(world.log);
    await content.erase(records.flatMap(placesOf));
    const shown = await shownOf(records, 'call-0', content);
    expect(shown).toMatchObject({ state: 'erased', args: null, card: null, answer: null });
    expect(answerOfCall(records, 'call-0', shown)).toMatchObject({ arguments: null, content: 'erased', argumentsDigest: expect.any(String) });
  });

  it('goes into the record, redacted, where there is no keychain', async () => {
    const world = gateWorld();
    world.onQuestion = (question) => choose(world, question, {});
    await run(world, 'write_file', { path: '/a.txt', content: 'Weihnachten' });
    const records = recordsOf(world.log);
    expect(answerOfCall(records, 'call-0', await shownOf(records, 'call-0', { open: () => Promise.reject(new Error('never')) }))).toMatchObject({ arguments: { content: 'Weihnachten' }, content: 'in the record' });
  });
});
