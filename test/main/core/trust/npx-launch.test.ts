import { describe, expect, test } from 'vitest';
import { isPinnable, npmSpec, npxLaunch } from '../../../../main/core/trust/npx-launch.ts';
import type { LocalServer } from '../../../../main/core/trust/server-config.ts';

function launching(command: string, args: readonly string[], env: LocalServer['env'] = {}): LocalServer {
  return { id: 'one', name: 'One', class: 'local', environment: 'test', kind: 'local', command, args: [...args], env, cwd: null };
}
const npx = (...args: string[]): ReturnType<typeof npxLaunch> => npxLaunch(launching('npx', args));

describe('an npx launch', () => {
  test('names its package, what version is wanted, and what the program gets', () => {
    expect(npx('-y', '@modelcontextprotocol/server-filesystem', '/data', '--flag')).toEqual({
      name: '@modelcontextprotocol/server-filesystem', wanted: 'latest', exact: false, program: null, rest: ['/data', '--flag'],
    });
    expect(npx('--yes', 'some-server@^1.2', '--', '-y')).toMatchObject({ name: 'some-server', wanted: '^1.2', rest: ['--', '-y'] });
    expect(npx('-y', '--', 'some-server@next', 'x')).toMatchObject({ wanted: 'next', rest: ['x'] });
  });

  test('keeps the place of a secret among the arguments', () => {
    expect(npx('-y', 'some-server', '--key=${secret:KEY}')?.rest).toEqual(['--key=${secret:KEY}']);
  });

  test('names a program of its own with --package', () => {
    expect(npx('-p', 'some-server@2', 'its-tool', 'a')).toMatchObject({ name: 'some-server', wanted: '2', program: 'its-tool', rest: ['a'] });
    expect(npx('--package=some-server', '--', 'its-tool')).toMatchObject({ program: 'its-tool', rest: [] });
  });

  test('is found behind a path, behind .cmd, and behind cmd /c', () => {
    expect(npxLaunch(launching('/opt/node/bin/npx', ['some-server']))?.name).toBe('some-server');
    expect(npxLaunch(launching('C:\\node\\npx.cmd', ['some-server']))?.name).toBe('some-server');
    expect(npxLaunch(launching('cmd', ['/c', 'npx', '-y', 'some-server', 'a']))).toMatchObject({ name: 'some-server', rest: ['a'] });
  });

  test('is pinnable unless it names one exact version', () => {
    expect(isPinnable(launching('npx', ['-y', 'some-server']))).toBe(true);
    expect(isPinnable(launching('npx', ['-y', 'some-server@1.2']))).toBe(true);
    expect(isPinnable(launching('npx', ['-y', 'some-server@1.2.3']))).toBe(false);
    expect(isPinnable(launching('uvx', ['some-server']))).toBe(false);
  });
});

describe('nothing is offered', () => {
  test.each<[string, readonly string[]]>([
    ['npx', []], ['npx', ['-y']], ['npx', ['--registry=https://elsewhere.example', 'some-server']], ['npx', ['--registry', 'https://elsewhere.example', 'some-server']],
    ['npx', ['-c', 'some-server | tee x']], ['npx', ['-p', 'one', '-p', 'two', 'one']], ['npx', ['-p', 'one']],
    ['npx', ['-p', 'one', '../evil']], ['npx', ['./folder']], ['npx', ['/folder']], ['npx', ['https://elsewhere.example/x.tgz']],
    ['npx', ['git+ssh://host/x']], ['npx', ['owner/repository']], ['npx', ['name@npm:other']], ['npx', ['name@file:../x']],
    ['npx', ['../../up']], ['npx', ['@scope/../up']], ['npx', ['Name']], ['npx', ['name@']], ['npx', ['${secret:NAME}']], ['npx', ['name@1 --prefix=/']],
    ['uvx', ['some-server']], ['bunx', ['some-server']], ['node', ['npx', 'some-server']], ['sh', ['-c', 'npx some-server']],
    ['cmd', ['/c', 'npx', 'some-server', '&', 'calc']], ['cmd', ['/c', 'npx', 'some-server', '%TEMP%']],
  ])('for %s %j', (command, args) => {
    expect(npxLaunch(launching(command, args))).toBeNull();
  });

  test('where a variable names another registry', () => {
    expect(npxLaunch(launching('npx', ['some-server'], { NPM_CONFIG_REGISTRY: { plain: 'https://elsewhere.example' } }))).toBeNull();
    expect(npxLaunch(launching('npx', ['some-server'], { OTHER: { plain: 'x' } }))).not.toBeNull();
  });

  test('for a server that is not a program', () => {
    expect(npxLaunch({ id: 'far', name: 'Far', class: 'external', environment: 'live', kind: 'remote', url: 'https://far.example', headers: {} })).toBeNull();
  });

  test('for a name that would leave its folder or be read as an option', () => {
    for (const name of ['..', '.', '-g', '--prefix', 'a/b', '@a', '@/b', 'a\\b', 'a\nb', `${'a'.repeat(215)}`]) expect(npmSpec(name)).toBeNull();
  });
});
