import { mkdirSync, mkdtempSync, realpathSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
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

  it('cover start-up files and credential stores', () => {
    expect(touched(join(root, 'home', '.ssh', 'id_ed25519'), 'read')).toBe(true);
    expect(touched(join(root, 'home', '.bashrc'))).toBe(true);
  });

  it('leave everything else alone', () => {
    expect(touched(join(root, 'work', 'notes.txt'))).toBe(false);
    expect(touched(join(root, 'home'), 'read')).toBe(false);
    expect(paths.touched('s', { title: 'ordinary text' }, 'write')).toBe(false);
  });
});
