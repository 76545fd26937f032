import { mkdirSync, mkdtempSync, realpathSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { join, relative } from 'node:path';
import { pathToFileURL } from 'node:url';
import { beforeEach, describe, expect, it } from 'vitest';
import { createProtectedPaths, protectedFolders } from '../../../../main/adapters/protected-paths/protected-paths.ts';

describe('protected folders', () => {
  let root = '';
  let own = '';
  let paths: ReturnType<typeof createProtectedPaths>;
  const touched = (path: string, effect: 'read' | 'write' = 'write'): boolean => paths.touched('s', { path }, effect);

  beforeEach(() => {
    root = realpathSync(mkdtempSync(join(tmpdir(), 'countersign-paths-')));
    own = join(root, 'home', 'countersign');
    mkdirSync(join(own, 'documents'), { recursive: true });
    mkdirSync(join(root, 'work'));
    writeFileSync(join(own, 'documents', 'pins.json'), '{}');
    paths = createProtectedPaths(protectedFolders([own], join(root, 'home')), () => join(root, 'work'));
  });

  it('are found by plain, relative, encoded and file-URL paths', () => {
    const inside = join(own, 'documents', 'pins.json');
    expect(touched(inside, 'read')).toBe(true);
    expect(touched(relative(join(root, 'work'), inside))).toBe(true);
    expect(touched(pathToFileURL(inside).href)).toBe(true);
    expect(touched(inside.replace('countersign', '%63ountersign'))).toBe(true);
    expect(touched(join(root, 'work', '..', 'home', 'countersign', 'new'))).toBe(true);
  });

  it('are found through links, to what exists and to what does not yet', () => {
    symlinkSync(own, join(root, 'work', 'link'));
    expect(touched(join(root, 'work', 'link', 'documents', 'pins.json'))).toBe(true);
    expect(touched(join(root, 'work', 'link', 'new', 'file'))).toBe(true);
  });

  it('are found through links as the system walks them: out of a link by `..`, and through a link to nothing yet', () => {
    symlinkSync(join(own, 'documents'), join(root, 'work', 'link'));
    expect(touched(`${root}/work/link/../new`)).toBe(true);
    symlinkSync(join(own, 'not-yet'), join(root, 'work', 'dangling'));
    expect(touched(join(root, 'work', 'dangling'))).toBe(true);
  });

  it('are found however long the way there is written', () => {
    expect(touched(`${root}/${'./'.repeat(5000)}home/countersign/documents/pins.json`, 'read')).toBe(true);
    expect(touched(`${root}/${'x/../'.repeat(2000)}home/countersign/new`)).toBe(true);
    expect(touched('/x'.repeat(1_000_000))).toBe(false);
  });

  it('are found in names of fields, with white space around, in odd file URLs and under the home', () => {
    const inside = join(own, 'documents', 'pins.json');
    expect(paths.touched('s', { files: { [inside]: '{}' } }, 'write')).toBe(true);
    expect(touched(` ${inside}\n`)).toBe(true);
    expect(touched(`file://elsewhere${inside}`)).toBe(true);
    expect(paths.touched('s', { command: `cat ${inside}` }, 'read')).toBe(true);
    expect(touched(`notes.txt\n${inside}`, 'read')).toBe(true);
    expect(touched(`file://${root}/home%2Fcountersign/x`)).toBe(true);
    const home = createProtectedPaths(protectedFolders([]), () => null);
    for (const path of [`~${userInfo().username}/.ssh/id`, '$HOME/.ssh/id', '~/.ssh/id']) expect(home.touched('s', { path }, 'read')).toBe(true);
  });

  it('are found by a folder and a name in it, in the arguments or in the launch', () => {
    expect(paths.touched('s', { directory: join(root, 'home'), file: 'countersign/documents/pins.json' }, 'read')).toBe(true);
    expect(paths.touched('s', { cwd: own.slice(0, -1), path: '../countersign/new' }, 'write')).toBe(true);
    expect(touched('countersign/documents/pins.json', 'read')).toBe(false);
    const launched = createProtectedPaths([own], () => [join(root, 'work'), '--verbose', `--root=${join(root, 'home')}`]);
    expect(launched.touched('s', { path: 'countersign/documents/pins.json' }, 'read')).toBe(true);
  });

  it('are found through any variable a server may fill in', () => {
    const { COUNTERSIGN_TEST_PLACE: before } = process.env;
    process.env['COUNTERSIGN_TEST_PLACE'] = join(root, 'home');
    try {
      for (const path of ['$COUNTERSIGN_TEST_PLACE/countersign/x', '${COUNTERSIGN_TEST_PLACE}/countersign/x', '${COUNTERSIGN_TEST_PLACE:-/tmp}/countersign/x', '%COUNTERSIGN_TEST_PLACE%/countersign/x', '%countersign_test_place%\\countersign\\x']) {
        expect([path, touched(path, 'read')]).toEqual([path, true]);
      }
      expect(touched('$COUNTERSIGN_TEST_NONE/countersign/x', 'read')).toBe(false);
    } finally {
      if (before === undefined) delete process.env['COUNTERSIGN_TEST_PLACE'];
      else process.env['COUNTERSIGN_TEST_PLACE'] = before;
    }
  });

  it('are found where the settings were moved to', () => {
    const before = process.env['XDG_CONFIG_HOME'];
    process.env['XDG_CONFIG_HOME'] = join(root, 'settings');
    try {
      const moved = createProtectedPaths(protectedFolders([own], join(root, 'home')), () => null);
      for (const path of [join(root, 'settings', 'autostart', 'x'), join(root, 'home', '.config', 'autostart', 'x'), join(root, 'settings', 'gh', 'hosts.yml')]) expect(moved.touched('s', { path }, 'read')).toBe(true);
    } finally {
      if (before === undefined) delete process.env['XDG_CONFIG_HOME'];
      else process.env['XDG_CONFIG_HOME'] = before;
    }
  });

  it('are found inside a text: behind an option, in quotes, in a list, in JSON, in another address', () => {
    const inside = join(own, 'documents', 'pins.json');
    for (const text of [`--file=${inside}`, `"${inside}"`, `'${inside}'`, `/tmp/a,${inside}`, `/tmp/a:x;${inside}`, `{"path":"${inside}"}`, `["${inside}"]`, `git+file://${inside}`, `@${inside}`, `/bin/cat<${inside}`]) {
      expect([text, touched(text, 'read')]).toEqual([text, true]);
    }
  });

  it.each([['*'], ['c*'], ['?ountersign'], ['[c]ountersign'], ['{other,countersign}'], ['{x/y,countersign}'], ['COUNTER*N'], ['*{sign,x}']])('are found by the pattern %s', (part) => {
    expect(touched(`${root}/home/${part}/documents/pins.json`, part === '{x/y,countersign}' ? 'write' : 'read')).toBe(true);
    expect(touched(`${root}/ho?e/countersign/x`, 'read')).toBe(true);
    expect(touched(`${root}/home/**/pins.json`, 'write')).toBe(true);
  });

  it('are told from a pattern made to cost time, which this test would run out of', () => {
    for (const part of ['*o'.repeat(10_000), '?'.repeat(20_000), '[x]'.repeat(9_000), 'x/'.repeat(9_000)]) expect(touched(`${root}/home/${part}`, 'read')).toBe(false);
    for (const part of ['*'.repeat(20_000), '{'.repeat(20_000)]) expect(touched(`${root}/home/${part}/x`, 'write')).toBe(true);
  });

  it('are not meant by a pattern that cannot reach them', () => {
    for (const path of [`${root}/work/*.txt`, `${root}/work/[id]/page.tsx`, `${root}/home/**/*.md`, `${root}/home/x*/y`, `${root}/home/*.md`, '{{name}}/{a', '[', '***', '{']) expect([path, touched(path, 'read')]).toEqual([path, false]);
  });

  it('are found as Windows reads a path: dots and blanks at the end, streams, either slash', () => {
    for (const path of [`${own}./documents`, `${own} /documents`, `${own}. . /x`, `${own}::$INDEX_ALLOCATION/x`, `${own}/documents/pins.json:stream:$DATA`, `${root}/work\\..\\home\\countersign\\x`, own.replaceAll('/', '\\')]) {
      expect([path, touched(path, 'read')]).toEqual([path, true]);
    }
  });

  it.runIf(process.platform === 'linux')('cover what the system shows of running programs, and its second name for everything', () => {
    for (const path of [`/proc/${process.pid}/environ`, '/proc/self/mem', `/proc/self/root${own}/x`, '/proc/self/cwd/x', '/dev/fd/0/../environ']) expect([path, touched(path, 'read')]).toEqual([path, true]);
  });

  it('refuse what is too much to be looked at', () => {
    expect(paths.touched('s', { root: '/x', files: Array.from({ length: 60_000 }, (_, i) => `a/${i}`) }, 'read')).toBe(true);
  });

  it('cover start-up files and credential stores', () => {
    expect(touched(join(root, 'home', '.ssh', 'id_ed25519'), 'read')).toBe(true);
    expect(touched(join(root, 'home', '.bashrc'))).toBe(true);
    for (const path of ['.gitconfig', '.config/git/config', '.mozilla/firefox/x/logins.json', '.config/google-chrome/Default/Cookies', '.cargo/credentials.toml', '.bash_aliases', '.config/op/config']) {
      expect([path, touched(join(root, 'home', path), 'read')]).toEqual([path, true]);
    }
  });

  it('leave everything else alone', () => {
    expect(touched(join(root, 'work', 'notes.txt'))).toBe(false);
    expect(touched(join(root, 'home'), 'read')).toBe(false);
    expect(paths.touched('s', { title: 'ordinary text' }, 'write')).toBe(false);
  });
});
