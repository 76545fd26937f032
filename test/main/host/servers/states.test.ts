import { afterEach, describe, expect, it } from 'vitest';
import type { ServersRoom } from '../../../../main/host/servers/servers.ts';
import { ServersProblem } from '../../../../main/host/servers/problem.ts';
import { never, until } from '../../../servers/opened.ts';
import { bad, RoomUnderTest, running } from './room.ts';

let under = new RoomUnderTest();
afterEach(async () => {
  await under.close();
  under = new RoomUnderTest();
});
const code = async (promise: Promise<unknown>): Promise<string> =>
  promise.then(() => 'no problem', (error: unknown) => (error instanceof ServersProblem ? error.code : String(error)));

describe('states', () => {
  it.each([
    ['exit-at-once', 'exited'], ['garbage', 'garbage'], ['hang', 'no-answer'],
  ])('a server that does %s is failed as %s and a good one answers meanwhile', async (fault, why) => {
    const budgets = { connectMs: 15_000, probeMs: 1_500 };
    const room = under.open('1', { budgets });
    const good = await running(room, bad('Good'));
    // Nobody needs to wait long for one that never answers; the others have the time that a busy machine takes.
    if (fault === 'hang') Object.assign(budgets, { connectMs: 900, probeMs: 200 });
    const failing = running(room, bad('Bad', fault));
    expect(await room.caller.call(good, 'good', {}, never, 'call-1')).toMatchObject({ kind: 'result' });
    const id = await failing;
    expect(room.entry(id)?.connection).toMatchObject({ state: 'failed', why });
    expect(await room.caller.call(good, 'good', {}, never, 'call-1')).toMatchObject({ kind: 'result' });
    expect(under.log.names()).toContain('server-failed');
  });

  it('starts a server that ends on the probe once more, and remembers its era', async () => {
    const room = under.open();
    const id = await running(room, bad('Old', 'exit-on-probe', 'log-requests'));
    expect(room.entry(id)?.connection).toMatchObject({ state: 'running' });
    await room.stop(id);
    await room.start(id);
    expect(room.log(id).lines).not.toContain('got server/discover');
    expect(room.entry(id)?.connection).toMatchObject({ state: 'running' });
  });

  it('holds a server whose definitions keep changing', async () => {
    const room = under.open();
    const id = await running(room, bad('Restless', 'changing'));
    await until(() => room.entry(id)?.connection.state === 'quarantined');
    expect(await room.caller.call(id, 'good', {}, never, 'call-1')).toMatchObject({ kind: 'failed', sent: false });
  }, 10_000);

  it('says when and with which last line a running server died', async () => {
    const room = under.open();
    const id = await running(room, bad('Bad'));
    await room.caller.call(id, 'die', {}, never, 'call-1');
    await until(() => room.entry(id)?.connection.state === 'failed');
    expect(room.entry(id)?.connection).toMatchObject({ state: 'failed', why: 'exited', detail: 'exit code 7' });
    expect(room.facts(id)).toMatchObject({ connected: false });
  });

  it('stops a server that is still starting', async () => {
    const room = under.open();
    await room.add([bad('Slow', 'hang')]);
    await room.consent('slow', (await room.launch('slow')).identity, true);
    const start = room.start('slow');
    await until(() => room.entry('slow')?.connection.state === 'starting');
    await room.stop('slow');
    await start;
    expect(room.entry('slow')?.connection).toEqual({ state: 'stopped' });
  });

  it('names a command that is not there', async () => {
    const room = under.open();
    await room.add([{ kind: 'local', name: 'None', command: 'no-such-program-here', args: [], env: [], cwd: null, class: 'local', environment: 'live' }]);
    expect(await code(room.launch('none'))).toBe('command-missing');
    expect((await room.start('none')).connection).toMatchObject({ state: 'failed', why: 'command-missing', detail: 'no-such-program-here' });
  });

  it('tells of a server that asks, once, and declines', async () => {
    const room = under.open();
    const id = await running(room, bad('Asking', 'elicit'));
    await room.caller.call(id, 'good', {}, never, 'call-1');
    await room.caller.call(id, 'good', {}, never, 'call-1');
    expect(under.log.names().filter((name) => name === 'server-asked')).toHaveLength(1);
  });
});

describe('a stop while a start is being recorded', () => {
  it('leaves nothing running', async () => {
    const room = under.open();
    await room.add([bad('Bad', 'stay')]);
    await room.consent('bad', (await room.launch('bad')).identity, true);
    const append = under.log.append.bind(under.log);
    under.log.append = async (event) => {
      await append(event);
      if (event.type === 'event' && event.what === 'server-started') void room.stop('bad');
    };
    expect((await room.start('bad')).connection).toEqual({ state: 'stopped' });
    expect(room.facts('bad')).toMatchObject({ connected: false });
    expect(room.log('bad').lines).toEqual([]);
  });
});

describe('while a start is being prepared', () => {
  it.each([
    ['stopped', (room) => room.stop('bad')],
    ['blocked', (room) => room.setTrust('bad', 'blocked')],
    ['removed', (room) => room.remove('bad')],
  ] as const satisfies readonly (readonly [string, (room: ServersRoom) => Promise<unknown>])[])('a server that is %s is not started', async (_what, act) => {
    const room = under.open();
    await room.add([bad('Bad', 'stay')]);
    await room.consent('bad', (await room.launch('bad')).identity, true);
    const start = room.start('bad');
    await act(room);
    await start.catch(() => undefined);
    expect(room.entry('bad')?.connection.state ?? 'gone').not.toBe('running');
    expect(under.log.names()).not.toContain('server-started');
  });
});

describe('while a decision is being recorded', () => {
  /** Does something once, while the record of this name is on its way to disk. */
  const during = (what: string, act: () => unknown): void => {
    const append = under.log.append.bind(under.log);
    under.log.append = async (event) => {
      await append(event);
      if (event.type !== 'event' || event.what !== what) return;
      under.log.append = append;
      await act();
    };
  };

  it('a block is not undone by a consent', async () => {
    const room = under.open();
    await room.add([bad('Bad')]);
    during('launch-consented', () => room.setTrust('bad', 'blocked'));
    await room.consent('bad', (await room.launch('bad')).identity, true);
    expect(room.entry('bad')?.trust).toBe('blocked');
  });

  it('a removed server does not come back', async () => {
    const room = under.open();
    await room.add([bad('Bad')]);
    await room.consent('bad', (await room.launch('bad')).identity, true);
    during('trust-changed', () => room.remove('bad'));
    expect(await code(room.setTrust('bad', 'restricted'))).toBe('unknown-server');
    expect(room.list()).toEqual([]);
  });
});
