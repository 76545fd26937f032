import { mkdtempSync, readFileSync, realpathSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { CALL_ID_KEY, type Session } from '../../../../main/adapters/mcp/session.ts';
import { sha256 } from '../../../../main/adapters/digest/sha256.ts';
import { canonical } from '../../../../main/core/canonical/canonical.ts';
import type { JsonObject } from '../../../../main/core/words/index.ts';
import { planCall } from '../../../../main/gate/planned-call.ts';
import type { StdioProgram } from '../../../../main/adapters/mcp/stdio-transport.ts';
import { never, opened, until, Witness } from '../../../servers/opened.ts';
import { everything, evil, filesystem } from '../../../servers/programs.ts';

const open: Session[] = [];
const witness = (): Witness => new Witness();
async function session(program: StdioProgram, heard = witness()): Promise<Session> {
  const one = await opened(heard, heard.wire(program));
  open.push(one);
  return one;
}
afterEach(async () => {
  await Promise.all(open.splice(0).map((one) => one.close()));
});

describe('a session with a real server', () => {
  it('lists and calls the reference file server', async () => {
    const root = realpathSync(mkdtempSync(join(tmpdir(), 'files-')));
    const files = await session(filesystem(root));
    const names = files.catalogue.definitions.map((one) => one.name);
    expect(names).toContain('write_file');
    expect(files.catalogue.refused).toEqual([]);
    expect(files.catalogue.says?.name).toMatch(/filesystem/);
    const answer = await files.call('write_file', { path: join(root, 'a.txt'), content: 'hello' }, never);
    expect(answer).toMatchObject({ kind: 'result', isError: false });
    expect(readFileSync(join(root, 'a.txt'), 'utf8')).toBe('hello');
    const missing = await files.call('read_text_file', { path: join(root, 'none.txt') }, never);
    expect(missing).toMatchObject({ kind: 'result', isError: true });
  });

  it('lists tools, prompts, resources and instructions of server-everything and calls echo', async () => {
    const all = await session(everything());
    const kinds = new Set(all.catalogue.definitions.map((one) => one.kind));
    expect(kinds).toEqual(new Set(['tool', 'prompt', 'resource', 'template', 'instructions']));
    expect(all.catalogue.partial).toBe(false);
    const answer = await all.call('echo', { message: 'hi' }, never);
    expect(answer).toMatchObject({ kind: 'result', parts: [{ type: 'text', text: 'Echo: hi' }] });
  });
});

describe('the arguments of a call', () => {
  it.each([[[]], [['modern']]])('reach the server as they were hashed, whatever they are called (%j)', async (flags) => {
    const hostile = JSON.parse('{"b":1,"a":2,"__proto__":{"x":1},"constructor":{"prototype":{"y":1}},"toJSON":"x","n":-0,"big":1e21,"small":1e-7,"i":9007199254740991,"nested":{"__proto__":[{"__proto__":null}]},"1":"one","u":"a\\u030a","_meta":{"a":1},"":0,"\\u2028":"\\u2029"}') as JsonObject;
    const call = planCall('c', { planner: { kind: 'person', name: 'x' }, client: 'desktop', serverId: 's', tool: 'echo', args: hostile }, null, sha256);
    const one = await session(evil(...flags));
    const answer = await one.call('echo', call.args, never, call.id);
    const said = answer.kind === 'result' && answer.parts[0]?.type === 'text' ? JSON.parse(answer.parts[0].text) as JsonObject : {};
    expect(sha256(canonical(said))).toBe(call.argsDigest);
    expect(Object.keys(said)).toContain('__proto__');
  });
});

describe('the id of a call', () => {
  it('travels to the server beside the arguments, on both protocols', async () => {
    for (const faults of [[], ['modern']]) {
      const one = await session(evil(...faults));
      const told = await one.call('meta', {}, never, 'call-4711');
      const text = told.kind === 'result' && told.parts[0]?.type === 'text' ? told.parts[0].text : '';
      expect(JSON.parse(text)).toMatchObject({ [CALL_ID_KEY]: 'call-4711' });
      const echoed = await one.call('echo', { a: 1 }, never, 'call-4711');
      expect(echoed).toMatchObject({ parts: [{ type: 'text', text: '{"a":1}' }] });
    }
  });
});

describe('a session with a bad server', () => {
  it('skips a banner and keeps it in the log', async () => {
    const heard = witness();
    const one = await session(evil('banner'), heard);
    expect(await one.call('good', {}, never)).toMatchObject({ kind: 'result' });
    expect(heard.log.read().lines).toContain('[stdout] *** ready ***');
  });

  it('lists again what changed while it was first listed', async () => {
    const one = await session(evil('changes-early'));
    await until(() => one.catalogue.definitions.some((d) => d.name === 'late'));
  });

  it('stops reading a list whose pages are large and do not end, and cuts a name without end', async () => {
    const one = await session(evil('large-pages', 'endless-pages', 'long-name'));
    expect(one.catalogue.partial).toBe(true);
    expect(one.catalogue.refused.filter((refused) => refused.why === 'too-large' || refused.name === 'large').length).toBeLessThanOrEqual(3);
    expect(one.catalogue.says?.name.length).toBe(200);
  });

  it('refuses a tool nested 100,000 deep alone', async () => {
    const one = await session(evil('deep'));
    expect(one.catalogue.refused).toEqual([{ kind: 'tool', name: 'deep', why: 'too-deep' }]);
    expect(one.catalogue.definitions.map((d) => d.name)).toContain('good');
  });

  it.each([['legacy', []], ['modern', ['modern']]])('keeps fields, schema-less tools and refuses odd ones, %s', async (_, more) => {
    const one = await session(evil('no-schema', 'unknown-fields', 'duplicate-keys', 'numbers', 'duplicate-names', 'lone-surrogate', ...more));
    const byName = new Map(one.catalogue.definitions.map((d) => [d.name, d.value]));
    expect(byName.get('bare')).toEqual({ name: 'bare', description: 'no schema' });
    expect(byName.get('odd')).toMatchObject({ 'x-vendor': { a: 1 }, annotations: { sneaky: 'yes' } });
    expect(one.catalogue.refused.map(({ name, why }) => `${name} ${why}`).sort()).toEqual([
      'double duplicate-keys', 'huge number-range', 'lone not-canonical', 'rounded number-range', 'twin duplicate-name',
    ]);
    expect(await one.call('bare', {}, never)).toMatchObject({ kind: 'result' });
  });

  it('marks a list that never ends as partial', async () => {
    const one = await session(evil('endless-pages'));
    expect(one.catalogue.partial).toBe(true);
  });

  it('brings a 20 MB result whole', async () => {
    const one = await session(evil());
    const answer = await one.call('big', {}, never);
    if (answer.kind !== 'result') throw new Error(JSON.stringify(answer));
    const part = answer.parts[0];
    expect(part?.type === 'text' && part.text.length).toBe(20 * 1024 * 1024);
  });

  it('ends a line over the cap by name and memory stays bounded', async () => {
    const heard = witness();
    const before = process.memoryUsage().rss;
    const result = await heard.open(heard.wire(evil('flood'), 4 * 1024 * 1024));
    expect(result).toMatchObject({ ok: false, end: { why: 'too-large' } });
    expect(process.memoryUsage().rss - before).toBeLessThan(200 * 1024 * 1024);
  });

  it('calls a stream of garbage garbage', async () => {
    const heard = witness();
    expect(await heard.open(heard.wire(evil('garbage')))).toMatchObject({ ok: false, end: { why: 'garbage' } });
  });

  it('says that a server ended, and its last line', async () => {
    const heard = witness();
    expect(await heard.open(heard.wire(evil('exit-at-once')))).toMatchObject({ ok: false, end: { why: 'exited', detail: 'exit code 3' } });
    expect(heard.log.last()).toBe('fatal: no configuration');
  });

  it('says that a server does not answer', async () => {
    const heard = witness();
    expect(await heard.open(heard.wire(evil('hang')), { connectMs: 600, probeMs: 150 })).toMatchObject({ ok: false, end: { why: 'no-answer' } });
  });

  it('says that the command is missing', async () => {
    const heard = witness();
    const make = heard.wire({ ...evil(), file: '/nowhere/at/all' });
    expect(await heard.open(make)).toMatchObject({ ok: false, end: { why: 'command-missing' } });
  });

  it('takes the first of two answers and gives the second to nobody', async () => {
    const heard = witness();
    const one = await session(evil('two-answers'), heard);
    expect(await one.call('good', {}, never)).toMatchObject({ parts: [{ text: 'first' }] });
    expect(await one.call('good', {}, never)).toMatchObject({ parts: [{ text: 'first' }] });
    expect(heard.log.read().lines.join('\n')).toContain('unknown-answer');
  });

  it('matches no answer to a call by a wrong id', async () => {
    const one = await session(evil('wrong-ids'));
    expect(await one.call('good', {}, never)).toMatchObject({ parts: [{ text: 'good' }] });
  });

  it('names a death in the middle of a call and does not know what was done', async () => {
    const heard = witness();
    const one = await session(evil(), heard);
    expect(await one.call('die', {}, never)).toMatchObject({ kind: 'failed', why: 'server-stopped', sent: true });
    await until(() => heard.ends.length === 1);
    expect(heard.ends).toEqual([{ why: 'exited', detail: 'exit code 7' }]);
    expect(await one.call('good', {}, never)).toMatchObject({ kind: 'failed', sent: false });
  });

  it('cancels a call that the server never answers', async () => {
    const one = await session(evil());
    const abort = new AbortController();
    const call = one.call('slow', {}, abort.signal);
    setTimeout(() => abort.abort(), 30);
    expect(await call).toMatchObject({ kind: 'failed', why: 'cancelled', sent: true });
    expect(await one.call('good', {}, never)).toMatchObject({ kind: 'result' });
  });

  it('sends nothing for a call that was cancelled before', async () => {
    const one = await session(evil());
    expect(await one.call('good', {}, AbortSignal.abort())).toMatchObject({ why: 'cancelled', sent: false });
  });

  it('gives up on a call without progress', async () => {
    const heard = witness();
    const one = await opened(heard, heard.wire(evil()), { callIdleMs: 120 });
    open.push(one);
    expect(await one.call('slow', {}, never)).toMatchObject({ kind: 'failed', why: 'timeout', sent: true });
  });

  it('reads an answer that comes byte by byte', async () => {
    const one = await session(evil('drip'));
    expect(await one.call('good', {}, never)).toMatchObject({ parts: [{ text: 'drop by drop' }] });
  });

  it.each([['invalid-utf8'], ['deep-result']])('refuses an answer with %s by name and goes on', async (fault) => {
    const one = await session(evil(fault));
    expect(await one.call('good', {}, never)).toMatchObject({ kind: 'failed', why: 'bad-answer', sent: true });
    expect(one.catalogue.definitions.length).toBeGreaterThan(0);
  });

  it.each([['modern', ['modern', 'input-required']], ['legacy', ['input-required']]])('surfaces a question instead of answering it, %s', async (_, faults) => {
    const heard = witness();
    const one = await session(evil('log-requests', ...faults), heard);
    expect(await one.call('good', {}, never)).toEqual({ kind: 'input-required', methods: ['elicitation/create'] });
    await one.close();
    expect(heard.log.read().lines.filter((line) => line === 'got tools/call')).toHaveLength(1);
  });

  it('declines elicitation and says that it was asked', async () => {
    const heard = witness();
    const one = await session(evil('elicit'), heard);
    expect(await one.call('good', {}, never)).toMatchObject({ kind: 'result' });
    expect(heard.asked).toEqual(['elicitation/create']);
    await until(() => heard.log.read().lines.some((line) => line.includes('-32601')));
  });

  it('keeps isError', async () => {
    const one = await session(evil());
    expect(await one.call('echo', { fail: true }, never)).toMatchObject({ kind: 'result', isError: true });
  });

  it('lists again when the server says its lists changed, and not faster under a storm', async () => {
    const heard = witness();
    const one = await session(evil('storm', 'changing'), heard);
    await until(() => heard.catalogues.length >= 1);
    expect(one.catalogue.definitions.some((d) => d.name.startsWith('changing-'))).toBe(true);
    expect(heard.catalogues.length).toBeLessThan(4);
    expect(await one.call('good', {}, never)).toMatchObject({ kind: 'result' });
  });

  it('keeps a bounded log of what a server writes', async () => {
    const heard = witness();
    await session(evil('chatter'), heard);
    await until(() => heard.log.read().dropped > 0);
    expect(heard.log.read().lines.join('\n').length).toBeLessThan(260 * 1024);
  });

  it('never lets a bad server hurt a good one', async () => {
    const good = await session(evil());
    const bad = witness();
    const flooding = bad.open(bad.wire(evil('flood')));
    for (let i = 0; i < 20; i++) {
      expect(await good.call('good', {}, never)).toMatchObject({ kind: 'result' });
    }
    expect(await flooding).toMatchObject({ ok: false });
  });
});

describe('a server that reads nothing', () => {
  it('is ended once too much waits for it', async () => {
    const heard = witness();
    const wire = heard.wire({ file: process.execPath, args: ['-e', 'setInterval(() => {}, 1000)'], env: {}, cwd: tmpdir() })({ asked() {}, listChanged() {}, dropped() {} });
    await wire.start();
    const block = 'x'.repeat(4 * 1024 * 1024);
    const sent = Array.from({ length: 40 }, (_, id) => wire.send({ jsonrpc: '2.0', id, method: 'tools/call', params: { block } }).then(() => 'sent', (error: Error) => error.name));
    expect(wire.end).toEqual({ why: 'no-answer', detail: null });
    await wire.close();
    expect((await Promise.all(sent)).at(-1)).toBe('NotSent');
  });
});

describe('stopping', () => {
  const alive = (pid: number): boolean => {
    try {
      return !/\) Z /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
    } catch {
      return false;
    }
  };

  it.runIf(process.platform === 'linux')('leaves nothing alive of a server that ignores the request, its children included', async () => {
    const heard = witness();
    const one = await opened(heard, heard.wire(evil('ignore-term', 'grandchild', 'stay')));
    await until(() => heard.log.read().lines.some((line) => line.startsWith('grandchild')));
    const grandchild = Number(/grandchild (\d+)/.exec(heard.log.read().lines.join('\n'))?.[1]);
    const child = heard.transports[0]?.pid ?? 0;
    expect([alive(child), alive(grandchild)]).toEqual([true, true]);
    await one.close();
    expect([alive(child), alive(grandchild)]).toEqual([false, false]);
  });

  it.runIf(process.platform === 'linux')('ends the children of a server that died by itself', async () => {
    const heard = witness();
    const one = await session(evil('grandchild'), heard);
    await until(() => heard.log.read().lines.some((line) => line.startsWith('grandchild')));
    const grandchild = Number(/grandchild (\d+)/.exec(heard.log.read().lines.join('\n'))?.[1]);
    await one.call('die', {}, never);
    await until(() => !alive(grandchild));
  });
});
