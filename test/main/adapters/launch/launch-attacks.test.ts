import { chmodSync, mkdirSync, mkdtempSync, realpathSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createLaunchResolver } from '../../../../main/adapters/launch/resolve-launch.ts';
import { identityOf, type Launch } from '../../../../main/core/trust/launch.ts';
import type { LocalServer } from '../../../../main/core/trust/server-config.ts';
import { sha256 } from '../../../servers/memory.ts';
import { filesystem } from '../../../servers/programs.ts';

/** Ways to have other code run than what a launch is bound to. */
const resolver = createLaunchResolver({ salt: 'salt', bundleVersion: '1' });
const config = (more: Partial<LocalServer>): LocalServer => ({
  id: 'a', name: 'a', class: 'local', environment: 'test', kind: 'local', command: process.execPath, args: [], env: {}, cwd: null, ...more,
});
type Local = Extract<Launch, { kind: 'local' }>;
async function launch(more: Partial<LocalServer>): Promise<Local> {
  const resolution = await resolver.resolve(config(more));
  if (!resolution.ok || resolution.launch.kind !== 'local') throw new Error(JSON.stringify(resolution));
  return resolution.launch;
}
const identity = async (more: Partial<LocalServer>): Promise<string> => identityOf(await launch(more), sha256);
const folder = (): string => realpathSync(mkdtempSync(join(tmpdir(), 'attack-')));
function put(file: string, text: string, mode = 0o644): string {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
  chmodSync(file, mode);
  return file;
}
const PROGRAM = '#!/bin/sh\nexit 0\n';

describe('a search path', () => {
  it('with a relative part finds nothing there: it would be another place for the child', async () => {
    const cwd = folder();
    put(join(cwd, 'bin/server-x'), PROGRAM, 0o755);
    const here = process.cwd();
    const other = folder();
    put(join(other, 'bin/server-x'), PROGRAM, 0o755);
    process.chdir(other);
    try {
      for (const path of ['bin', './bin', `bin${delimiter}/usr/bin`, '']) {
        expect(await resolver.resolve(config({ command: 'server-x', cwd, env: { PATH: { plain: path } } }))).toMatchObject({ ok: false, why: 'command-missing' });
      }
    } finally {
      process.chdir(here);
    }
  });

  it('decides which interpreter a script asks `env` for, and that one counts', async () => {
    const root = folder();
    put(join(root, 'tools/node'), '#!/bin/sh\necho one\n', 0o755);
    const script = put(join(root, 'server'), '#!/usr/bin/env node\n', 0o755);
    const more = { command: script, env: { PATH: { plain: join(root, 'tools') } } };
    const before = await identity(more);
    put(join(root, 'tools/node'), '#!/bin/sh\necho two\n', 0o755);
    expect(await identity(more)).not.toBe(before);
  });

  it('an interpreter that is a script itself counts with what runs it', async () => {
    const root = folder();
    const last = put(join(root, 'last'), PROGRAM, 0o755);
    const wrapper = put(join(root, 'wrapper'), `#!${last}\n`, 0o755);
    const script = put(join(root, 'server'), `#!${wrapper}\n`, 0o755);
    const before = await identity({ command: script });
    put(last, '#!/bin/sh\nexit 1\n', 0o755);
    expect(await identity({ command: script })).not.toBe(before);
  });
});

describe('code that is named by nothing a digest could be taken of', () => {
  const legit = (filesystem('/tmp').args as string[])[0] ?? '';

  it.each([
    [process.execPath, ['-e', 'require("/tmp/x")', legit]], [process.execPath, ['-p', 'x', legit]], [process.execPath, ['--eval=x', legit]],
    ['python3', ['-m', 'module', legit]], ['python3', ['-um', 'module', legit]], ['python3', ['-c', 'x', legit]], ['python3', ['-mmodule', legit]],
    ['bash', ['-c', 'x', legit]], ['sh', ['-ec', 'x', legit]], ['perl', ['-e', 'x', legit]], ['perl', ['-ne', 'x', legit]],
  ])('%s %j lends no name of a file beside it, and floats', async (command, args) => {
    expect(await launch({ command, args })).toMatchObject({ package: null, floating: true });
  });

  it.each([
    ['env', ['node', legit]], ['nohup', ['node', legit]], ['timeout', ['5', 'node', legit]], ['nice', ['node', legit]], ['setsid', ['node', legit]], ['xargs', ['node', legit]],
  ])('%s %j starts another program, and floats', async (command, args) => {
    expect(await launch({ command, args })).toMatchObject({ package: null, floating: true });
  });

  it.each([['--import'], ['--require'], ['-r'], ['--loader'], ['--experimental-loader']])('what %s loads first is not what the launch is called after', async (option) => {
    const evil = put(join(folder(), 'server.mjs'), 'evil');
    const found = await launch({ args: [option, legit, evil] });
    expect(found).toMatchObject({ package: null, fileDigest: expect.any(String), floating: false });
    put(evil, 'more evil');
    expect(identityOf(found, sha256)).not.toBe(await identity({ args: [option, legit, evil] }));
  });

  it('a script that an unknown program runs counts', async () => {
    const root = folder();
    const program = put(join(root, 'oddlang'), PROGRAM, 0o755);
    const script = put(join(root, 'server.py'), 'one');
    const before = await identity({ command: program, args: ['--run', script] });
    put(script, 'two');
    expect(await identity({ command: program, args: ['--run', script] })).not.toBe(before);
  });

  it('a file of data that a program is given does not: it changes with every day', async () => {
    const root = folder();
    const program = put(join(root, 'server'), PROGRAM, 0o755);
    const data = put(join(root, 'notes.sqlite'), 'one');
    const more = { command: program, args: ['--db', data] };
    const before = [await identity(more), await resolver.namedCode(config(more))];
    put(data, 'two');
    expect([await identity(more), await resolver.namedCode(config(more))]).toEqual(before);
  });
});

describe('a package that is fetched in one exact version', () => {
  const npx = { command: 'npx', args: ['-y', 'some-server@1.2.3'] };

  it('is that package where nothing says otherwise', async () => {
    expect(await launch({ ...npx, cwd: folder() })).toMatchObject({ package: { name: 'some-server', version: '1.2.3' }, floating: false });
  });

  it('is none where the folder holds one of that name, for that one runs', async () => {
    const root = folder();
    put(join(root, 'node_modules/some-server/package.json'), '{"name":"some-server","version":"1.2.3"}');
    mkdirSync(join(root, 'deep/er'), { recursive: true });
    for (const cwd of [root, join(root, 'deep'), join(root, 'deep/er')]) expect(await launch({ ...npx, cwd })).toMatchObject({ package: null, floating: true });
  });

  it('is none where a project says where packages come from', async () => {
    const root = folder();
    put(join(root, '.npmrc'), 'registry=http://evil.example/');
    put(join(root, 'package.json'), '{}');
    mkdirSync(join(root, 'deep'));
    for (const cwd of [root, join(root, 'deep')]) expect(await launch({ ...npx, cwd })).toMatchObject({ package: null, floating: true });
  });

  it.each(['HOME', 'USERPROFILE', 'XDG_CONFIG_HOME', 'XDG_CACHE_HOME', 'APPDATA', 'LOCALAPPDATA', 'PREFIX'])('is none where %s is another, for settings and stores lie there', async (name) => {
    expect(await launch({ ...npx, env: { [name]: { plain: folder() } } })).toMatchObject({ package: null, floating: true });
    expect(await launch({ ...npx, env: { [name]: { secret: true } } })).toMatchObject({ package: null, floating: true });
  });

  it('is none where a link leads to another runner of that name', async () => {
    const root = folder();
    const own = put(join(root, 'own.sh'), PROGRAM, 0o755);
    symlinkSync(own, join(root, 'npx'));
    const before = await identity({ ...npx, command: join(root, 'npx') });
    put(own, '#!/bin/sh\nexit 1\n', 0o755);
    expect(await identity({ ...npx, command: join(root, 'npx') })).not.toBe(before);
  });
});
