import { describe, expect, it } from 'vitest';
import { createAnswerer, ProblemError, type Handlers } from '../../../main/ipc/handle.ts';
import { CHANNELS, DROPPED, type Channel } from '../../../preload/contract/channels.ts';
import { schemas } from '../../../preload/contract/schemas.ts';

function answering(handlers: Partial<Record<Channel, (request: never) => unknown>>, ours = true) {
  const faults: unknown[] = [];
  const answer = createAnswerer(handlers as unknown as Handlers, () => ours, (error) => faults.push(error));
  return { faults, send: (channel: Channel, request: unknown) => answer(channel, {} as never, request) };
}

describe('the channel handler', () => {
  it('has both schemas for every channel', () => {
    expect(Object.keys(schemas).sort()).toEqual([...CHANNELS, DROPPED].sort());
  });

  it('refuses a sender that is not our page before it looks at the request', async () => {
    let ran = false;
    const { send } = answering({ 'servers:list': () => { ran = true; return []; } }, false);
    expect(await send('servers:list', {})).toEqual({ ok: false, problem: { code: 'bad-request', facts: {} } });
    expect(ran).toBe(false);
  });

  it.each([[undefined], [null], [{ serverId: 1 }], [{ serverId: 's', more: true }], ['s']])('refuses the request %j', async (request) => {
    let ran = false;
    const { send } = answering({ 'servers:stop': () => { ran = true; return {}; } });
    expect(await send('servers:stop', request)).toMatchObject({ ok: false, problem: { code: 'bad-request' } });
    expect(ran).toBe(false);
  });

  it('refuses arguments nested too deep to be walked', async () => {
    let args: unknown = {};
    for (let i = 0; i < 20_000; i += 1) args = { a: args };
    const { send, faults } = answering({ 'calls:plan': () => ({ callId: 'c' }) });
    expect(await send('calls:plan', { serverId: 's', tool: 't', args })).toMatchObject({ ok: false, problem: { code: 'bad-request' } });
    expect(faults).toEqual([]);
  });

  it('lets no field cross that the view does not declare', async () => {
    const { send, faults } = answering({ 'calls:plan': () => ({ callId: 'c', secret: 's3cret' }) });
    expect(await send('calls:plan', { serverId: 's', tool: 't', args: {} })).toEqual({ ok: false, problem: { code: 'internal', facts: {} } });
    expect(faults).toHaveLength(1);
  });

  it('answers with a problem, and never with a foreign message', async () => {
    const { send } = answering({
      'servers:stop': () => { throw new ProblemError('unknown-server', { name: 'x' }); },
      'servers:start': () => { throw new Error('/home/eva/secret'); },
    });
    expect(await send('servers:stop', { serverId: 's' })).toEqual({ ok: false, problem: { code: 'unknown-server', facts: { name: 'x' } } });
    expect(await send('servers:start', { serverId: 's' })).toEqual({ ok: false, problem: { code: 'internal', facts: {} } });
  });
});
