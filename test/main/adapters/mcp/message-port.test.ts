import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { afterEach, describe, expect, it } from 'vitest';
import { MessagePortTransport, type StartChild } from '../../../../main/adapters/mcp/message-port-transport.ts';
import type { Session } from '../../../../main/adapters/mcp/session.ts';
import { never, opened, until, Witness } from '../../../servers/opened.ts';
import { evil } from '../../../servers/programs.ts';

/** A child that is spoken to in posts: the bad server, its lines carried as posts. */
function posts(...faults: string[]): StartChild {
  return () => {
    const { file, args } = evil(...faults);
    const child = spawn(file, [...args], { stdio: ['pipe', 'pipe', 'ignore'] });
    const gone = new Promise<void>((done) => child.once('exit', () => done()));
    return {
      pid: child.pid ?? null,
      post: (text) => void child.stdin.write(`${text}\n`),
      onMessage: (listener) => void createInterface({ input: child.stdout }).on('line', listener),
      onExit: (listener) => void child.once('exit', listener),
      end: async () => {
        child.kill('SIGKILL');
        await gone;
      },
    };
  };
}
const sessions: Session[] = [];
afterEach(async () => void (await Promise.all(sessions.splice(0).map((one) => one.close()))));

async function session(heard: Witness, ...faults: string[]): Promise<Session> {
  const one = await opened(heard, (events) => new MessagePortTransport(posts(...faults), heard.log, events));
  sessions.push(one);
  return one;
}

describe('a server behind a message port', () => {
  it.each([['legacy', []], ['modern', ['modern']]])('is listed and called, %s', async (_, faults) => {
    const one = await session(new Witness(), ...faults);
    expect(one.catalogue.definitions.map((d) => d.name)).toContain('good');
    expect(await one.call('good', {}, never)).toMatchObject({ kind: 'result', parts: [{ text: 'good' }] });
  });

  it('that dies is said to have ended', async () => {
    const heard = new Witness();
    const one = await session(heard);
    expect(await one.call('die', {}, never)).toMatchObject({ kind: 'failed', why: 'server-stopped', sent: true });
    await until(() => heard.ends.length === 1);
    expect(heard.ends).toEqual([{ why: 'exited', detail: 'exit code 7' }]);
    expect(await one.call('good', {}, never)).toMatchObject({ kind: 'failed', sent: false });
  });

  it('answers each call once', async () => {
    const one = await session(new Witness(), 'two-answers');
    expect(await one.call('good', {}, never)).toMatchObject({ parts: [{ text: 'first' }] });
    expect(await one.call('good', {}, never)).toMatchObject({ parts: [{ text: 'first' }] });
  });
});
