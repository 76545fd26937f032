import { copyFileSync, mkdtempSync, realpathSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { ServersProblem } from '../../../../main/host/servers/problem.ts';
import { EvilHttp } from '../../../servers/evil-http.ts';
import { never, until } from '../../../servers/opened.ts';
import { evil, filesystem } from '../../../servers/programs.ts';
import { bad, local, RoomUnderTest, running } from './room.ts';

let under = new RoomUnderTest();
afterEach(async () => {
  await under.close();
  under = new RoomUnderTest();
});
const folder = (): string => realpathSync(mkdtempSync(join(tmpdir(), 'servers-')));
const code = async (promise: Promise<unknown>): Promise<string> =>
  promise.then(() => 'no problem', (error: unknown) => (error instanceof ServersProblem ? error.code : String(error)));

describe('a first start', () => {
  it('waits for consent to the exact launch, starts, lists and calls', async () => {
    const room = under.open();
    const root = folder();
    const [entry] = await room.add([local('Files', filesystem(root).args)]);
    expect(entry).toMatchObject({ trust: 'untrusted', connection: { state: 'needs-consent' } });
    expect((await room.start('files')).connection).toEqual({ state: 'needs-consent' });
    const launch = await room.launch('files');
    expect(launch.command).toEqual([process.execPath, ...filesystem(root).args]);
    expect(launch).toMatchObject({ changed: false, launch: { kind: 'local', package: { name: '@modelcontextprotocol/server-filesystem' }, floating: false } });
    await room.consent('files', launch.identity, true);
    expect((await room.start('files')).connection).toMatchObject({ state: 'running' });
    expect(room.facts('files')).toMatchObject({ connected: true, launchChanged: false, trust: 'untrusted', package: '@modelcontextprotocol/server-filesystem', identity: launch.identity });
    expect(room.catalogue('files')?.definitions.map((one) => one.name)).toContain('write_file');
    expect(await room.caller.call('files', 'list_directory', { path: root }, never, 'call-1')).toMatchObject({ kind: 'result', isError: false });
    expect(under.log.names()).toEqual(['server-added', 'launch-consented', 'server-started']);
  });

  it('starts nothing after a no', async () => {
    const room = under.open();
    await room.add([bad('Bad')]);
    const { identity } = await room.launch('bad');
    await room.consent('bad', identity, false);
    expect((await room.start('bad')).connection).toEqual({ state: 'needs-consent' });
    expect(under.log.names()).toEqual(['server-added', 'launch-refused']);
  });

  it('takes no yes to another launch than the shown one', async () => {
    const room = under.open();
    await room.add([bad('Bad')]);
    expect(await code(room.consent('bad', 'f'.repeat(64), true))).toBe('launch-changed');
  });

  it('starts nothing that cannot be recorded', async () => {
    const room = under.open();
    await room.add([bad('Bad')]);
    await room.consent('bad', (await room.launch('bad')).identity, true);
    under.log.broken = true;
    expect(await code(room.start('bad'))).toBe('log-unwritable');
    expect(room.entry('bad')?.connection).toEqual({ state: 'stopped' });
  });
});

describe('a changed launch', () => {
  it('is refused at the next start, and trust falls to untrusted', async () => {
    const room = under.open();
    const script = join(folder(), 'server.mjs');
    copyFileSync(evil().args[0] ?? '', script);
    const id = await running(room, local('Own', [script]));
    await room.setTrust(id, 'trusted');
    expect(room.facts(id)).toMatchObject({ trust: 'trusted' });
    await room.stop(id);
    writeFileSync(script, '// other\n', { flag: 'a' });
    expect((await room.start(id)).connection).toMatchObject({ state: 'failed', why: 'launch-changed' });
    expect(room.facts(id)).toMatchObject({ trust: 'untrusted', connected: false, launchChanged: true });
    const launch = await room.launch(id);
    expect(launch.changed).toBe(true);
    await room.consent(id, launch.identity, true);
    expect((await room.start(id)).connection).toMatchObject({ state: 'running' });
    expect(room.facts(id)).toMatchObject({ trust: 'untrusted', launchChanged: false });
  });
});

describe('secrets', () => {
  it('go to the keychain under the identity, reach the process, and stand in no document', async () => {
    const room = under.open();
    const id = await running(room, local('Env', evil('env').args, [
      { name: 'API_KEY', value: 'canary-7f3a', secret: true }, { name: 'MODE', value: 'test', secret: false },
    ]));
    await until(() => room.log(id).lines.some((line) => line.startsWith('env ')));
    expect(JSON.parse((room.log(id).lines.find((line) => line.startsWith('env ')) ?? '').slice(4))).toMatchObject({ API_KEY: 'canary-7f3a', MODE: 'test' });
    expect([...under.secrets.all.keys()]).toEqual([`${room.facts(id)?.identity}:API_KEY`]);
    expect([...under.documents.all.values()].join()).not.toContain('canary-7f3a');
    expect(JSON.stringify(under.log.events)).not.toContain('canary-7f3a');
    expect(JSON.stringify([room.list(), await room.launch(id)])).not.toContain('canary-7f3a');
  });

  it('are asked for where they are missing, and then it starts', async () => {
    const room = under.open();
    const id = await running(room, local('Env', evil().args, [{ name: 'API_KEY', value: '', secret: true }]));
    expect(room.entry(id)?.connection).toEqual({ state: 'needs-secret', names: ['API_KEY'] });
    await room.setSecret(id, 'API_KEY', 'canary');
    expect((await room.start(id)).connection).toMatchObject({ state: 'running' });
  });

  it('written into arguments are lifted out and filled in at the start only', async () => {
    const room = under.open();
    const id = await running(room, local('Args', [...evil('argv').args, '--api-key=canary-9b']));
    await until(() => room.log(id).lines.some((line) => line.startsWith('argv ')));
    expect(room.log(id).lines.join()).toContain('--api-key=canary-9b');
    expect([...under.documents.all.values()].join()).not.toContain('canary-9b');
    expect(await room.launch(id)).toMatchObject({ env: [], launch: { envNames: [] } });
    expect((await room.launch(id)).command.at(-1)).toBe('--api-key=${secret:API_KEY}');
    expect(room.entry(id)?.cwd).toBe(process.cwd());
  });

  it('that a server says back stand in no record, no state and no log that is shown', async () => {
    under.redacts = true;
    const room = under.open();
    const remote = createServer((request, response) => {
      const message = `no such key: ${request.headers['x-key']} in ${Buffer.from(String(request.headers['x-key'])).toString('base64')}`;
      response.writeHead(400, { 'content-type': 'application/json' }).end(JSON.stringify({ jsonrpc: '2.0', id: null, error: { code: -32000, message } }));
    });
    await new Promise<void>((done) => remote.listen(0, '127.0.0.1', done));
    const { port } = remote.address() as AddressInfo;
    const id = await running(room, {
      kind: 'remote', name: 'Echo', url: `http://127.0.0.1:${port}/mcp`, class: 'external', environment: 'test',
      headers: [{ name: 'x-key', value: 'canary-reflected', secret: true }],
    });
    remote.close();
    expect(room.entry(id)?.connection).toMatchObject({ state: 'failed', why: 'refused' });
    const env = await running(room, local('Env', evil('env').args, [{ name: 'API_KEY', value: 'canary-printed', secret: true }]));
    await until(() => room.log(env).lines.some((line) => line.startsWith('env ')));
    const seen = JSON.stringify([under.log.events, room.list(), room.log(id), room.log(env)]);
    expect(seen).not.toMatch(/canary/);
    expect(seen).not.toContain(Buffer.from('canary-reflected').toString('base64').slice(0, 12));
    expect(seen).toContain('[secret]');
  });

  it('of our own environment never reach a server', async () => {
    process.env['COUNTERSIGN_CANARY_TOKEN'] = 'canary-env';
    const room = under.open();
    const id = await running(room, bad('Env', 'env'));
    await until(() => room.log(id).lines.some((line) => line.startsWith('env ')));
    delete process.env['COUNTERSIGN_CANARY_TOKEN'];
    expect(room.log(id).lines.join()).not.toContain('canary-env');
  });
});

describe('trust', () => {
  it('is never above what the launch may have', async () => {
    const room = under.open();
    await room.add([{ kind: 'local', name: 'Floating', command: 'npx', args: ['-y', 'some-server'], env: [], cwd: null, class: 'local', environment: 'live' }]);
    await room.consent('floating', (await room.launch('floating')).identity, true);
    expect(room.highestTrust('floating')).toBe('restricted');
    expect(await code(room.setTrust('floating', 'trusted'))).toBe('not-allowed');
    expect((await room.setTrust('floating', 'restricted')).trust).toBe('restricted');
  });

  it('blocked stops a server and keeps it from starting', async () => {
    const room = under.open();
    const id = await running(room, bad('Bad'));
    await room.setTrust(id, 'blocked');
    expect(room.entry(id)?.connection).toEqual({ state: 'stopped' });
    expect(await code(room.start(id))).toBe('server-blocked');
  });

  it('outlives a restart of the app for the same identity', async () => {
    const id = await running(under.open(), bad('Bad'));
    await under.rooms[0]?.setTrust(id, 'trusted');
    await under.close();
    expect(under.open().facts(id)).toMatchObject({ trust: 'trusted', connected: false });
  });

  it('is nobody\'s where the document is damaged', async () => {
    await running(under.open(), bad('Bad'));
    await under.close();
    under.documents.damage('servers');
    expect(under.open().list().filter((entry) => entry.config.kind !== 'bundled')).toEqual([]);
    expect(under.damaged).toBe(1);
  });

  it('does not come back to the bundled server where the document that blocked it is damaged', async () => {
    const before = under.open();
    await before.addBundled();
    await before.setTrust('demo-cms', 'blocked');
    under.documents.damage('servers');
    const room = under.open();
    expect((await room.addBundled()).trust).toBe('untrusted');
    expect((await under.open().addBundled()).trust).toBe('untrusted');
  });
});

describe('adding', () => {
  it('refuses loader variables, taken names and plain http, and adds none of the drafts then', async () => {
    const room = under.open();
    const loader = local('One', [], [{ name: 'NODE_OPTIONS', value: '--require x', secret: false }]);
    expect(await code(room.add([bad('Good'), loader]))).toBe('loader-variable');
    expect(await code(room.add([bad('Twice'), bad('Twice')]))).toBe('name-taken');
    expect(await code(room.add([{ kind: 'remote', name: 'Far', url: 'http://example.com/mcp', headers: [], class: 'external', environment: 'live' }]))).toBe('config-invalid');
    expect(room.list()).toEqual([]);
  });

  it('says where a text is no JSON', () => {
    try {
      under.open().parse('{\n  "mcpServers": {\n    "a": }\n}');
      expect.unreachable();
    } catch (error) {
      expect(error).toMatchObject({ code: 'json-invalid', facts: { line: 3 } });
    }
  });

  it('gives the bundled server without a question, and again after an update of the app', async () => {
    const room = under.open();
    expect(await room.addBundled()).toMatchObject({ trust: 'restricted', connection: { state: 'stopped' } });
    expect((await room.start('demo-cms')).connection).toMatchObject({ state: 'running' });
    await under.close();
    const updated = under.open('2');
    await updated.addBundled();
    expect(updated.list()).toHaveLength(1);
    expect((await updated.start('demo-cms')).connection).toMatchObject({ state: 'running' });
    expect(updated.facts('demo-cms')).toMatchObject({ trust: 'restricted', bundle: 'demo-cms' });
  });

  it('forgets a removed server and its secrets', async () => {
    const room = under.open();
    const id = await running(room, local('Gone', evil().args, [{ name: 'KEY', value: 'x', secret: true }]));
    await room.remove(id);
    expect(room.list()).toEqual([]);
    expect(under.secrets.all.size).toBe(0);
    expect(under.log.events.flatMap((event) => (event.type === 'event' && /secret|removed/.test(event.what) ? [[event.what, event.detail]] : []))).toEqual([
      ['secret-stored', { name: 'KEY' }], ['server-removed', {}], ['secret-deleted', { names: ['KEY'] }],
    ]);
    expect(await code(room.start(id))).toBe('unknown-server');
  });
});

describe('a remote server in the room', () => {
  it('gets its header out of the keychain, and a refused token is a named state', async () => {
    const far = await EvilHttp.listen('none');
    const room = under.open();
    const id = await running(room, { kind: 'remote', name: 'Far', url: far.url, headers: [{ name: 'Authorization', value: 'Bearer canary-3', secret: true }], class: 'local', environment: 'test' });
    expect(room.entry(id)).toMatchObject({ connection: { state: 'running' }, secretNames: ['Authorization'] });
    expect(far.requests.every((one) => one.headers.authorization === 'Bearer canary-3')).toBe(true);
    expect([...under.documents.all.values()].join()).not.toContain('canary-3');
    await room.stop(id);
    far.fault = 'unauthorized';
    expect((await room.start(id)).connection).toMatchObject({ state: 'failed', why: 'unauthorized' });
    await far.close();
  });
});

describe('what was shown for consent', () => {
  it('is what is started, byte for byte', async () => {
    const room = under.open();
    const odd = ['a\nb', '\u202egnp.exe', ' '.repeat(400), '', '"quoted" $HOME `id` ; rm -rf *', 'x'.repeat(8192), '--'];
    const id = await running(room, local('Odd', [...evil('argv').args, ...odd]));
    await until(() => room.log(id).lines.some((line) => line.startsWith('argv ')));
    const shown = (await room.launch(id)).command;
    expect(shown.slice(2)).toEqual(['--argv', ...odd]);
    const logged = room.log(id).lines.find((line) => line.startsWith('argv ')) ?? '';
    expect(logged.startsWith(`argv ${JSON.stringify(['--argv', ...odd]).slice(0, 8000)}`)).toBe(true);
  });

  it('has a key of the URL as a placeholder, and the server gets it in the URL alone', async () => {
    const far = await EvilHttp.listen('none');
    const room = under.open();
    const id = await running(room, { kind: 'remote', name: 'Far', url: `${far.url}?api_key=canary%2F5`, headers: [], class: 'local', environment: 'test' });
    expect(room.entry(id)).toMatchObject({ connection: { state: 'running' }, target: `${far.url}?api_key=\${secret:API_KEY}`, secretNames: ['API_KEY'] });
    expect(far.requests.every((one) => one.url === '/mcp?api_key=canary%2F5' && one.headers['api_key'] === undefined)).toBe(true);
    expect([...under.documents.all.values()].join()).not.toContain('canary');
    expect(JSON.stringify([under.log.events, room.log(id)])).not.toContain('canary');
    await far.close();
  });
});

describe('what cannot be kept', () => {
  it('adds none of the servers when the log fails half way', async () => {
    const room = under.open();
    const append = under.log.append.bind(under.log);
    let left = 1;
    under.log.append = async (event) => (left-- > 0 ? append(event) : Promise.reject(new Error('disk full')));
    expect(await code(room.add([bad('One'), bad('Two')]))).toBe('log-unwritable');
    expect(room.list()).toEqual([]);
  });

  it('keeps a former launch\'s secrets from the next one and forgets them', async () => {
    const room = under.open();
    const script = join(folder(), 'server.mjs');
    copyFileSync(evil().args[0] ?? '', script);
    const id = await running(room, local('Own', [script], [{ name: 'KEY', value: 'canary', secret: true }]));
    await room.stop(id);
    writeFileSync(script, '// other\n', { flag: 'a' });
    await room.consent(id, (await room.launch(id)).identity, true);
    expect((await room.start(id)).connection).toEqual({ state: 'needs-secret', names: ['KEY'] });
    expect(under.secrets.all.size).toBe(0);
    expect(under.log.names()).toContain('secret-deleted');
  });
});
