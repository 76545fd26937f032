import { spawn, type ChildProcess } from 'node:child_process';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { HttpTransport } from '../../../../main/adapters/mcp/http-transport.ts';
import type { Session } from '../../../../main/adapters/mcp/session.ts';
import type { MakeWire } from '../../../../main/adapters/mcp/wire.ts';
import { EvilHttp, type HttpFault } from '../../../servers/evil-http.ts';
import { ModernHttp } from '../../../servers/modern-http.ts';
import { never, opened, until, Witness } from '../../../servers/opened.ts';

const servers: EvilHttp[] = [];
const sessions: Session[] = [];
/** Only for a server that never answers: on a busy machine others need their time. */
const quick = { connectMs: 800, probeMs: 400 };

async function server(fault: HttpFault): Promise<EvilHttp> {
  const one = await EvilHttp.listen(fault);
  servers.push(one);
  return one;
}
function wire(heard: Witness, url: string, headers: Record<string, string> = {}, messageBytes?: number): MakeWire {
  return (events) => new HttpTransport(url, headers, { log: heard.log, events, ...(messageBytes === undefined ? {} : { messageBytes }) });
}
async function session(url: string, heard = new Witness(), headers: Record<string, string> = {}, messageBytes?: number): Promise<Session> {
  const one = await opened(heard, wire(heard, url, headers, messageBytes));
  sessions.push(one);
  return one;
}
afterEach(async () => {
  await Promise.all(sessions.splice(0).map((one) => one.close()));
  await Promise.all(servers.splice(0).map((one) => one.close()));
});

describe('a session with server-everything over HTTP', () => {
  let child: ChildProcess;
  let url = '';
  beforeAll(async () => {
    const port = await freePort();
    const script = createRequire(import.meta.url).resolve('@modelcontextprotocol/server-everything/dist/index.js');
    child = spawn(process.execPath, [script, 'streamableHttp'], { env: { ...process.env, PORT: String(port) }, stdio: ['ignore', 'ignore', 'pipe'] });
    url = `http://127.0.0.1:${port}/mcp`;
    await new Promise<void>((done) => child.stderr?.on('data', (text) => /listening/i.test(String(text)) && done()));
  });
  afterAll(() => void child.kill('SIGKILL'));

  it('lists and calls', async () => {
    const one = await session(url);
    expect(one.catalogue.definitions.filter((d) => d.kind === 'tool').length).toBeGreaterThan(5);
    expect(await one.call('echo', { message: 'hi' }, never)).toMatchObject({ kind: 'result', parts: [{ text: 'Echo: hi' }] });
  });

  it('cancels', async () => {
    const one = await session(url);
    const abort = new AbortController();
    const call = one.call('trigger-long-running-operation', { duration: 20, steps: 5 }, abort.signal);
    setTimeout(() => abort.abort(), 50);
    expect(await call).toMatchObject({ kind: 'failed', why: 'cancelled' });
  });
});

describe('a session with a server of the newer protocol over HTTP', () => {
  it('lists, calls with mirrored headers, and hears of changed lists', async () => {
    const far = await ModernHttp.listen();
    const heard = new Witness();
    const one = await session(far.url, heard);
    expect(one.catalogue).toMatchObject({ era: '2026-07-28', partial: false, says: { name: 'modern' } });
    expect(one.catalogue.definitions.map((d) => d.name)).toEqual(['greet']);
    expect(await one.call('greet', { region: 'eu' }, never)).toMatchObject({ kind: 'result', isError: false, parts: [{ text: 'hello eu' }] });
    expect(far.headers.some((headers) => headers.get('mcp-param-region') === 'eu')).toBe(true);
    far.add('more');
    await until(() => heard.catalogues.length > 0);
    expect(one.catalogue.definitions.map((d) => d.name)).toEqual(['greet', 'more']);
    await one.close();
    await far.close();
  });
});

describe('a remote server', () => {
  it.each([['none'], ['sse'], ['event-split'], ['redirect-slash']] as const)('is listed and called, %s', async (fault) => {
    const far = await server(fault);
    const one = await session(far.url);
    expect(one.catalogue.definitions[0]?.value).toEqual({ name: 'good', inputSchema: { type: 'object' }, 'x-vendor': 2 });
    expect(await one.call('good', {}, never)).toMatchObject({ kind: 'result', parts: [{ text: 'good' }] });
  });

  it('gets its headers with every request', async () => {
    const far = await server('none');
    const one = await session(far.url, new Witness(), { Authorization: 'Bearer canary' });
    await one.call('good', {}, never);
    expect(far.requests.every((request) => request.headers.authorization === 'Bearer canary')).toBe(true);
  });

  it.each([
    ['unauthorized', 'unauthorized'], ['html', 'garbage'], ['hang', 'no-answer'], ['error-500', 'unreachable'], ['garbage-json', 'garbage'],
  ] as const)('that does %s is %s', async (fault, why) => {
    const far = await server(fault);
    const heard = new Witness();
    expect(await heard.open(wire(heard, far.url), fault === 'hang' ? quick : {})).toMatchObject({ ok: false, end: { why } });
  });

  it('that is not there is unreachable', async () => {
    const heard = new Witness();
    expect(await heard.open(wire(heard, `http://127.0.0.1:${await freePort()}/mcp`))).toMatchObject({ ok: false, end: { why: 'unreachable' } });
  });

  it('that redirects to another origin is refused, and the token does not follow', async () => {
    const trap = await server('none');
    const far = await server('redirect');
    far.redirectTo = trap.url;
    const heard = new Witness();
    expect(await heard.open(wire(heard, far.url, { Authorization: 'Bearer canary' }))).toMatchObject({ ok: false, end: { why: 'refused' } });
    expect(trap.requests).toEqual([]);
  });

  it('that redirects to another address of its origin is refused, and the token does not follow', async () => {
    const far = await server('redirect-same');
    const heard = new Witness();
    expect(await heard.open(wire(heard, far.url, { Authorization: 'Bearer canary' }))).toMatchObject({ ok: false, end: { why: 'refused', detail: expect.stringContaining('/moved') } });
    expect(far.requests.filter(({ url }) => url !== '/mcp')).toEqual([]);
  });

  it('that redirects a call to its neighbour gets it once, and the neighbour never', async () => {
    const far = await server('none');
    const one = await session(far.url);
    far.fault = 'redirect-same';
    expect(await one.call('good', { secret: 'x' }, never)).toMatchObject({ kind: 'failed', why: 'protocol-error', sent: true });
    expect([far.calls(), far.requests.filter(({ url }) => url !== '/mcp')]).toEqual([1, []]);
  });

  it.each([['0'], ['1'], ['99999999999'], ['-5'], ['x']])('that ends its stream and wishes %s ms is not asked again at once', async (retry) => {
    const far = await server('retry-storm');
    far.retry = retry;
    await session(far.url);
    await new Promise((done) => setTimeout(done, 700));
    expect(far.requests.filter(({ method }) => method === 'GET').length).toBeLessThanOrEqual(1);
  });

  it.each([['http://example.com/mcp'], ['http://169.254.169.254/mcp'], ['http://127.0.0.1.example.com/mcp'], ['https://user:pass@example.com/mcp'], ['file:///etc/passwd']])('at %s is refused before anything is sent', async (url) => {
    const heard = new Witness();
    expect(await heard.open(wire(heard, url))).toMatchObject({ ok: false, end: { why: 'refused' } });
  });

  it('refuses a too deep tool alone', async () => {
    const one = await session((await server('deep')).url);
    expect(one.catalogue.refused).toEqual([{ kind: 'tool', name: 'odd', why: 'too-deep' }]);
    expect(one.catalogue.definitions.map((d) => d.name)).toEqual(['good']);
  });

  it.each([
    ['too-large', 'too-large'], ['sse-flood', 'too-large'], ['wrong-id', 'bad-answer'], ['cut-stream', 'bad-answer'], ['deep-result', 'bad-answer'], ['error-500', 'protocol-error'], ['garbage-json', 'bad-answer'],
  ] as const)('fails a call with %s by name, sent once', async (fault, why) => {
    const far = await server('none');
    const one = await session(far.url, new Witness(), {}, 1_000_000);
    far.fault = fault;
    expect(await one.call('good', {}, never)).toMatchObject({ kind: 'failed', why, sent: true });
    expect(far.calls()).toBe(1);
    far.fault = 'none';
    expect(await one.call('good', {}, never)).toMatchObject({ kind: 'result' });
  });

  it.each([['unauthorized-later', 'unauthorized', 'unauthorized'], ['forgotten', 'server-stopped', 'unreachable']] as const)('that answers a call with %s is no longer connected', async (fault, why, end) => {
    const far = await server('none');
    const heard = new Witness();
    const one = await session(far.url, heard);
    far.fault = fault;
    expect(await one.call('good', {}, never)).toMatchObject({ kind: 'failed', why, sent: true });
    expect(heard.ends).toMatchObject([{ why: end }]);
    far.fault = 'none';
    expect(await one.call('good', {}, never)).toMatchObject({ kind: 'failed', why: 'not-connected', sent: false });
    expect(far.calls()).toBe(1);
  });

  it('surfaces a question and answers nothing', async () => {
    const far = await server('none');
    const one = await session(far.url);
    far.fault = 'input-required';
    expect(await one.call('good', {}, never)).toEqual({ kind: 'input-required', methods: ['roots/list'] });
    expect(far.calls()).toBe(1);
  });

  it('that went away got nothing of the call', async () => {
    const far = await server('none');
    const heard = new Witness();
    const one = await session(far.url, heard);
    await far.close();
    servers.splice(0);
    // The first call may still meet the old connection, where it cannot be said what arrived.
    expect(await one.call('good', {}, never)).toMatchObject({ kind: 'failed' });
    expect(await one.call('good', {}, never)).toMatchObject({ kind: 'failed', sent: false });
    expect(heard.ends).toMatchObject([{ why: 'unreachable' }]);
  });

  it('gives up after the idle time and ends the wait', async () => {
    const far = await server('none');
    const heard = new Witness();
    const one = await opened(heard, wire(heard, far.url), { callIdleMs: 150 });
    sessions.push(one);
    far.fault = 'hang';
    expect(await one.call('good', {}, never)).toMatchObject({ kind: 'failed', why: 'timeout', sent: true });
    await until(() => far.calls() === 1);
  });
});

async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((done) => probe.listen(0, '127.0.0.1', done));
  const address = probe.address();
  await new Promise((done) => probe.close(done));
  return typeof address === 'object' && address !== null ? address.port : 0;
}
