import { chmodSync, mkdirSync, mkdtempSync, realpathSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createLaunchResolver } from '../../../../main/adapters/launch/resolve-launch.ts';
import { identityOf, type Launch } from '../../../../main/core/trust/launch.ts';
import type { LocalServer } from '../../../../main/core/trust/server-config.ts';
import { sha256 } from '../../../servers/memory.ts';
import { filesystem } from '../../../servers/programs.ts';

const resolver = createLaunchResolver({ salt: 'salt', bundleVersion: '1' });
const config = (more: Partial<LocalServer>): LocalServer => ({
  id: 'a', name: 'a', class: 'local', environment: 'test', kind: 'local', command: process.execPath, args: [], env: {}, cwd: null, ...more,
});
type Local = Extract<Launch, { kind: 'local' }>;
async function launch(more: Partial<LocalServer>, by = resolver): Promise<Local> {
  const resolution = await by.resolve(config(more));
  if (!resolution.ok || resolution.launch.kind !== 'local') throw new Error(JSON.stringify(resolution));
  return resolution.launch;
}
const identity = async (more: Partial<LocalServer>, by = resolver): Promise<string> => identityOf(await launch(more, by), sha256);

function packageFolder(): { root: string; script: string } {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'package-')));
  writeFileSync(join(root, 'package.json'), '{"name":"my-server","version":"1.2.3"}');
  mkdirSync(join(root, 'dist'));
  mkdirSync(join(root, 'node_modules/other'), { recursive: true });
  writeFileSync(join(root, 'node_modules/other/index.js'), '');
  writeFileSync(join(root, 'dist/lib.js'), 'lib');
  writeFileSync(join(root, 'dist/main.js'), 'main');
  return { root, script: join(root, 'dist/main.js') };
}

describe('a launch', () => {
  it('names the package whose files run', async () => {
    const found = await launch({ args: filesystem('/tmp').args as string[] });
    expect(found).toMatchObject({ package: { name: '@modelcontextprotocol/server-filesystem', treeDigest: expect.stringMatching(/^[0-9a-f]{64}$/) }, fileDigest: null, floating: false });
    expect(found.interpreter).toMatch(/^(system:\/|file:)/);
  });

  it('is another one when any file of the package changes, and not for nested node_modules', async () => {
    const { root, script } = packageFolder();
    const before = await identity({ args: [script] });
    writeFileSync(join(root, 'node_modules/other/index.js'), 'changed');
    expect(await identity({ args: [script] })).toBe(before);
    writeFileSync(join(root, 'dist/lib.js'), 'lib 2');
    expect(await identity({ args: [script] })).not.toBe(before);
  });

  it('is bound to the package behind a folder, and to a script named without its ending', async () => {
    const { root, script } = packageFolder();
    for (const arg of [root, script.replace(/\.js$/, '')]) {
      writeFileSync(join(root, 'dist/lib.js'), 'lib');
      const before = await launch({ args: [arg] });
      expect(before).toMatchObject({ package: { name: 'my-server' }, floating: false });
      writeFileSync(join(root, 'dist/lib.js'), 'lib 2');
      expect(await identity({ args: [arg] })).not.toBe(identityOf(before, sha256));
    }
  });

  it('counts as floating where nothing binds its code', async () => {
    expect((await launch({ args: ['-e', 'console.log(1)'] })).floating).toBe(true);
    expect((await launch({ command: 'npm', args: ['run', 'start'] })).floating).toBe(true);
  });

  it('sees a changed file though its size and time were set back', async () => {
    const { root, script } = packageFolder();
    const lib = join(root, 'dist/lib.js');
    const then = new Date(1_700_000_000_000);
    utimesSync(lib, then, then);
    const before = await identity({ args: [script] });
    await new Promise((done) => setTimeout(done, 20));
    writeFileSync(lib, 'bil');
    utimesSync(lib, then, then);
    expect(await identity({ args: [script] })).not.toBe(before);
  });

  it('follows no link out of the package', async () => {
    const { root, script } = packageFolder();
    const outside = join(realpathSync(mkdtempSync(join(tmpdir(), 'outside-'))), 'file');
    writeFileSync(outside, 'one');
    symlinkSync(outside, join(root, 'dist/link'));
    symlinkSync(root, join(root, 'dist/loop'));
    const before = await identity({ args: [script] });
    writeFileSync(outside, 'two');
    expect(await identity({ args: [script] })).toBe(before);
  });

  it('is another one for other arguments, folder, variables and salt', async () => {
    const { script } = packageFolder();
    const same = await identity({ args: [script] });
    const others = await Promise.all([
      identity({ args: [script, '--x'] }), identity({ args: [script], cwd: tmpdir() }), identity({ args: [script], env: { A: { plain: '1' } } }),
      identity({ args: [script], env: { A: { plain: '2' } } }), identity({ args: [script], env: { A: { secret: true } } }),
      identity({ args: [script] }, createLaunchResolver({ salt: 'other', bundleVersion: '1' })),
    ]);
    expect(new Set([same, ...others]).size).toBe(7);
    expect(await identity({ args: [script] }, createLaunchResolver({ salt: 'salt', bundleVersion: '2' }))).toBe(same);
  });

  it('digests a lone script and what is loaded beside it', async () => {
    const root = realpathSync(mkdtempSync(join(tmpdir(), 'script-')));
    for (const name of ['a.mjs', 'b.mjs']) writeFileSync(join(root, name), name);
    const args = ['--import', join(root, 'b.mjs'), join(root, 'a.mjs')];
    const before = await launch({ args });
    expect(before).toMatchObject({ package: null, fileDigest: expect.stringMatching(/^[0-9a-f]{64}$/) });
    writeFileSync(join(root, 'b.mjs'), 'other');
    expect((await launch({ args })).fileDigest).not.toBe(before.fileDigest);
  });

  it('of a program with a package behind its link is that package', async () => {
    const { root, script } = packageFolder();
    writeFileSync(script, '#!/usr/bin/env node\n');
    chmodSync(script, 0o755);
    mkdirSync(join(root, 'bin'));
    symlinkSync(script, join(root, 'bin/tool'));
    expect(await launch({ command: join(root, 'bin/tool') })).toMatchObject({ resolved: script, package: { name: 'my-server', version: '1.2.3' }, interpreter: expect.stringMatching(/^(system|file):.+/) });
  });

  it('starts in the person\'s home where nothing else is said', async () => {
    expect((await launch({})).cwd).toBe(homedir());
  });

  it.each([
    ['command-missing', { command: 'no-such-program-here' }], ['command-missing', { command: './none' }], ['folder-missing', { cwd: '/no/such/folder' }], ['folder-missing', { cwd: 'relative' }],
  ])('says %s for %j', async (why, more) => {
    expect(await resolver.resolve(config(more))).toMatchObject({ ok: false, why });
  });

  it('takes no file that may not be run as a command', async () => {
    const { script } = packageFolder();
    chmodSync(script, 0o644);
    expect(await resolver.resolve(config({ command: script }))).toMatchObject({ ok: false, why: 'command-missing' });
  });

  it('of a remote server is its URL, origin and header names', async () => {
    const resolution = await resolver.resolve({ id: 'r', name: 'r', class: 'external', environment: 'live', kind: 'remote', url: 'https://Example.com/mcp', headers: { Authorization: { secret: true } } });
    expect(resolution).toMatchObject({ ok: true, launch: { kind: 'remote', url: 'https://example.com/mcp', origin: 'https://example.com', headerNames: ['authorization'] } });
  });
});

describe('the code that a launch names', () => {
  it('is another where its script is, whatever else lies in the package, and null where it is gone', async () => {
    const { root, script } = packageFolder();
    const named = (): Promise<string | null> => resolver.namedCode(config({ args: [script] }));
    const before = await named();
    writeFileSync(join(root, 'dist/data.json'), '{"kept":"by the server"}');
    expect(await named()).toBe(before);
    writeFileSync(script, 'main 2');
    expect(await named()).not.toBe(before);
    expect(await resolver.namedCode(config({ command: join(root, 'none') }))).toBeNull();
  });

  it('is nothing where each start fetches it', async () => {
    expect(await resolver.namedCode(config({ command: 'npx', args: ['-y', 'some-server'] }))).toBe(await resolver.namedCode(config({ command: 'npx', args: ['other'] })));
  });
});

describe('what a package says of its makers', () => {
  const claimsOf = async (manifest: object): Promise<unknown> => {
    const { root, script } = packageFolder();
    writeFileSync(join(root, 'package.json'), JSON.stringify({ name: 'my-server', ...manifest }));
    return resolver.claims(config({ args: [script] }));
  };

  it('is read out of its manifest, as text or as an object, and shortened', async () => {
    expect(await claimsOf({ author: 'Eva <eva@x.example>', repository: { type: 'git', url: 'git+https://x.example/y.git' }, homepage: 'h'.repeat(9000) })).toEqual({
      author: 'Eva <eva@x.example>', publisher: null, repository: 'git+https://x.example/y.git', homepage: 'h'.repeat(300),
    });
    expect(await claimsOf({ author: { name: 'Eva', url: 'https://x.example' }, publisher: '\ud800 Acme' })).toMatchObject({ author: 'Eva, https://x.example', publisher: '\ufffd Acme' });
  });

  it('is nothing where nothing, or nothing readable, is said', async () => {
    expect(await claimsOf({})).toBeNull();
    expect(await claimsOf({ author: 7, repository: ['x'], homepage: '' })).toBeNull();
    expect(await resolver.claims(config({ command: 'npx', args: ['-y', 'some-server'] }))).toBeNull();
  });

  it('is no part of the identity', async () => {
    const found = await launch({ args: filesystem('/tmp').args as string[] });
    expect(JSON.stringify(found)).not.toContain('LF Projects');
    expect(await resolver.claims(config({ args: filesystem('/tmp').args as string[] }))).toMatchObject({ author: expect.stringContaining('LF Projects') });
  });
});
