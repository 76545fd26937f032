import { describe, expect, it } from 'vitest';
import { sha256 } from '../../../../main/adapters/digest/sha256.ts';
import { LARGE_BYTES, MessageReader } from '../../../../main/adapters/mcp/message-reader.ts';
import { readLarge } from '../../../../main/core/connections/large-message.ts';

function reader(): { reader: MessageReader; dropped: string[]; asked: string[] } {
  const dropped: string[] = [];
  const asked: string[] = [];
  return { dropped, asked, reader: new MessageReader({ asked: (method) => void asked.push(method), listChanged: () => undefined, dropped: (why) => void dropped.push(why) }) };
}
const request = (id: number | string, method = 'tools/call'): { jsonrpc: '2.0'; id: number | string; method: string } => ({ jsonrpc: '2.0', id, method });
const answer = (id: unknown, text = 'x'): string => JSON.stringify({ jsonrpc: '2.0', id, result: { content: [{ type: 'text', text }] } });

describe('an answer', () => {
  it('is taken once, whole, and nothing of it reaches the library', () => {
    const { reader: one, dropped } = reader();
    one.sent(request(1));
    const reduced = one.read(answer(1, 'secret'));
    expect(JSON.stringify(reduced)).not.toContain('secret');
    const result = reduced !== null && 'result' in reduced ? reduced.result : null;
    expect(one.take(result)).toEqual({ of: 'call', result: { content: [{ type: 'text', text: 'secret' }] } });
    expect(one.take(result)).toBeNull();
    expect(one.read(answer(1, 'again'))).toBeNull();
    expect(dropped).toEqual(['unknown-answer']);
  });

  it.each([[2], ['1'], [null], [1.5], [[1]], [{}], [undefined]])('with the id %j belongs to no request 1', (id) => {
    const { reader: one, dropped } = reader();
    one.sent(request(1));
    expect(one.read(answer(id))).toBeNull();
    expect(dropped).toEqual(['unknown-answer']);
    expect(one.isWaiting(1)).toBe(true);
  });

  it('that comes after the request was cancelled belongs to nobody', () => {
    const { reader: one } = reader();
    one.sent(request(1));
    one.sent({ jsonrpc: '2.0', method: 'notifications/cancelled', params: { requestId: 1 } });
    expect(one.read(answer(1))).toBeNull();
  });

  it('with a forged stand-in takes nothing of another call', () => {
    const { reader: one } = reader();
    one.sent(request(1));
    one.sent(request(2));
    one.read(answer(1, 'first'));
    const forged = one.read(JSON.stringify({ jsonrpc: '2.0', id: 2, result: { content: [], _meta: { 'countersign/raw': 'number:1' } } }));
    expect(one.take(forged !== null && 'result' in forged ? forged.result : null)).toMatchObject({ result: { _meta: { 'countersign/raw': 'number:1' } } });
  });

  it('that is neither result nor error is an error', () => {
    const { reader: one } = reader();
    one.sent(request(1));
    expect(one.read('{"jsonrpc":"2.0","id":1,"result":"text"}')).toMatchObject({ id: 1, error: { code: -32700 } });
  });
});

describe('anything else', () => {
  it.each([['banner', 'not-json'], ['{"jsonrpc":"2.0"', 'not-json'], ['[]', 'not-a-message'], ['null', 'not-a-message'], ['{"id":1}', 'not-a-message'], ['{"jsonrpc":"1.0","id":1,"result":{}}', 'not-a-message']])('%s is dropped as %s', (text, why) => {
    const { reader: one, dropped } = reader();
    expect(one.read(text)).toBeNull();
    expect(dropped).toEqual([why]);
    expect(one.valid).toBe(0);
  });

  it('leaves the prototypes alone', () => {
    const { reader: one } = reader();
    one.sent(request(1, 'tools/list'));
    one.read('{"jsonrpc":"2.0","id":1,"result":{"tools":[{"name":"a","__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}}}],"__proto__":{"polluted":1}}}');
    expect(({} as { polluted?: number }).polluted).toBeUndefined();
  });

  it('tells of requests of the server, pings aside', () => {
    const { reader: one, asked } = reader();
    one.read('{"jsonrpc":"2.0","id":1,"method":"ping"}');
    one.read('{"jsonrpc":"2.0","id":2,"method":"sampling/createMessage","params":{}}');
    expect(asked).toEqual(['sampling/createMessage']);
  });
});

describe('a flood', () => {
  it.each([
    '{"jsonrpc":"2.0","method":"notifications/progress","params":{"progressToken":1,"progress":1}}',
    '{"jsonrpc":"2.0","id":1,"method":"ping"}', '{"jsonrpc":"2.0","id":1,"method":"sampling/createMessage","params":{}}',
  ])('of %s reaches the library as a trickle, and never shuts out an answer', (text) => {
    const { reader: one } = reader();
    one.sent(request(7));
    const passed = Array.from({ length: 20_000 }, () => one.read(text)).filter((message) => message !== null);
    expect(passed.length).toBeGreaterThanOrEqual(200);
    expect(passed.length).toBeLessThan(2_000);
    expect(one.read(answer(7))).not.toBeNull();
  });

  it('that is over leaves room again', async () => {
    const { reader: one } = reader();
    const ping = '{"jsonrpc":"2.0","id":1,"method":"ping"}';
    for (let i = 0; i < 2_000; i += 1) one.read(ping);
    await new Promise((done) => { setTimeout(done, 100); });
    expect(one.read(ping)).not.toBeNull();
  });
});

describe('a large message', () => {
  /** A reader whose large messages are read by the part that does it in a thread, with a count of them. */
  function apart(): { one: MessageReader; dropped: string[]; reads: { count: number; now: () => void } } {
    const dropped: string[] = [];
    const reads = { count: 0, now: (): void => {} };
    const one = new MessageReader({ asked: () => undefined, listChanged: () => undefined, dropped: (why) => void dropped.push(why) }, {
      readLarge: (bytes, open) => {
        reads.count += 1;
        reads.now();
        return Promise.resolve(readLarge(new TextDecoder().decode(bytes), open, sha256));
      },
    });
    return { one, dropped, reads };
  }
  const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
  const list = (id: number): Uint8Array => bytes(JSON.stringify({ jsonrpc: '2.0', id, result: { tools: [{ name: 'a', description: 'x'.repeat(LARGE_BYTES) }] } }));

  it('is read apart while a list is waited for, and answers it once', async () => {
    const { one, dropped, reads } = apart();
    one.sent(request(1, 'tools/list'));
    const reduced = await one.readBytesApart(list(1));
    expect(JSON.stringify(reduced).length).toBeLessThan(200);
    expect(one.take(reduced !== null && 'result' in reduced ? reduced.result : null)).toMatchObject({ of: 'list', items: [{ name: 'a', why: 'too-large', digest: null }] });
    expect(await one.readBytesApart(list(1))).toBeNull();
    expect([reads.count, dropped]).toEqual([2, ['unknown-answer']]);
  });

  it('reaches nobody where its request was given up while it was read', async () => {
    const { one, dropped, reads } = apart();
    one.sent(request(1, 'tools/list'));
    reads.now = () => one.sent({ jsonrpc: '2.0', method: 'notifications/cancelled', params: { requestId: 1 } });
    expect(await one.readBytesApart(list(1))).toBeNull();
    expect(dropped).toEqual(['unknown-answer']);
  });

  it('that a thread could not read answers its request as too large, and is not looked through here', async () => {
    const dropped: string[] = [];
    const one = new MessageReader({ asked: () => undefined, listChanged: () => undefined, dropped: (why) => void dropped.push(why) }, { readLarge: () => Promise.resolve(null) });
    one.sent(request(1, 'tools/list'));
    expect(await one.readBytesApart(list(1))).toMatchObject({ id: 1, error: { message: 'unusable answer: too-large' } });
    expect(one.isWaiting(1)).toBe(false);
    expect(await one.readBytesApart(list(1))).toBeNull();
    expect(await one.readBytesApart(bytes('x'.repeat(LARGE_BYTES)))).toBeNull();
    expect(dropped).toEqual(['too-large', 'too-large']);
  });

  it('is read here where it answers a call, or is small', async () => {
    const { one, reads } = apart();
    one.sent(request(1));
    expect(await one.readBytesApart(bytes(answer(1, 'x'.repeat(LARGE_BYTES))))).not.toBeNull();
    one.sent(request(2, 'tools/list'));
    expect(await one.readBytesApart(bytes('{"jsonrpc":"2.0","id":2,"result":{"tools":[]}}'))).not.toBeNull();
    expect(reads.count).toBe(0);
  });
});
