import { chmodSync, chownSync, linkSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { sha256 } from '../../../../main/adapters/digest/sha256.ts';
import { filePolicies, LINUX_PLACES, type FilePlaces } from '../../../../main/adapters/policy-sources/file-sources.ts';
import { managedPreferences } from '../../../../main/adapters/policy-sources/macos-preferences.ts';
import { verifyBytes } from '../../../../main/adapters/policy-sources/minisign.ts';
import type { PolicySourceReader } from '../../../../main/adapters/policy-sources/source-reader.ts';
import { LOOK_MS, lookEvery } from '../../../../main/adapters/policy-sources/watch.ts';
import { registryPolicies } from '../../../../main/adapters/policy-sources/windows-registry.ts';
import { openSources } from '../../../../main/host/policy/open-sources.ts';

const sample = JSON.stringify(JSON.parse(readFileSync(resolve('docs/policy/minimal.json'), 'utf8')));
const opened = async (reader: PolicySourceReader) => openSources(await reader.find(), { sha256, now: '2026-06-01T00:00:00.000Z', seenVersion: () => null, verify: verifyBytes });
const codes = async (reader: PolicySourceReader) => (await opened(reader)).map((source) => (source.state === 'good' ? 'good' : source.problems[0]?.code));

let folder = '';
let file = '';
const places = (): FilePlaces => ({ files: [{ path: file, scope: 'managed' }], folders: [{ path: join(folder, 'more'), scope: 'narrowing' }], owner: process.getuid?.() ?? 0, top: folder });
beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'countersign-sources-')));
  mkdirSync(join(folder, 'etc'), { mode: 0o755 });
  file = join(folder, 'etc', 'policy.json');
});
afterEach(() => { rmSync(folder, { recursive: true, force: true }); });

const registry = (value: string): string => `\r\nHKEY_LOCAL_MACHINE\\SOFTWARE\\Policies\\Countersign\r\n    Policy    REG_SZ    ${value}\r\n\r\n`;
const preferences = (value: string): string => `<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">\n<plist version="1.0">\n<dict>\n\t<key>Policy</key>\n\t<string>${value.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;')}</string>\n</dict>\n</plist>\n`;

/** Each system's source, given a policy's text or nothing. One suite for all: they differ in where the text comes from and in nothing else. */
const SYSTEMS: readonly (readonly [string, (text: string | null) => PolicySourceReader])[] = [
  ['files', (text) => { if (text !== null) writeFileSync(file, text, { mode: 0o644 }); return filePolicies(places()); }],
  ['the Windows registry', (text) => registryPolicies(async () => (text === null ? null : registry(text)))],
  ['macOS managed preferences', (text) => managedPreferences(async () => (text === null ? null : preferences(text)))],
];

describe.each(SYSTEMS)('a policy from %s', (_name, reader) => {
  it('holds as written', async () => { expect(await codes(reader(sample))).toEqual(['good']); });
  it('is none where there is none', async () => { expect(await codes(reader(null))).toEqual([]); });
  it('keeps signs that its container has a meaning for', async () => {
    const text = JSON.stringify({ a: '<&">\' &amp; REG_SZ' });
    const [found] = await reader(text).find();
    expect(found).toMatchObject({ ok: true, text });
  });
  it.each([['wrong-seal', sample.replace('"version":1', '"version":2')], ['not-json', sample.slice(0, 80)], ['empty', ''], ['duplicate-key', sample.replace('{', '{"id":"x",')], ['wrong-scope', readFileSync(resolve('docs/policy/project.json'), 'utf8').replace(/\n */g, '')]])(
    'is closed with %s', async (code, text) => { expect(await codes(reader(text))).toEqual([code]); },
  );
});

describe('a policy file', () => {
  const write = (path = file) => { writeFileSync(path, sample, { mode: 0o644 }); };
  const found = () => codes(filePolicies(places()));

  it('is closed when others may write to it or to a folder above it', async () => {
    write();
    for (const mode of [0o664, 0o646, 0o666]) { chmodSync(file, mode); expect(await found(), mode.toString(8)).toEqual(['writable-by-others']); }
    chmodSync(file, 0o644);
    for (const above of [join(folder, 'etc'), folder]) { chmodSync(above, 0o777); expect(await found()).toEqual(['writable-by-others']); chmodSync(above, 0o755); }
    expect(await found()).toEqual(['good']);
  });

  it('is closed when it is a link, has a second name, or lies behind a linked folder', async () => {
    write(join(folder, 'real.json'));
    symlinkSync(join(folder, 'real.json'), file);
    expect(await found()).toEqual(['link']);
    rmSync(file);
    linkSync(join(folder, 'real.json'), file);
    expect(await found()).toEqual(['link']);
    rmSync(file);
    rmSync(join(folder, 'etc'), { recursive: true });
    mkdirSync(join(folder, 'elsewhere'));
    write(join(folder, 'elsewhere', 'policy.json'));
    symlinkSync(join(folder, 'elsewhere'), join(folder, 'etc'));
    expect(await found()).toEqual(['link']);
  });

  it.skipIf(process.getuid?.() !== 0)('is closed when somebody else owns it', async () => {
    write();
    chownSync(file, 12_345, 0);
    expect(await found()).toEqual(['wrong-owner']);
    chownSync(file, 0, 0);
    chownSync(join(folder, 'etc'), 12_345, 0);
    expect(await found()).toEqual(['wrong-owner']);
  });

  it('is closed when it is a folder, or not UTF-8', async () => {
    mkdirSync(file);
    expect(await found()).toEqual(['no-file']);
    rmSync(file, { recursive: true });
    writeFileSync(file, Buffer.from(`\uFEFF${sample}`, 'utf16le'), { mode: 0o644 });
    expect(await found()).toEqual(['not-utf8']);
    writeFileSync(file, `\uFEFF${sample}`);
    expect(await found()).toEqual(['byte-order-mark']);
  });

  it('of a folder of policies is each a source, in the order of their names, with the scope of the folder', async () => {
    mkdirSync(join(folder, 'more'), { mode: 0o755 });
    for (const name of ['b.json', 'a.json', 'notes.txt']) write(join(folder, 'more', name));
    expect((await filePolicies(places()).find()).map(({ place, scope }) => [place.slice(folder.length), scope])).toEqual([['/more/a.json', 'narrowing'], ['/more/b.json', 'narrowing']]);
    // A managed document has no place among those that only narrow.
    expect(await found()).toEqual(['wrong-scope', 'wrong-scope']);
  });

  it('is looked for where an administrator alone can write', async () => {
    expect([...LINUX_PLACES.files, ...LINUX_PLACES.folders].map(({ path }) => path)).toEqual(['/etc/countersign/policy.json', '/etc/opt/countersign/policies/managed', '/etc/opt/countersign/policies/recommended']);
    expect(LINUX_PLACES).toMatchObject({ owner: 0, top: '/etc' });
  });
});

describe('a container that cannot be read', () => {
  it.each([
    registryPolicies(async () => '    Policy    REG_DWORD    0x1'), registryPolicies(async () => 'ERROR'), registryPolicies(async () => ''),
    managedPreferences(async () => 'no list'), managedPreferences(async () => '<plist><dict><key>Policy</key><integer>1</integer></dict></plist>'),
    managedPreferences(async () => '<plist><dict><key>Policy</key><string>{}</string><key>Policy</key><string>{}</string></dict></plist>'),
    managedPreferences(async () => '<plist><dict><key>Policy</key><string>&unknown;</string></dict></plist>'),
    managedPreferences(async () => '<plist><dict><key>Policy</key><string><![CDATA[{}]]></string></dict></plist>'),
  ])('is closed (%#)', async (reader) => { expect(await codes(reader)).toEqual(['unreadable']); });
});

describe('looking again', () => {
  it('comes well within the five seconds in which a tightened policy must hold', () => {
    expect(LOOK_MS).toBeLessThanOrEqual(2_000);
  });
  it('ends when it is told to', async () => {
    let looked = 0;
    const end = lookEvery(1)(() => { looked += 1; });
    while (looked < 2) await new Promise((later) => { setTimeout(later, 1); });
    end();
    const then = looked;
    await new Promise((later) => { setTimeout(later, 20); });
    expect(looked).toBe(then);
  });
});
