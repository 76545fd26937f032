import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, realpathSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { createNamedFiles } from '../../../../main/adapters/named-files/named-files.ts';
import type { JsonObject } from '../../../../main/core/words/index.ts';

const sha = (text: string): string => createHash('sha256').update(text).digest('hex');
let root = '';
let outside = '';
const read = (args: JsonObject, folders: readonly string[] = [root]) => createNamedFiles(() => folders).read('s', args);

beforeEach(() => {
  const base = realpathSync(mkdtempSync(join(tmpdir(), 'named-files-')));
  root = join(base, 'root');
  outside = join(base, 'outside');
  for (const folder of [root, outside]) mkdirSync(folder);
  writeFileSync(join(root, 'a.txt'), 'hello');
  writeFileSync(join(outside, 'secret.txt'), 'secret');
});

describe('files that arguments name', () => {
  it('are given with their digest, wherever in the arguments they stand', async () => {
    const path = join(root, 'a.txt');
    const file = { path, bytes: 5, digest: sha('hello') };
    expect(await read({ file: path, list: [{ source: `file://${path}` }], name: 'a.txt/x y' })).toEqual({ files: [{ pointer: '/file', ...file }, { pointer: '/list/0/source', ...file }], open: false });
    expect(await read({ path: 'a.txt' })).toEqual({ files: [{ pointer: '/path', ...file }], open: false });
    expect(await read({ title: 'nothing here' })).toEqual({ files: [], open: false });
  });

  it('that are not there are bound as not there', async () => {
    expect(await read({ path: join(root, 'new.txt') })).toEqual({ files: [{ pointer: '/path', path: join(root, 'new.txt'), bytes: 0, digest: null }], open: false });
  });

  it('are open where they lie elsewhere, also behind a link or a step up', async () => {
    symlinkSync(join(outside, 'secret.txt'), join(root, 'link'));
    symlinkSync(join(outside, 'nothing'), join(root, 'dangling'));
    for (const path of [join(outside, 'secret.txt'), join(root, 'link'), join(root, 'dangling'), join(root, '../outside/secret.txt'), '../outside/secret.txt', `${root}-not/a.txt`, '/etc/passwd', '/dev/zero']) {
      expect(await read({ path }), path).toEqual({ files: [], open: true });
    }
  });

  it('are open where servers read a path differently, or where it may be in two places', async () => {
    mkdirSync(join(root, 'sub'));
    writeFileSync(join(root, 'sub/a.txt'), 'other');
    for (const path of [' a.txt', '%61.txt', '$HOME/a.txt', '~other/a.txt']) expect(await read({ path }), path).toEqual({ files: [], open: true });
    expect(await read({ path: 'a.txt' }, [root, join(root, 'sub')])).toEqual({ files: [], open: true });
  });

  it('are open where there is no local folder, where they are folders or pipes, too large or too many', async () => {
    expect(await read({ path: join(root, 'a.txt') }, [])).toEqual({ files: [], open: true });
    expect(await read({ path: root })).toEqual({ files: [], open: true });
    expect(await read({ cwd: root, path: 'a.txt' })).toMatchObject({ files: [{ pointer: '/path' }], open: false });
    execFileSync('mkfifo', [join(root, 'pipe')]);
    expect(await read({ path: join(root, 'pipe') })).toEqual({ files: [], open: true });
    writeFileSync(join(root, 'large'), '');
    truncateSync(join(root, 'large'), 64 * 1024 * 1024 + 1);
    expect(await read({ path: join(root, 'large'), other: join(root, 'a.txt') })).toMatchObject({ files: [{ pointer: '/other' }], open: true });
    expect(await read({ paths: Array.from({ length: 51 }, () => join(root, 'a.txt')) })).toEqual({ files: [], open: true });
  });

  it('are found by what a launch names, with or without the name of an option', async () => {
    expect(await read({ path: 'a.txt' }, ['node', '--verbose', `--root=${root}`])).toMatchObject({ files: [{ pointer: '/path' }], open: false });
  });
});
