import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { sha256 } from '../../../main/adapters/digest/sha256.ts';
import { commandsOf } from '../../../main/cli/commands/index.ts';
import { writeRequest } from '../../../main/host/requests/request-file.ts';
import { buildProgram } from '../host/skills/build-program.ts';
import { cli as runCli, type Ran } from './harness.ts';

let program: Awaited<ReturnType<typeof buildProgram>>;
let folder = '';
beforeAll(async () => { program = await buildProgram(); }, 120_000);
afterAll(() => program.remove());
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'countersign-request-cli-'));
  process.env['XDG_STATE_HOME'] = join(folder, 'state');
  return () => rm(folder, { recursive: true, force: true });
});
const cli = (...argv: string[]): Promise<Ran> => runCli([...argv, '--home', join(folder, 'home')], '', {
  commands: commandsOf(() => ({ version: '0.0.0-test', workerPath: join(program.parts, 'worker.cjs'), demoCmsPath: join(program.parts, 'demo-cms.cjs') })),
  env: { ...process.env, LANG: 'en_GB.UTF-8', LC_ALL: 'en_GB.UTF-8' },
});

type Call = Extract<Parameters<typeof writeRequest>[0], { kind: 'calls' }>['calls'][number];
const call = (args: Call['args'], tool = 'update_news'): Call =>
  ({ server: { name: 'Demo CMS', identity: null }, tool: { name: tool, digest: null }, args, argsDigest: '', effect: 'write', preview: null });
const saved = async (calls: readonly Call[], set?: { title: string }): Promise<string> => {
  const path = join(folder, 'x.countersign-request.json');
  await writeFile(path, writeRequest({ kind: 'calls', requestedAt: '2026-06-01T00:00:00.000Z', requestedBy: { person: 'ed', role: 'editor' }, calls: [...calls], ...(set === undefined ? {} : { set }) }, sha256));
  return path;
};
const title = async (id: string): Promise<unknown> => ((await cli('call', 'demo-cms', 'get_news', '--args', JSON.stringify({ id }), '--choose', 'approve')).lines[0]);
const TWO = [call({ id: 'n-1002', title: 'First by request' }), call({ id: 'n-1001', title: 'Second by request' })];

describe('request', { timeout: 90_000 }, () => {
  it('shows what a file asks for, whole, without a home, and whether it is as it was written', async () => {
    const path = await saved(TWO, { title: 'Two news' });
    expect(await cli('request', 'show', path)).toMatchObject({ code: 0, lines: [{ intact: true, kind: 'calls', requestedBy: { person: 'ed' }, set: { title: 'Two news' }, calls: [{ args: { id: 'n-1002' } }, {}] }] });
    await writeFile(path, JSON.stringify({ ...JSON.parse(await readFile(path, 'utf8')) as object, requestedBy: { person: 'ceo', role: 'admin' } }));
    expect(await cli('request', 'show', path)).toMatchObject({ code: 1, lines: [{ intact: false }] });
  });

  it('runs one call after another, each with a question of its own', async () => {
    const ran = await cli('request', 'run', await saved(TWO), '--choose', 'approve');
    expect(ran.lines).toEqual([expect.objectContaining({ verdict: 'ask', decision: 'approved', outcome: 'executed' }), expect.objectContaining({ outcome: 'executed', afterwards: 'as shown' })]);
    expect(ran.code).toBe(0);
    expect(JSON.stringify(await title('n-1002'))).not.toContain('error');
  });

  it('runs a set as one: one table, one answer, one line', async () => {
    const ran = await cli('request', 'run', await saved(TWO, { title: 'Two news' }), '--choose', 'approve');
    expect(ran.lines).toEqual([{ planned: 2, decision: 'approved', rows: [expect.objectContaining({ tool: 'update_news', end: 'updated', why: null }), expect.objectContaining({ end: 'updated' })] }]);
    expect(ran.code).toBe(0);
    expect(ran.said).toContain('Two news');
  });

  it('authorises nothing: without an answer, after a no, or beyond what a flag may say nothing is sent', async () => {
    for (const set of [undefined, { title: 'Two news' }]) {
      for (const choose of [[], ['--choose', 'deny']]) {
        const ran = await cli('request', 'run', await saved(TWO, set), ...choose);
        expect({ code: ran.code, executed: /executed|updated/.test(ran.out) }).toEqual({ code: 1, executed: false });
      }
      const publish = await cli('request', 'run', await saved([call({ id: 'n-1002' }, 'publish_news')], set), '--choose', 'approve');
      expect({ code: publish.code, executed: /executed|updated/.test(publish.out) }).toEqual({ code: 1, executed: false });
    }
  });

  it('is saved from the terminal where the role may only ask, of a call and of a skill’s set, and run by who may', async () => {
    expect(await cli('policy', 'role', 'editor')).toMatchObject({ code: 0 });
    const args = ['call', 'demo-cms', 'publish_news', '--args', '{"id":"n-1002"}'];
    const told = await cli(...args);
    expect(told).toMatchObject({ code: 1, lines: [{ because: 'role-requests', outcome: 'refused' }] });
    expect(told.said).toContain('with --request FILE');
    const one = join(folder, 'one.json');
    expect(await cli(...args, '--request', one)).toMatchObject({ code: 1, lines: [{ because: 'role-requests', request: one }] });
    expect(await cli('request', 'show', one)).toMatchObject({ code: 0, lines: [{ requestedBy: { role: 'editor' }, calls: [{ effect: 'publish', args: { id: 'n-1002' }, preview: { kind: 'effect' } }] }] });
    // What is there is never written over.
    const again = await cli(...args, '--request', one);
    expect(again.said).toContain('could not be written');
    expect(again.lines[0]).not.toHaveProperty('request');
    const set = join(folder, 'set.json');
    const skill = await cli('skill', 'run', 'publish-news', '--answers', '{"project":"demo","draft":"n-1002"}', '--request', set);
    expect(skill).toMatchObject({ code: 1, lines: [{ request: set, failed: [{ why: 'role-requests' }] }] });
    expect(await cli('request', 'show', set)).toMatchObject({ code: 0, lines: [{ set: {}, calls: [{ effect: 'publish', tool: { name: 'publish_news' } }] }] });
    expect(await cli('call', 'demo-cms', 'get_news', '--args', '{"id":"n-1002"}', '--request', join(folder, 'none.json'))).toMatchObject({ code: 0, lines: [{ outcome: 'executed' }] });
    await expect(readFile(join(folder, 'none.json'))).rejects.toThrow('ENOENT');
    expect(await cli('policy', 'role', 'owner')).toMatchObject({ code: 0 });
    expect(await cli('request', 'run', one, '--choose', 'deny')).toMatchObject({ code: 1, lines: [{ verdict: 'ask', decision: 'denied' }] });
  });

  it('says what is wrong with a file that is none, is of a later format, is missing, or means a server that is not here', async () => {
    const path = join(folder, 'bad.json');
    for (const [text, problem] of [['', 'no-request'], ['[]', 'no-request'], ['{"countersignRequest":2}', 'later-format'], ['{"countersignRequest":1,"kind":"calls"}', 'no-request']] as const) {
      await writeFile(path, text);
      expect(await cli('request', 'show', path)).toMatchObject({ code: 1, lines: [{ problem }] });
      expect(await cli('request', 'run', path)).toMatchObject({ code: 1, lines: [{ problem }] });
    }
    expect(await cli('request', 'show', join(folder, 'none.json'))).toMatchObject({ code: 2 });
    for (const set of [undefined, { title: '' }]) {
      const lost = await cli('request', 'run', await saved([call({}, 'no_such_tool')], set), '--choose', 'approve');
      expect(lost).toMatchObject({ code: 1, lines: [] });
      expect(lost.said).toContain('No server here has this very tool.');
    }
  });
});
