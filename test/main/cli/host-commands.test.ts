import { copyFile, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { build } from 'vite';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { commandsOf } from '../../../main/cli/commands/index.ts';
import { lockHome } from '../../../main/adapters/home-lock/home-lock.ts';
import { cli as runCli, type Ran } from './harness.ts';

const FILES = resolve('node_modules/@modelcontextprotocol/server-filesystem/dist/index.js');
let program = '';
let parts = '';
let folder = '';
let home = '';

async function bundle(entry: string, file: string): Promise<void> {
  await build({
    configFile: false, logLevel: 'silent', ssr: { noExternal: true },
    build: { ssr: resolve(entry), outDir: parts, emptyOutDir: false, target: 'node20', rolldownOptions: { output: { format: 'cjs', entryFileNames: file, codeSplitting: false } } },
  });
}

beforeAll(async () => {
  // As in an installation: the program's own folder, two up, is protected from calls.
  program = await mkdtemp(join(tmpdir(), 'countersign-program-'));
  parts = join(program, 'out', 'main');
  await bundle('main/workers/worker.ts', 'worker.cjs');
  await bundle('main/demo-cms/main.ts', 'demo-cms.cjs');
}, 60_000);
afterAll(() => rm(program, { recursive: true, force: true }));
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'countersign-cli-'));
  home = join(folder, 'home');
  await mkdir(join(folder, 'work'));
  return () => rm(folder, { recursive: true, force: true });
});

const commands = commandsOf(() => ({ version: '0.0.0-test', workerPath: join(parts, 'worker.cjs'), demoCmsPath: join(parts, 'demo-cms.cjs') }));
/** Runs a command under this test's own home, with the environment a real caller has. */
const cli = (argv: readonly string[], input = ''): Promise<Ran> => runCli([...argv, '--home', home], input, { commands, env: { ...process.env, LANG: 'en_GB.UTF-8', LC_ALL: 'en_GB.UTF-8' } });
const addFiles = (...more: string[]): Promise<Ran> => cli([
  'servers', 'add', '--json', JSON.stringify({ mcpServers: { files: { command: process.execPath, args: [FILES, join(folder, 'work')] } } }), ...more,
]);
const file = (): string => join(folder, 'work', 'note.txt');
const write = (content: string): string => JSON.stringify({ path: file(), content });

describe('policy build', { timeout: 60_000 }, () => {
  it('makes a policy of what was reviewed in a home, which holds and lets run just that', async () => {
    await addFiles('--review', 'approve-all');
    const built = await cli(['policy', 'build', '--from-home', home]);
    expect(built.code).toBe(0);
    const made = join(folder, 'made.json');
    await writeFile(made, built.out);
    expect(await cli(['policy', 'validate', made])).toMatchObject({ code: 0, lines: [{ valid: true }] });
    const document = built.lines[0] as { servers: { id: string; match: { by: string; executable?: string }; pins: Record<string, string[]>; tools: Record<string, string> }[] };
    expect(document.servers.map(({ id, match }) => [id, match.by])).toEqual([['demo-cms', 'bundle'], ['files', 'command']]);
    expect(document.servers[1]?.match.executable).toMatch(/^[0-9a-f]{64}$/);
    expect(document.servers[1]?.tools['write_file']).toBe('allow');
    expect(document.servers[1]?.pins['write_file']).toHaveLength(1);
  });

  it('says so where there is no such home, and makes none', async () => {
    expect(await cli(['policy', 'build', '--from-home', join(folder, 'nowhere')])).toMatchObject({ code: 2 });
    await expect(readFile(join(folder, 'nowhere'))).rejects.toThrow('ENOENT');
    expect(await cli(['policy', 'build'])).toMatchObject({ code: 2 });
  });
});

describe('the main road on the command line', { timeout: 30_000 }, () => {
  it('adds, reviews, previews, denies, approves, records and verifies', async () => {
    await writeFile(file(), 'old\n');
    const added = await addFiles('--review', 'approve-all');
    expect(added).toMatchObject({ code: 0, lines: [{ id: 'files', trust: 'restricted', state: 'running', tools: { waiting: 0 } }] });
    expect(added.said).toContain(JSON.stringify(FILES));

    const changes = [{ target: file(), pointer: '', before: 'old\n', after: 'new\n' }];
    const denied = await cli(['call', 'files', 'write_file', '--args', write('new\n'), '--choose', 'deny']);
    expect(denied).toMatchObject({ code: 1, lines: [{ verdict: 'ask', preview: { kind: 'effect', objects: 1, changes }, decision: 'denied', outcome: 'refused' }] });
    expect(await readFile(file(), 'utf8')).toBe('old\n');

    const approved = await cli(['call', 'files', 'write_file', '--args', write('new\n'), '--choose', 'approve']);
    expect(approved).toMatchObject({ code: 0, lines: [{ decision: 'approved', outcome: 'executed', afterwards: 'as shown', preview: { changes } }] });
    expect(approved.lines).toHaveLength(1);
    expect(await readFile(file(), 'utf8')).toBe('new\n');

    const exported = await cli(['audit', 'export', '--format', 'jsonl']);
    expect(exported.lines).toContainEqual(expect.objectContaining({ event: expect.objectContaining({ what: 'answered-in-advance', detail: expect.objectContaining({ by: 'flag' }) }) }));
    expect(exported.lines).toContainEqual(expect.objectContaining({
      event: expect.objectContaining({ type: 'intent', answer: expect.objectContaining({ decision: 'approved', by: 'flag' }) }),
    }));
    expect(await cli(['audit', 'verify', '--require-anchor'])).toMatchObject({ code: 0, lines: [{ ok: true, anchored: expect.stringMatching(/^(file|keychain)$/) }] });
  });

  it('takes a program that only bears the name of a known one, and has the same tools, for one that nobody knows', async () => {
    await writeFile(file(), 'old\n');
    const imposter = join(folder, 'imposter');
    await mkdir(join(imposter, 'dist'), { recursive: true });
    await copyFile(join(FILES, '../../package.json'), join(imposter, 'package.json'));
    await writeFile(join(imposter, 'dist/index.js'), `import { spawn } from 'node:child_process'; spawn(process.execPath, [${JSON.stringify(FILES)}, ...process.argv.slice(2)], { stdio: 'inherit' });`);
    const added = await cli(['servers', 'add', '--json', JSON.stringify({ mcpServers: { files: { command: process.execPath, args: [join(imposter, 'dist/index.js'), join(folder, 'work')] } } }), '--review', 'approve-all']);
    expect(added).toMatchObject({ code: 0, lines: [{ id: 'files', state: 'running' }] });
    const denied = await cli(['call', 'files', 'write_file', '--args', write('new\n'), '--choose', 'deny']);
    expect(denied).toMatchObject({ code: 1, lines: [{ verdict: 'ask', preview: { kind: 'arguments', changes: [] }, decision: 'denied' }] });
    expect(denied.said).toContain('none of the releases it was tried with');
  });

  it('undoes a call of an earlier run, only while the object is as it was left; nothing is kept without a keychain', async () => {
    await writeFile(file(), 'old\n');
    await addFiles('--review', 'approve-all');
    const called = await cli(['call', 'files', 'write_file', '--args', write('new\n'), '--choose', 'approve']);
    const { callId } = called.lines[0] as { callId: string };
    expect(await cli(['undo', 'call-unknown'])).toMatchObject({ code: 1, lines: [{ undoes: 'call-unknown', outcome: null }] });
    if (process.env['COUNTERSIGN_TEST_KEYRING'] !== '1') {
      expect(await cli(['undo', callId, '--choose', 'approve'])).toMatchObject({ code: 1, lines: [{ undoes: callId, outcome: null }] });
      return;
    }
    const undone = await cli(['undo', callId, '--choose', 'approve']);
    expect(undone).toMatchObject({ code: 0, lines: [{ undoes: callId, decision: 'approved', outcome: 'executed', afterwards: 'as shown', preview: { changes: [{ before: 'new\n', after: 'old\n' }] } }] });
    expect(await readFile(file(), 'utf8')).toBe('old\n');
    expect(await cli(['undo', callId, '--choose', 'approve'])).toMatchObject({ code: 1, lines: [{ outcome: 'refused', failure: 'not-as-left' }] });
    expect(await readFile(file(), 'utf8')).toBe('old\n');
  });

  it('takes the entry of a menu that leads home for no folder of this machine, and any other value still', async () => {
    const items = [{ label: 'Start', target: '/' }, { label: 'More', target: '/home', children: [{ label: 'Travel', target: '/' }] }];
    const saved = await cli(['call', 'demo-cms', 'save_menu_draft', '--args', JSON.stringify({ project: 'demo', items }), '--choose', 'approve']);
    expect(saved).toMatchObject({ code: 0, lines: [{ decision: 'approved', outcome: 'executed', afterwards: 'as shown' }] });
    const own = await cli(['call', 'demo-cms', 'update_news', '--args', JSON.stringify({ id: 'n-1001', title: join(home, 'documents') }), '--choose', 'approve']);
    expect(own).toMatchObject({ code: 1, lines: [{ verdict: 'deny', because: 'own-folder', outcome: 'refused' }] });
  });

  it('leaves a server waiting for consent and its tools unusable without the flag', async () => {
    expect(await addFiles()).toMatchObject({ code: 0, lines: [{ state: 'needs-consent', trust: 'untrusted' }] });
    const called = await cli(['call', 'files', 'write_file', '--args', write('new\n'), '--choose', 'approve']);
    expect(called).toMatchObject({ code: 1, lines: [{ verdict: 'deny', decision: 'none', outcome: 'refused' }] });
    await expect(readFile(file(), 'utf8')).rejects.toThrow();
  });

  it('never approves above a write in advance', async () => {
    const called = await cli(['call', 'demo-cms', 'publish_news', '--args', '{"id":"n-1001"}', '--choose', 'approve']);
    expect(called).toMatchObject({ code: 1, lines: [{ verdict: 'ask', because: 'effect-always-asks', decision: 'denied', outcome: 'refused' }] });
    expect(called.said).toContain('not approved in advance');
    const still = await cli(['call', 'demo-cms', 'get_news', '--args', '{"id":"n-1001"}']);
    expect(JSON.stringify(still.lines)).toContain('"status":"draft"');
  });

  it('takes no terminal for a no by nobody, after showing the preview', async () => {
    const called = await cli(['call', 'demo-cms', 'update_news', '--args', '{"id":"n-1001","title":"Other"}']);
    expect(called).toMatchObject({ code: 1, lines: [{ decision: 'none', outcome: 'refused' }] });
    expect(called.said).toContain('+ Other');
    const demo = await cli(['demo']);
    expect(demo).toMatchObject({ code: 0, out: '' });
    expect(demo.said).toContain('+ Registration opens on 3 December');
    expect(demo.said).toContain('There is no terminal to ask in');
  });

  it('answers what nobody knows with one line and its reason', async () => {
    expect(await cli(['call', 'nobody', 'tool'])).toMatchObject({ code: 1, lines: [{ verdict: 'deny', because: 'server-unknown' }] });
    expect(await cli(['call', 'demo-cms', 'nothing'])).toMatchObject({ code: 1, lines: [{ verdict: 'deny', because: 'tool-unknown' }] });
    expect(await cli(['call', 'demo-cms', 'get_news', '--args', '{"id":5}'])).toMatchObject({ code: 1, lines: [{ verdict: 'deny', because: 'arguments-invalid' }] });
  });

  it.each([
    [['call', 'demo-cms']], [['call', 'demo-cms', 'get_news', '--args', '[1]']], [['call', 'demo-cms', 'get_news', '--args', '{"id":']],
    [['call', 'demo-cms', 'get_news', '--args', '{"n":9007199254740993}']], [['call', 'demo-cms', 'get_news', '--args', '{"a":1,"a":2}']],
    [['call', 'demo-cms', 'get_news', '--choose', 'maybe']], [['servers', 'add', '--json', '{"mcpServers":']],
    [['servers', 'add', '--json', '{"mcpServers":{"x":{"command":"node","env":{"NODE_OPTIONS":"--require x"}}}}']],
    [['servers', 'add', '--json', '{}', '--trust', 'much']], [['servers', 'add', '--json', '{}', '--review', 'some']], [['servers', 'remove']],
    [['servers', 'remove', 'nobody']],
  ])('answers %j with one sentence and 2', async (argv) => {
    const ran = await cli(argv);
    expect(ran).toMatchObject({ code: 2, out: '' });
    expect(ran.said.trimEnd().split('\n')).toHaveLength(1);
  });

  it('says in one line that a server does not start, and goes on', async () => {
    await cli(['servers', 'add', '--review', 'approve-all', '--json', JSON.stringify({ mcpServers: { bad: { command: process.execPath, args: ['-e', 'process.exit(3)'] } } })]);
    const tested = await cli(['servers', 'test', 'bad']);
    expect(tested).toMatchObject({ code: 1, lines: [{ id: 'bad', state: 'failed', why: 'exited' }] });
    expect(await cli(['servers', 'test', 'demo-cms'])).toMatchObject({ code: 0, lines: [{ state: 'running' }] });
    expect(await cli(['servers', 'remove', 'bad'])).toMatchObject({ code: 0 });
    expect((await cli(['servers', 'list'])).lines).toHaveLength(1);
  });

  it('is refused in one sentence while another process has the home', async () => {
    const held = lockHome(home);
    const ran = await cli(['servers', 'list']);
    expect(ran).toMatchObject({ code: 1, out: '' });
    expect(ran.said).toBe(`This home is in use by another Countersign (process ${process.pid}). End that one, or choose another --home.\n`);
    held.release();
    expect(await cli(['servers', 'list'])).toMatchObject({ code: 0 });
  });
});

describe('answers in advance for the home that people use', () => {
  it.each([['--choose', 'approve'], ['--choose', 'deny'], ['--trust', 'trusted'], ['--review', 'approve-all']])('%s %s is refused', async (...flag) => {
    const argv = flag[0] === '--choose' ? ['call', 'demo-cms', 'get_news'] : ['servers', 'add', '--json', '{}'];
    for (const at of [[], ['--home', join(folder, 'config', 'countersign')]]) {
      const ran = await runCli([...argv, ...flag, ...at], '', { commands, env: { XDG_CONFIG_HOME: join(folder, 'config') } });
      expect(ran).toMatchObject({ code: 2, out: '', said: `${flag[0]} answers in advance, which works only with a --home of its own.\n` });
    }
  });
});

describe('what is kept of calls', () => {
  it('stays in the log itself where there is no keychain: erase says so, and the log verifies', async () => {
    const done = await cli(['call', 'demo-cms', 'get_news', '--args', '{"id":"n-1001"}']);
    const { callId } = done.lines[0] as { callId: string };
    const [asked] = (await cli(['audit', 'ask', home, '--call', callId])).lines as { content: string; arguments: unknown }[];
    expect(asked?.arguments).toEqual({ id: 'n-1001' });
    const erased = await cli(['audit', 'erase', '--call', callId]);
    if (asked?.content === 'kept') {
      expect(erased).toMatchObject({ code: 0, lines: [{ erased: true, inRecord: 0 }], said: expect.stringContaining('erased for good') as string });
      expect((await cli(['audit', 'ask', home, '--call', callId])).lines).toMatchObject([{ arguments: null, content: 'erased' }]);
    } else expect(erased).toMatchObject({ code: 1, lines: [{ erased: false, pieces: 0, inRecord: 1 }], said: expect.stringContaining('The arguments of 1 call stand in the log itself') as string });
    expect(await cli(['audit', 'erase', '--call', 'nobody'])).toMatchObject({ code: 1, lines: [{ erased: false, calls: 0 }], said: expect.stringContaining('The log has no such call.') as string });
    expect((await cli(['audit', 'verify', home])).lines).toMatchObject([{ ok: true }]);
    expect(await cli(['audit', 'ask', home, '--object', 'n-1001'])).toMatchObject({ code: 0, lines: [{ answer: 'not through this log', observed: { call: callId } }] });
  }, 60_000);

  it('is removed by age only where a key can say so; what is young stays', async () => {
    expect(await cli(['audit', 'erase', '--call', 'a', '--person', 'b'])).toMatchObject({ code: 2, out: '' });
    for (const days of ['x', '', '-1', '1.5', '1e5', '36501', '9007199254740991']) expect(await cli(['audit', 'retain', `--days=${days}`]), days).toMatchObject({ code: 2, out: '' });
    const retained = await cli(['audit', 'retain', '--days', '400']);
    expect(retained.lines).toMatchObject([{ removed: 0 }]);
    expect(retained.said).toMatch(retained.code === 0 ? /Nothing is old enough to be removed\./ : /No record was removed: without a key in the keychain/);
  }, 60_000);
});
