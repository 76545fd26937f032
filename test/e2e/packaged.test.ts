import { listPackage } from '@electron/asar';
import { FuseV1Options, getCurrentFuseWire } from '@electron/fuses';
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { launchPacked, packApp, packedBinary, packedFolder } from './packaged.ts';
import type { PackedApp } from './packaged.ts';

beforeAll(packApp, 240_000);

describe('the packed binary', () => {
  test('has every fuse as configured', async () => {
    const wire = await getCurrentFuseWire(packedBinary);
    // The wire is one character a fuse: '1' on, '0' off, 'r' removed.
    const state = (option: FuseV1Options): string => new Map([['0', 'DISABLE'], ['1', 'ENABLE']]).get(String.fromCharCode(wire[option] ?? 0)) ?? 'unknown';
    expect({
      RunAsNode: state(FuseV1Options.RunAsNode),
      EnableCookieEncryption: state(FuseV1Options.EnableCookieEncryption),
      EnableNodeOptionsEnvironmentVariable: state(FuseV1Options.EnableNodeOptionsEnvironmentVariable),
      EnableNodeCliInspectArguments: state(FuseV1Options.EnableNodeCliInspectArguments),
      EnableEmbeddedAsarIntegrityValidation: state(FuseV1Options.EnableEmbeddedAsarIntegrityValidation),
      OnlyLoadAppFromAsar: state(FuseV1Options.OnlyLoadAppFromAsar),
      LoadBrowserProcessSpecificV8Snapshot: state(FuseV1Options.LoadBrowserProcessSpecificV8Snapshot),
      GrantFileProtocolExtraPrivileges: state(FuseV1Options.GrantFileProtocolExtraPrivileges),
    }).toEqual({
      RunAsNode: 'DISABLE',
      EnableCookieEncryption: 'ENABLE',
      EnableNodeOptionsEnvironmentVariable: 'DISABLE',
      EnableNodeCliInspectArguments: 'DISABLE',
      EnableEmbeddedAsarIntegrityValidation: 'ENABLE',
      OnlyLoadAppFromAsar: 'ENABLE',
      LoadBrowserProcessSpecificV8Snapshot: 'DISABLE',
      GrantFileProtocolExtraPrivileges: 'DISABLE',
    });
  });

  test('does not act as Node', () => {
    const result = spawnSync(packedBinary, ['-e', 'console.log("ran as node")'], {
      env: { ...process.env, ELECTRON_RUN_AS_NODE: '1', DISPLAY: '' }, timeout: 8_000, killSignal: 'SIGKILL', encoding: 'utf8',
    });
    expect(result.stdout).not.toContain('ran as node');
  });
});

describe('the package', () => {
  test('holds our built code, the shipped skills and the keychain, and nothing else', () => {
    const files = listPackage(join(packedFolder, 'resources', 'app.asar'), { isPack: false });
    const strangers = files.filter((file) => !/^\/(package\.json|out($|\/(main|preload|renderer|skills))|node_modules($|\/keytar))/.test(file));
    expect(strangers).toEqual([]);
    expect(files).toContain('/out/main/index.cjs');
    expect(files.filter((file) => file.endsWith('.map') || file.endsWith('.ts'))).toEqual([]);
  });

  test('has no default app that would start any folder', () => {
    expect(existsSync(join(packedFolder, 'resources', 'default_app.asar'))).toBe(false);
  });

  test('has the native keychain on disk, where it can be loaded', () => {
    expect(existsSync(join(packedFolder, 'resources', 'app.asar.unpacked', 'node_modules', 'keytar', 'prebuilds', `linux-${process.arch}`, 'keytar.node'))).toBe(true);
  });
});

describe('the command line beside it', () => {
  test('runs under a Node of the system and digests a catalogue', () => {
    const file = join(packedFolder, 'resources', 'cli', 'cli', 'countersign.cjs');
    const result = spawnSync(process.execPath, [file, 'pins', 'digest'], { input: '{"tools":[{"name":"a","inputSchema":{}}]}', encoding: 'utf8', timeout: 15_000 });
    expect(JSON.parse(result.stdout)).toMatchObject({ items: [{ kind: 'tool', name: 'a' }] });
    expect(result.status).toBe(0);
  });
});

describe('the packed app', () => {
  let packed: PackedApp;
  beforeAll(async () => { packed = await launchPacked(); });
  afterAll(async () => { await packed?.close(); });

  test('opens its window from our own scheme', async () => {
    expect(await packed.page.evaluate(() => location.origin)).toBe('app://countersign');
  });

  test('answers its window', async () => {
    const reply = await packed.page.evaluate(() => window.countersign.app.status({}));
    expect(reply).toMatchObject({ ok: true, value: { home: packed.home } });
  });

  test('has the demo CMS running, with no Node on the PATH', async () => {
    await expect.poll(async () => {
      const reply = await packed.page.evaluate(() => window.countersign.servers.list({}));
      return reply.ok ? reply.value.map(({ kind, connection }) => `${kind}: ${connection.state}`) : [];
    }, { timeout: 15_000, interval: 200 }).toContain('bundled: running');
  });

  test('shows a planned update, and carries it out once it is approved', async () => {
    const { page } = packed;
    const button = (name: string | RegExp) => page.getByRole('button', { name }).first();
    await page.getByRole('navigation').getByRole('link', { name: 'Tools' }).click();
    await page.getByRole('searchbox').fill('update_news');
    await page.getByRole('link', { name: /update_news/ }).or(page.getByRole('option', { name: /update_news/ })).or(page.getByRole('button', { name: /update_news/ })).first().click();
    await page.getByLabel(/^id/i).first().fill('n-1001');
    await page.getByLabel(/^title/i).first().fill('Countersigned in a package');
    await button('Plan').click();
    await page.getByText('Countersigned in a package').first().waitFor();
    await page.getByText('Registration opens').first().waitFor();
    const approve = button(/^Approve once/);
    await approve.and(page.locator('[data-armed=true]')).waitFor();
    await approve.click();
    await page.getByText('Executed').first().waitFor();
    const listed = await page.evaluate(() => window.countersign.activity.list({ before: null, limit: 50 }));
    expect(listed.ok && listed.value.entries.some(({ tool, outcome, decision }) => tool === 'update_news' && outcome === 'executed' && decision === 'approved')).toBe(true);
  });
});
