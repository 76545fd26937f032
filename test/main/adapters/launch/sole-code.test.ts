import { chmodSync, cpSync, mkdirSync, mkdtempSync, readdirSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { createLaunchResolver } from '../../../../main/adapters/launch/resolve-launch.ts';
import releases from '../../../../main/core/recipes/releases.json' with { type: 'json' };
import type { LocalServer } from '../../../../main/core/trust/server-config.ts';

const NAME = '@modelcontextprotocol/server-filesystem';
const { files, fetched } = releases[NAME]['2026.8.31'];
const PACKAGE = join(import.meta.dirname, '../../../../node_modules', NAME);
const SCRIPT = join(PACKAGE, 'dist/index.js');

const made: string[] = [];
let root = '';
beforeEach(() => {
  root = realpathSync(mkdtempSync(join(tmpdir(), 'sole-code-')));
  made.push(root);
});
afterAll(() => { for (const one of made) rmSync(one, { recursive: true, force: true }); });

async function soleCode(more: Partial<LocalServer>, environment?: NodeJS.ProcessEnv): Promise<string | null> {
  const resolver = createLaunchResolver({ salt: 'salt', bundleVersion: '1', ...(environment === undefined ? {} : { environment }) });
  const resolution = await resolver.resolve({ id: 'a', name: 'a', class: 'local', environment: 'test', kind: 'local', command: 'node', args: [], env: {}, cwd: root, ...more });
  if (!resolution.ok) throw new Error(JSON.stringify(resolution));
  return resolution.soleCode;
}

function put(file: string, text: string, mode = 0o644): string {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
  chmodSync(file, mode);
  return file;
}

/** The files of the package somewhere else, without what it depends on. */
function copied(): string {
  const copy = join(root, 'copy');
  cpSync(PACKAGE, copy, { recursive: true, filter: (path) => !path.slice(PACKAGE.length).includes('node_modules') });
  return join(copy, 'dist/index.js');
}

describe('the code that a launch runs', () => {
  it('is that of a release, by the files it is installed with, wherever they lie', async () => {
    expect(await soleCode({ command: process.execPath, args: [SCRIPT, root] })).toBe(files);
    expect(await soleCode({ args: [join(PACKAGE, 'dist'), root] })).toBe(files);
    expect(await soleCode({ args: [copied(), root] })).toBe(files);
  });

  it('is that of a release where a link in a project leads to its program', async () => {
    mkdirSync(join(root, 'node_modules/.bin'), { recursive: true });
    symlinkSync(SCRIPT, join(root, 'node_modules/.bin/mcp-server-filesystem'));
    chmodSync(SCRIPT, 0o755);
    expect(await soleCode({ command: join(root, 'node_modules/.bin/mcp-server-filesystem'), args: [root] })).toBe(files);
  });

  it('is that of a release by its name and version where the system’s runner fetches it, and of none without a version', async () => {
    expect(await soleCode({ command: 'npx', args: ['-y', `${NAME}@2026.8.31`, root] })).toBe(fetched);
    expect(await soleCode({ command: 'npx', args: ['-y', NAME, root] })).toBeNull();
    expect(await soleCode({ command: 'npx', args: ['-y', `${NAME}@latest`, root] })).toBeNull();
  });

  it('is not that of a release by what its manifest says', async () => {
    put(join(root, 'imposter/package.json'), JSON.stringify({ name: NAME, version: '2026.8.31', type: 'module' }));
    const code = await soleCode({ args: [put(join(root, 'imposter/dist/index.js'), '// whatever'), root] });
    expect(code).toMatch(/^[0-9a-f]{64}$/);
    expect([files, fetched]).not.toContain(code);
  });

  it.each<[string, (folder: string) => void]>([
    ['a byte more', (folder) => put(join(folder, 'dist/lib.js'), '// other')],
    ['a file more', (folder) => put(join(folder, 'dist/more.js'), '')],
    ['a file less', (folder) => rmSync(join(folder, 'README.md'))],
    ['a file of another name', (folder) => cpSync(join(folder, 'README.md'), join(folder, 'readme'))],
  ])('is another with %s', async (_what, change) => {
    const script = copied();
    change(dirname(dirname(script)));
    expect(await soleCode({ args: [script] })).not.toBe(files);
  });

  it.each<[string, (evil: string) => Partial<LocalServer>]>([
    ['a module loaded before it', (evil) => ({ args: ['--import', evil, SCRIPT] })],
    ['a module in an option', () => ({ args: ['--import=data:text/javascript,0', SCRIPT] })],
    ['an option before it', () => ({ args: ['--enable-source-maps', SCRIPT] })],
    ['a script that is handed to it', (evil) => ({ args: [SCRIPT, evil] })],
    ['a search path of the configuration', () => ({ args: [SCRIPT], env: { PATH: { plain: join(root, 'tools') } } })],
    ['an interpreter of the configuration', () => ({ command: join(root, 'tools/node'), args: [SCRIPT] })],
    ['an interpreter that reads settings from where it runs', () => ({ command: join(root, 'tools/bun'), args: [SCRIPT] })],
    ['a runner of the configuration', () => ({ command: join(root, 'tools/npx'), args: ['-y', `${NAME}@2026.8.31`] })],
    ['a runner found by the configuration’s search path', () => ({ command: 'npx', args: ['-y', `${NAME}@2026.8.31`], env: { PATH: { plain: join(root, 'tools') } } })],
    ['another registry', () => ({ command: 'npx', args: ['--registry=https://evil.example', '-y', `${NAME}@2026.8.31`] })],
    ['a project that brings a package of that name along', () => {
      mkdirSync(join(root, 'node_modules', NAME), { recursive: true });
      return { command: 'npx', args: ['-y', `${NAME}@2026.8.31`] };
    }],
  ])('is not known with %s', async (_what, config) => {
    for (const tool of ['node', 'bun', 'npx']) put(join(root, 'tools', tool), '#!/bin/sh\nexit 0\n', 0o755);
    expect(await soleCode(config(put(join(root, 'evil.mjs'), '')))).toBeNull();
  });

  it('is known under a Node that the person’s own search path finds', async () => {
    put(join(root, 'versions/node'), '#!/bin/sh\nexit 0\n', 0o755);
    put(join(root, 'versions/npx'), '#!/usr/bin/env node\n', 0o755);
    const environment = { PATH: join(root, 'versions') };
    expect(await soleCode({ args: [SCRIPT] }, environment)).toBe(files);
    expect(await soleCode({ command: 'npx', args: ['-y', `${NAME}@2026.8.31`] }, environment)).toBe(fetched);
  });
});

describe('the releases that recipes know', () => {
  it.each(['@modelcontextprotocol/server-filesystem', '@modelcontextprotocol/server-memory', '@cyanheads/git-mcp-server'] as const)('are what is installed here: %s', async (name) => {
    const folder = join(import.meta.dirname, '../../../../node_modules', name);
    expect(readdirSync(folder)).toContain('package.json');
    const code = await soleCode({ args: [join(folder, 'dist/index.js')] });
    expect(Object.values<{ files: string }>(releases[name]).map((one) => one.files)).toContain(code);
  });
});
