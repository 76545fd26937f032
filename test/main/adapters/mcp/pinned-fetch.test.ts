import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { X509Certificate } from 'node:crypto';
import { afterEach, describe, expect, it } from 'vitest';
import { HttpTransport } from '../../../../main/adapters/mcp/http-transport.ts';
import { keyDigest, pinnedFetch, WrongKey } from '../../../../main/adapters/mcp/pinned-fetch.ts';
import { ordinaryBudgets, openSession } from '../../../../main/adapters/mcp/session.ts';
import { Witness } from '../../../servers/opened.ts';

const pem = (name: string): string => readFileSync(join('test/servers/tls', `${name}.pem`), 'utf8');
const digest = (name: string): string => keyDigest(new X509Certificate(pem(`${name}-cert`)).raw);
const ca = `${pem('one-cert')}${pem('two-cert')}`;

let server: Server | null = null;
let reached: string[] = [];
afterEach(async () => {
  server?.closeAllConnections();
  await new Promise<void>((done) => (server === null ? done() : server.close(() => done())));
  server = null;
});

/** A server that answers with what it was sent, under this certificate. */
async function listen(certificate: 'one' | 'two'): Promise<string> {
  reached = [];
  server = createServer({ key: pem(`${certificate}-key`), cert: pem(`${certificate}-cert`) }, (request, response) => {
    let body = '';
    request.on('data', (part) => { body += String(part); });
    request.on('end', () => {
      reached.push(`${request.method ?? ''} ${String(request.headers['authorization'])} ${body}`);
      if (request.url === '/moved') response.writeHead(307, { location: 'https://elsewhere.example' }).end();
      else if (request.url === '/none') response.writeHead(204).end();
      else response.writeHead(200, { 'content-type': 'text/plain', 'set-cookie': ['a=1', 'b=2'] }).end(`got ${body}`);
    });
  });
  await new Promise<void>((done) => server?.listen(0, '127.0.0.1', done));
  return `https://localhost:${(server.address() as AddressInfo).port}`;
}
const post = { method: 'POST', body: 'hello', headers: { authorization: 'Bearer secret' } };

describe('a server whose TLS key is pinned', () => {
  it('is spoken to while it shows that key, or another of those that are pinned', async () => {
    const url = await listen('one');
    const answer = await pinnedFetch([digest('two'), digest('one')], { ca })(url, post);
    expect([answer.status, await answer.text(), answer.headers.getSetCookie()]).toEqual([200, 'got hello', ['a=1', 'b=2']]);
    expect(reached).toEqual(['POST Bearer secret hello']);
  });

  it('gets nothing, not even a header, where it shows another, however good its certificate is', async () => {
    const url = await listen('two');
    const send = pinnedFetch([digest('one')], { ca });
    await expect(send(url, post)).rejects.toThrow(WrongKey);
    // The second time too: no session of the first is resumed.
    await expect(send(url, post)).rejects.toThrow(WrongKey);
    expect(reached).toEqual([]);
  });

  it('gets nothing either where its certificate is for nobody or from nobody, though the key is right', async () => {
    const url = await listen('one');
    await expect(pinnedFetch([digest('one')])(url, post)).rejects.toThrow(/self-signed/);
    await expect(pinnedFetch([digest('one')], { ca })('https://[::ffff:127.0.0.1]:1', post)).rejects.toThrow();
    await expect(pinnedFetch([digest('one')], { ca })(url.replace('https', 'http'), post)).rejects.toThrow(WrongKey);
    expect(reached).toEqual([]);
  });

  it('answers like any other: a redirect is not followed, an empty answer is empty, a cancelled request ends', async () => {
    const url = await listen('one');
    const send = pinnedFetch([digest('one')], { ca });
    expect(await send(`${url}/moved`)).toMatchObject({ status: 307 });
    expect(await (await send(`${url}/none`)).text()).toBe('');
    await expect(send(url, { signal: AbortSignal.abort() })).rejects.toThrow(/abort/i);
  });

  it('is told by name where a connection to it is begun', async () => {
    const url = await listen('two');
    const heard = new Witness();
    const opened = await openSession(
      (events) => new HttpTransport(url, { authorization: 'Bearer secret' }, { log: heard.log, events, fetch: pinnedFetch([digest('one')], { ca }) }),
      { ...ordinaryBudgets(false), known: null, log: heard.log }, heard.events,
    );
    expect(opened).toMatchObject({ ok: false, end: { why: 'wrong-key' } });
    expect(reached).toEqual([]);
  });
});
