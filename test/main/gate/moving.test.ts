import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../main/core/words/index.ts';
import { choose, gateWorld, run } from './gate-world.ts';

const READ = { path: '/a.txt' };

describe('while the arguments are checked', () => {
  it('a definition that changes is judged as it is then, and a blocked server is not called', async () => {
    for (const move of ['tool', 'server'] as const) {
      const world = gateWorld();
      const check = world.ports.compute.checkArguments;
      world.ports.compute.checkArguments = (schema, args) => {
        if (move === 'tool') world.tools.set('read_text_file', { ...world.tools.get('read_text_file')!, pin: 'changed' });
        else world.server = { ...world.server, trust: 'blocked' };
        return check(schema, args);
      };
      expect(await run(world, 'read_text_file', READ)).toMatchObject({ verdict: 'deny', outcome: 'refused' });
      expect(world.wire).toEqual([]);
    }
  });

  it('a schema that never stands still fits nothing', async () => {
    const world = gateWorld();
    let checks = 0;
    world.ports.compute.checkArguments = () => {
      const tool = world.tools.get('read_text_file')!;
      world.tools.set('read_text_file', { ...tool, definition: { ...tool.definition, inputSchema: { type: 'object', n: (checks += 1) } } });
      return Promise.resolve([]);
    };
    expect(await run(world, 'read_text_file', READ)).toMatchObject({ verdict: 'deny', because: 'arguments-invalid' });
    expect([checks, world.wire]).toEqual([3, []]);
  });
});

describe('while the intent is written', () => {
  it.each([
    ['the tool changes', (w) => void w.tools.set('read_text_file', { ...w.tools.get('read_text_file')!, pin: 'changed' })],
    ['the tool is another, accepted', (w) => void w.tools.set('read_text_file', { ...w.tools.get('read_text_file')!, digest: 'other' })],
    ['the server is blocked', (w) => { w.server = { ...w.server, trust: 'blocked' }; }],
    ['the server is another', (w) => { w.server = { ...w.server, identity: 'identity-2' }; }],
    ['the server stops', (w) => { w.server = { ...w.server, connected: false }; }],
  ] as const satisfies readonly (readonly [string, (world: ReturnType<typeof gateWorld>) => void])[])('%s: nothing is sent', async (_what, move) => {
    const world = gateWorld();
    const { append } = world.ports.audit;
    world.ports.audit.append = async (event) => {
      await append(event);
      if (event.type === 'intent') move(world);
    };
    const receipt = await run(world, 'read_text_file', READ);
    expect(world.wire).toEqual([]);
    expect(receipt).toMatchObject({ outcome: 'refused', answer: { kind: 'failed', sent: false } });
    expect(world.log.map((event) => event.type)).toEqual(['intent', 'outcome']);
  });
});

describe('while everything else has its turn', () => {
  /** Carries an approved write out and blocks its server in the `at`-th pause of the road; gives the pauses there were, and what was sent by then and in the end. */
  async function blockedIn(at: number) {
    const world = gateWorld();
    let [pauses, by] = [0, 0];
    const ports = { ...world.ports, pause: () => {
      if ((pauses += 1) === at) {
        world.server = { ...world.server, trust: 'blocked' as const };
        by = world.wire.length;
      }
      return new Promise<void>((resolve) => { setImmediate(resolve); });
    } };
    world.onQuestion = (question) => { choose(world, question, {}); };
    await run({ ...world, ports }, 'write_file', { path: '/a.txt', content: 'x' });
    return { pauses, by, sent: world.wire.length, written: world.wire.some(({ tool }) => tool === 'write_file') };
  }

  it('a server that is blocked meanwhile is sent nothing more, wherever on the road it was', async () => {
    const whole = await blockedIn(0);
    expect(whole.written).toBe(true);
    for (let at = 1; at <= whole.pauses; at += 1) {
      const { by, sent } = await blockedIn(at);
      expect([at, sent]).toEqual([at, by]);
    }
    expect(whole.pauses).toBeGreaterThan(10);
  });
});

describe('a yes to looking first', () => {
  it('does not hold for the reads of edited arguments', async () => {
    const world = gateWorld();
    world.server = { ...world.server, trust: 'untrusted' };
    world.files.set('/b.txt', 'other');
    world.onQuestion = (question) => {
      const n = world.questions.length;
      choose(world, question, n === 1 ? { choice: 'look-first' } : n === 2 ? { choice: 'edit', args: { path: '/b.txt', content: 'x' } } : { choice: 'deny' });
    };
    await run(world, 'write_file', { path: '/a.txt', content: 'x' });
    expect(world.questions.map((question) => question.card.preview.kind)).toEqual(['arguments', 'effect', 'arguments']);
    expect(world.wire.map((sent) => sent.args['path'])).toEqual(['/a.txt']);
  });
});

describe('whatever is planned', () => {
  it('ends in a receipt: arguments nested too deep to be copied, a check that breaks', async () => {
    let deep: JsonObject = {};
    for (let i = 0; i < 50_000; i += 1) deep = { a: deep };
    const first = gateWorld();
    expect(await run(first, 'write_file', deep)).toMatchObject({ outcome: 'refused', failure: 'internal' });
    expect(first.log).toMatchObject([{ type: 'refusal', why: 'internal', call: { tool: { name: 'write_file' }, args: {} } }]);
    const world = gateWorld();
    world.ports.protectedPaths.touched = (_id, args) => { if ('path' in args) throw new Error('broken'); return false; };
    expect(await run(world, 'write_file', { path: '/a.txt', content: 'x' })).toMatchObject({ outcome: 'refused', failure: 'internal' });
    expect(world.wire).toEqual([]);
    expect(world.log).toMatchObject([{ type: 'refusal', why: 'internal' }]);
  });
});
