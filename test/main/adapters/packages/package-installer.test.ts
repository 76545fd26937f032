import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { get } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { installedProgram } from '../../../../main/adapters/packages/installed-program.ts';
import { createPackageInstaller } from '../../../../main/adapters/packages/package-installer.ts';
import { never } from '../../../servers/opened.ts';

const WANTED = { name: 'semver', wanted: '7.7.3', exact: true, program: null };
const NOBODY = { ...process.env, npm_config_registry: 'http://127.0.0.1:9' };

/** Whether the registry answers within two seconds; a test with the real one is skipped where it does not. */
const registryAnswers = await new Promise<boolean>((resolve) => {
  const request = get('https://registry.npmjs.org/-/ping', { timeout: 2000 }, (reply) => { reply.resume(); resolve(reply.statusCode === 200); });
  request.on('timeout', () => request.destroy(new Error('late'))).on('error', () => resolve(false));
});

let home = '';
let folder = '';
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'packages-'));
  folder = join(home, 'packages');
});
afterEach(() => rm(home, { recursive: true, force: true }));

describe('what cannot be installed', () => {
  test('is registry-unreachable where nobody listens, and leaves nothing behind', async () => {
    expect(await createPackageInstaller({ folder, environment: NOBODY }).install({ ...WANTED, name: `none-${process.pid}-such`, wanted: 'latest', exact: false }, never)).toEqual({ ok: false, why: 'registry-unreachable' });
    expect(await readdir(folder)).toEqual([]);
  }, 20_000);

  test('is npm-missing where the PATH holds no npm', async () => {
    expect(await createPackageInstaller({ folder, environment: { PATH: home } }).install(WANTED, never)).toEqual({ ok: false, why: 'npm-missing' });
  });

  test('is cancelled before it begins and while it runs, with npm gone', async () => {
    const npm = join(home, 'npm');
    await writeFile(npm, '#!/bin/sh\necho $$ > "$TMPDIR/pid"\nsleep 60\n', { mode: 0o755 });
    const installer = createPackageInstaller({ folder, environment: { PATH: `${home}:/usr/bin:/bin`, TMPDIR: home } });
    expect(await installer.install(WANTED, AbortSignal.abort())).toEqual({ ok: false, why: 'install-cancelled' });
    const abort = new AbortController();
    const under = installer.install(WANTED, abort.signal);
    let pid = '';
    while (pid === '') pid = (await readFile(join(home, 'pid'), 'utf8').catch(() => '')).trim();
    abort.abort();
    expect(await under).toEqual({ ok: false, why: 'install-cancelled' });
    expect(() => process.kill(Number(pid), 0)).toThrow();
    expect(await readdir(folder)).toEqual([]);
  });

  test('ends when its time is over, and what a run before left is cleared away', async () => {
    await writeFile(join(home, 'npm'), '#!/bin/sh\nsleep 60\n', { mode: 0o755 });
    await mkdir(join(folder, '.installing-old'), { recursive: true });
    const installer = createPackageInstaller({ folder, environment: { PATH: `${home}:/usr/bin:/bin` }, timeoutMs: 150 });
    expect(await installer.install(WANTED, never)).toEqual({ ok: false, why: 'registry-unreachable' });
    expect(await readdir(folder)).toEqual([]);
  });

  test('is refused where npm ends well and something else lies there', async () => {
    await writeFile(join(home, 'npm'), '#!/bin/sh\nmkdir -p node_modules/semver && echo \'{"name":"other","version":"7.7.3","bin":"x.js"}\' > node_modules/semver/package.json && echo > node_modules/semver/x.js\n', { mode: 0o755 });
    expect(await createPackageInstaller({ folder, environment: { PATH: `${home}:/usr/bin:/bin` } }).install(WANTED, never)).toEqual({ ok: false, why: 'install-failed' });
  });
});

describe('npm', () => {
  test('runs without scripts, and with little of our environment', async () => {
    await writeFile(join(home, 'npm'), '#!/bin/sh\nprintf "%s\\n" "$@" > "$TMPDIR/args"\nenv > "$TMPDIR/env"\nexit 1\n', { mode: 0o755 });
    const environment = { PATH: `${home}:/usr/bin:/bin`, TMPDIR: home, SECRET_TOKEN: 'hidden', NODE_OPTIONS: '--require x', HTTPS_PROXY: 'http://proxy' };
    expect(await createPackageInstaller({ folder, environment }).install(WANTED, never)).toEqual({ ok: false, why: 'install-failed' });
    const args = (await readFile(join(home, 'args'), 'utf8')).split('\n');
    expect(args).toEqual(expect.arrayContaining(['install', '--ignore-scripts', '--no-audit', '--no-fund', '--save-exact']));
    expect(args.slice(-3)).toEqual(['--', 'semver@7.7.3', '']);
    const env = await readFile(join(home, 'env'), 'utf8');
    expect(env).toContain('HTTPS_PROXY');
    expect(env).not.toMatch(/SECRET_TOKEN|NODE_OPTIONS/);
  });
});

describe('the program of an installed package', () => {
  const put = async (manifest: object, script = 'cli.js', text = '#!/usr/bin/env node\n'): Promise<void> => {
    await mkdir(join(home, 'node_modules', 'one'), { recursive: true });
    await writeFile(join(home, 'node_modules', 'one', 'package.json'), JSON.stringify(manifest));
    await writeFile(join(home, 'node_modules', 'one', script), text);
  };

  test('is the only one, else the one of its name, else the named one', async () => {
    await put({ name: 'one', version: '1.0.0', bin: './cli.js' });
    expect((await installedProgram(home, 'one', null))?.script).toBe(join(home, 'node_modules', 'one', 'cli.js'));
    await put({ name: 'one', version: '1.0.0', bin: { other: 'other.js', one: 'cli.js' } });
    expect((await installedProgram(home, 'one', null))?.script).toMatch(/cli\.js$/);
    expect(await installedProgram(home, 'one', 'other')).toBeNull();
    expect((await installedProgram(home, 'one', 'one'))?.version).toBe('1.0.0');
  });

  test.each([
    ['another name', { name: 'two', version: '1.0.0', bin: 'cli.js' }], ['no version', { name: 'one', bin: 'cli.js' }],
    ['a version that is none', { name: 'one', version: '../1', bin: 'cli.js' }], ['no program', { name: 'one', version: '1.0.0' }],
    ['a program outside', { name: 'one', version: '1.0.0', bin: '../../outside.js' }], ['two programs, none of its name', { name: 'one', version: '1.0.0', bin: { a: 'cli.js', b: 'b.js' } }],
  ])('is none for %s', async (_what, manifest) => {
    await writeFile(join(home, 'outside.js'), '');
    await put(manifest);
    expect(await installedProgram(home, 'one', null)).toBeNull();
  });

  test('is none behind a link, and none that is not for Node', async () => {
    await put({ name: 'one', version: '1.0.0', bin: 'cli.sh' }, 'cli.sh', '#!/bin/sh\n');
    expect(await installedProgram(home, 'one', null)).toBeNull();
    await writeFile(join(home, 'outside.js'), '');
    await put({ name: 'one', version: '1.0.0', bin: 'link.js' });
    await symlink(join(home, 'outside.js'), join(home, 'node_modules', 'one', 'link.js'));
    expect(await installedProgram(home, 'one', null)).toBeNull();
  });
});

describe.skipIf(!registryAnswers)('with the real registry (skipped where it does not answer within two seconds)', () => {
  test('a range becomes one exact version, installed once, and another content under it is refused', async () => {
    const installer = createPackageInstaller({ folder });
    const first = await installer.install({ ...WANTED, wanted: '~7.7.0', exact: false }, never);
    if (!first.ok) throw new Error(first.why);
    expect(first.version).toMatch(/^7\.7\.\d+$/);
    expect(first.script.startsWith(join(folder, `semver@${first.version}`, 'node_modules', 'semver'))).toBe(true);
    expect(installer.holds(first.script)).toBe(true);
    expect(installer.holds(`${folder}-other/x`)).toBe(false);
    expect(await readdir(folder)).toEqual([`semver@${first.version}`]);
    expect(await installer.install({ ...WANTED, wanted: first.version }, never)).toEqual(first);
    await writeFile(first.script, '#!/usr/bin/env node\n// changed\n');
    expect(await installer.install({ ...WANTED, wanted: first.version }, never)).toEqual({ ok: false, why: 'package-differs' });
    expect(await installer.install({ ...WANTED, wanted: '999.0.0' }, never)).toEqual({ ok: false, why: 'package-unknown' });
  }, 60_000);
});
