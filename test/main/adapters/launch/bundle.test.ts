import { execFileSync } from 'node:child_process';
import { chmodSync, copyFileSync, mkdirSync, mkdtempSync, realpathSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { generateKeyPairSync } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { BUNDLE_SIGNATURE, bundleToSign } from '../../../../main/adapters/launch/bundle.ts';
import { createLaunchResolver } from '../../../../main/adapters/launch/resolve-launch.ts';
import { readSigningKey, signBytes } from '../../../../main/adapters/policy-sources/minisign.ts';
import type { LocalServer } from '../../../../main/core/trust/server-config.ts';

const newKey = () => readSigningKey(generateKeyPairSync('ed25519').privateKey.export({ format: 'pem', type: 'pkcs8' }).toString());
const publisher = newKey();
const stranger = newKey();
const KEYS = [stranger.publicText, publisher.publicText];

let folder = '';
let root = '';
beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'countersign-bundle-')));
  root = join(folder, 'tools');
  mkdirSync(join(root, 'node_modules', 'dep'), { recursive: true });
  writeFileSync(join(root, 'package.json'), '{"name":"tools","version":"1.0.0"}');
  writeFileSync(join(root, 'index.js'), "require('dep')\n");
  writeFileSync(join(root, 'node_modules', 'dep', 'index.js'), 'module.exports = 1\n');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const sign = async (key = publisher): Promise<void> => {
  const found = await bundleToSign(root);
  if (found === null) throw new Error('no bundle');
  writeFileSync(found.signature, signBytes(Buffer.from(found.listing), key, 'bundle:tools'));
};
const config = (command: string, args: readonly string[], more: Partial<LocalServer> = {}): LocalServer =>
  ({ id: 's', name: 'Tools by Example', kind: 'local', command, args: [...args], cwd: null, env: {}, class: 'local', environment: 'test', ...more }) as LocalServer;
/** What the bundle of a launch is, by a resolver of its own: another start of the app. */
const bundleOf = async (given = config('/usr/bin/node', [join(root, 'index.js')])) => {
  const resolver = createLaunchResolver({ salt: 's', bundleVersion: '1' });
  const resolution = await resolver.resolve(given);
  if (!resolution.ok) throw new Error(resolution.why);
  return resolver.bundle(resolution.launch, KEYS);
};

describe.runIf(process.platform === 'linux')('a bundle', () => {
  it('is known by its publisher\'s key while every file is as it was signed', async () => {
    const before = await bundleOf();
    expect(before?.publisherKey).toBeNull();
    await sign();
    expect(await bundleOf()).toEqual({ digest: before?.digest, publisherKey: publisher.publicText });
    expect(await bundleOf(config('/usr/bin/node', [join(root, 'index.js'), '--port', '1']))).toMatchObject({ publisherKey: publisher.publicText });
    await sign(newKey());
    expect(await bundleOf()).toEqual({ digest: before?.digest, publisherKey: null });
  });

  it.each<readonly [string, () => void]>([
    ['a file is changed', () => writeFileSync(join(root, 'index.js'), 'evil()')],
    ['a dependency is changed', () => writeFileSync(join(root, 'node_modules', 'dep', 'index.js'), 'evil()')],
    ['a file is added', () => writeFileSync(join(root, 'node_modules', 'dep', 'more.js'), '')],
    ['a file is renamed', () => renameSync(join(root, 'node_modules', 'dep', 'index.js'), join(root, 'node_modules', 'dep', 'index.cjs'))],
    ['a file is gone', () => rmSync(join(root, 'node_modules', 'dep', 'index.js'))],
    ['two files are swapped', () => { copyFileSync(join(root, 'index.js'), join(folder, 'x')); copyFileSync(join(root, 'node_modules', 'dep', 'index.js'), join(root, 'index.js')); copyFileSync(join(folder, 'x'), join(root, 'node_modules', 'dep', 'index.js')); }],
    ['a link is added', () => symlinkSync('/etc', join(root, 'node_modules', 'etc'))],
    ['the signature is another one', () => writeFileSync(join(root, BUNDLE_SIGNATURE), 'untrusted comment: x\nabc\ntrusted comment: y\nabc\n')],
    ['the signature is gone', () => rmSync(join(root, BUNDLE_SIGNATURE))],
  ])('is nobody\'s any more when %s', async (_name, change) => {
    await sign();
    change();
    expect((await bundleOf())?.publisherKey ?? null).toBeNull();
  });

  it('is only known where nothing but its files runs', async () => {
    await sign();
    const script = join(root, 'index.js');
    writeFileSync(join(folder, 'evil.js'), '');
    mkdirSync(join(folder, 'bin'));
    copyFileSync('/bin/true', join(folder, 'bin', 'node'));
    for (const other of [
      config('/usr/bin/node', ['--require', join(folder, 'evil.js'), script]), config('/usr/bin/node', ['-e', 'evil()', script]), config('/usr/bin/node', [join(folder, 'evil.js'), script]),
      config(join(folder, 'bin', 'node'), [script]), config('/usr/bin/env', ['node', script]), config('/bin/true', [script]), config('/usr/bin/node', []),
    ]) expect(await bundleOf(other), `${other.command} ${other.args.join(' ')}`).toBeNull();
  });

  it('may be a program of its own, unless somebody\'s PATH says what reads it', async () => {
    const program = join(root, 'tool');
    writeFileSync(program, '#!/bin/sh\n');
    chmodSync(program, 0o755);
    await sign();
    expect(await bundleOf(config(program, ['any']))).toMatchObject({ publisherKey: publisher.publicText });
    writeFileSync(program, '#!/usr/bin/env node\n');
    await sign();
    mkdirSync(join(folder, 'bin'));
    copyFileSync('/bin/true', join(folder, 'bin', 'node'));
    chmodSync(join(folder, 'bin', 'node'), 0o755);
    expect(await bundleOf(config(program, [], { env: { PATH: { plain: `${join(folder, 'bin')}:/usr/bin` } } }))).toBeNull();
  });

  it('is none among other packages, which it could load', async () => {
    mkdirSync(join(folder, 'node_modules'));
    renameSync(root, join(folder, 'node_modules', 'tools'));
    root = join(folder, 'node_modules', 'tools');
    await sign();
    expect(await bundleOf()).toBeNull();
  });

  it('can be signed with sha256sum and any tool that writes minisign\'s format', async () => {
    const listing = execFileSync('/bin/sh', ['-c', "find . -type f ! -path ./countersign.minisig -printf '%P\\n' | LC_ALL=C sort | xargs sha256sum"], { cwd: root, encoding: 'utf8' });
    expect((await bundleToSign(root))?.listing).toBe(listing);
  });
});
