import { type Stats, chmodSync, chownSync, linkSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { sha256 } from '../../../../main/adapters/digest/sha256.ts';
import { filePolicies, LINUX_PLACES, MACOS_PLACES, ownedBy, windowsPlaces, type FilePlaces, type Ownership } from '../../../../main/adapters/policy-sources/file-sources.ts';
import { managedPreferences } from '../../../../main/adapters/policy-sources/macos-preferences.ts';
import settings from '../../../../main/core/policy/document/flat-settings.json' with { type: 'json' };
import { DEFAULT_LIMITS, type LimitName } from '../../../../main/core/policy/limits.ts';
import type { PolicySourceReader } from '../../../../main/adapters/policy-sources/source-reader.ts';
import { LOOK_MS, lookEvery } from '../../../../main/adapters/policy-sources/watch.ts';
import { windowsOwnership } from '../../../../main/adapters/policy-sources/windows-ownership.ts';
import { PARENT_KEY, POLICY_KEY, registryPolicies } from '../../../../main/adapters/policy-sources/windows-registry.ts';
import { codes, opened } from './opened.ts';

const sample = JSON.stringify(JSON.parse(readFileSync(resolve('docs/policy/minimal.json'), 'utf8')));

let folder = '';
let file = '';
const places = (): FilePlaces => ({ files: [{ path: file, scope: 'managed' }], folders: [{ path: join(folder, 'more'), scope: 'narrowing' }], floor: join(folder, 'etc', 'floor.json'), ownership: ownedBy(process.getuid?.() ?? 0), top: folder });
beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'countersign-sources-')));
  mkdirSync(join(folder, 'etc'), { mode: 0o755 });
  file = join(folder, 'etc', 'policy.json');
});
afterEach(() => { rmSync(folder, { recursive: true, force: true }); });

/** As `reg query` prints them on Windows 11: the key, its values four spaces in, an empty line. */
const registry = (...values: readonly (readonly [name: string, type: string, data: string])[]): string =>
  `\r\nHKEY_LOCAL_MACHINE\\SOFTWARE\\Policies\\Countersign\r\n${values.map(([name, type, data]) => `    ${name}    ${type}    ${data}\r\n`).join('')}\r\n`;
/** The key above, with what else is usually there. */
const ABOVE = '\r\nHKEY_LOCAL_MACHINE\\SOFTWARE\\Policies\\Microsoft\r\nHKEY_LOCAL_MACHINE\\SOFTWARE\\Policies\\Mozilla\r\n';
const asked = (own: string | null, above: string | null = ABOVE): PolicySourceReader =>
  registryPolicies(async (key) => (key === POLICY_KEY ? own : key === PARENT_KEY ? above : null), sha256);

/** As `plutil -convert xml1` prints managed preferences. */
const list = (inner: string): string => `<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">\n<plist version="1.0">\n<dict>\n${inner}\n</dict>\n</plist>\n`;
const escaped = (value: string): string => value.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
const preferences = (value: string): string => list(`\t<key>PayloadUUID</key>\n\t<string>6F0C6B0E</string>\n\t<key>Policy</key>\n\t<string>${escaped(value)}</string>`);
const managed = (text: string | null): PolicySourceReader => managedPreferences('preferences', async () => text, sha256);

/** Security descriptors as `(Get-Acl …).Sddl` prints them: a folder of programs as Windows makes it, and what was changed in it. */
const INSTALLED = 'O:BAG:SYD:AI(A;ID;FA;;;SY)(A;ID;FA;;;BA)(A;ID;0x1200a9;;;BU)(A;ID;0x1200a9;;;AC)(A;ID;0x1200a9;;;S-1-15-2-2)';
const PROGRAMS = 'O:S-1-5-80-956008885-3418522649-1831038044-1853292631-2271478464G:S-1-5-80-956008885-3418522649-1831038044-1853292631-2271478464'
  + 'D:PAI(A;;FA;;;S-1-5-80-956008885-3418522649-1831038044-1853292631-2271478464)(A;CIIO;GA;;;S-1-5-80-956008885-3418522649-1831038044-1853292631-2271478464)'
  + '(A;;0x1301bf;;;SY)(A;OICIIO;GA;;;SY)(A;;0x1301bf;;;BA)(A;OICIIO;GA;;;BA)(A;;0x1200a9;;;BU)(A;OICIIO;GXGR;;;BU)(A;OICIIO;GA;;;CO)';
const windows = (descriptor: (path: string) => string | null): Ownership => windowsOwnership(async (path) => descriptor(path));

/** Each system's sources, given a policy's text or nothing. One suite for all: they differ in where the text comes from and in nothing else. */
const SYSTEMS: readonly (readonly [string, (text: string | null) => PolicySourceReader])[] = [
  ['files of Linux and macOS', (text) => { if (text !== null) writeFileSync(file, text, { mode: 0o644 }); return filePolicies(places()); }],
  ['files of Windows', (text) => { if (text !== null) writeFileSync(file, text, { mode: 0o644 }); return filePolicies({ ...places(), ownership: windows((path) => (path === folder ? PROGRAMS : INSTALLED)) }); }],
  ['the Windows registry', (text) => asked(text === null ? null : registry(['Policy', 'REG_SZ', text]))],
  ['macOS managed preferences', (text) => managed(text === null ? null : preferences(text))],
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
    expect(LINUX_PLACES.top).toBe('/etc');
    expect(LINUX_PLACES.ownership('', { uid: 1, mode: 0o644 } as Stats)).toBe('wrong-owner');
  });
});

describe('a container that cannot be read', () => {
  it.each([
    asked(registry(['Policy', 'REG_DWORD', '0x1'])), asked('ERROR'), asked(''), asked(`${registry(['Policy', 'REG_SZ', '{'])}  "id": "a" }\r\n`),
    asked(registry(['Policy', 'REG_SZ', sample], ['Policy', 'REG_SZ', sample])),
    managed('no list'), managed(''), managed(list('<key>Policy</key><integer>1</integer>')), managed(list('<key>Policy</key><data>e30=</data>')),
    managed(list('<key>Policy</key><string>{}</string><key>Policy</key><string>{}</string>')),
    managed(list('<key>Policy</key><string>&unknown;</string>')), managed(list('<key>Policy</key><string><![CDATA[{}]]></string>')),
    managed(list('<key>Policy</key><string>{}</string>').replace('</dict>', '')), managed(`${list('')}<dict></dict>`),
  ])('is closed (%#)', async (reader) => { expect(await codes(reader)).toEqual(['unreadable']); });

  it('is told from a registry without a policy by the key above', async () => {
    expect(await codes(asked(null))).toEqual([]);
    // There, and nobody may read it; or nobody may read the registry at all.
    for (const above of [`${ABOVE}HKEY_LOCAL_MACHINE\\SOFTWARE\\Policies\\Countersign\r\n`, null, 'ERROR: Registry editing has been disabled']) {
      expect(await codes(asked(null, above))).toEqual(['unreadable']);
    }
  });
});

/** Single settings as each system keeps them: the very same settings, so the very same policy. */
const SINGLE: readonly (readonly [string, PolicySourceReader])[] = [
  ['the Windows registry', asked(registry(
    ['(Default)', 'REG_SZ', '(value not set)'], ['ContactName', 'REG_SZ', 'IT desk'], ['LimitPerCall', 'REG_DWORD', '0x14'], ['HighestTrustExternal', 'REG_SZ', 'restricted'],
    ['Locks', 'REG_MULTI_SZ', 'add-servers\\0grants'], ['Gateway', 'REG_DWORD', '0x0'],
  ))],
  ['macOS managed preferences', managed(list(
    '<key>PayloadVersion</key><integer>1</integer><key>Gateway</key><false/><key>ContactName</key><string>IT desk</string><key>LimitPerCall</key><integer>20</integer>'
    + '<key>HighestTrustExternal</key><string>restricted</string><key>Locks</key><array><string>add-servers</string><string>grants</string></array>',
  ))],
];

describe.each(SINGLE)('single settings in %s', (_name, reader) => {
  it('are a policy by themselves', async () => {
    const [source] = await opened(reader);
    if (source?.state !== 'good') throw new Error(JSON.stringify(source));
    expect(source.document).toMatchObject({
      scope: 'managed', contact: { name: 'IT desk' }, limits: { perCall: 20 }, trust: { external: 'restricted' }, locks: ['add-servers', 'grants'], gateway: { enabled: false },
    });
  });
});

describe('single settings', () => {
  const contact = ['ContactName', 'REG_SZ', 'IT desk'] as const;
  const problem = async (reader: PolicySourceReader) => (await opened(reader)).flatMap((source) => (source.state === 'good' ? [] : source.problems.map(({ code, pointer }) => `${code} ${pointer}`)));
  it.each([
    [['LimitPerCall', 'REG_SZ', '20'], 'wrong-type /limits/perCall'], [['LimitPerCall', 'REG_DWORD', 'x'], 'wrong-type /limits/perCall'],
    [['Gateway', 'REG_DWORD', '0x2'], 'wrong-type /gateway/enabled'], [['HighestTrust', 'REG_SZ', 'total'], 'unknown-value /trust/highest'],
    [['Locks', 'REG_MULTI_SZ', 'grants\\0doors'], 'unknown-value /locks/1'], [['Limits', 'REG_SZ', '{}'], 'unknown-key /setting Limits'],
    [['scope', 'REG_SZ', 'narrowing'], 'unknown-key /setting scope'], [['__proto__', 'REG_SZ', '{}'], 'unknown-key /setting __proto__'],
    [['RetainDays', 'REG_DWORD', '0x0'], 'out-of-range /audit/retainDays'],
  ] as const)('are closed with %j, and say which', async (value, said) => {
    expect(await problem(asked(registry(contact, value)))).toEqual([said]);
  });
  it('need somebody to call', async () => {
    expect(await problem(asked(registry(['LimitPerCall', 'REG_DWORD', '0x14'])))).toEqual(['missing /contact']);
  });
  it('stand beside a whole policy, as a source of their own', async () => {
    expect(await codes(asked(registry(['Policy', 'REG_SZ', sample], contact)))).toEqual(['good', 'good']);
    expect(await codes(managed(preferences(sample).replace('<dict>', '<dict><key>ContactName</key><string>IT desk</string>')))).toEqual(['good', 'good']);
  });
  it('have the defaults of the limits in the template', () => {
    for (const { at, default: usual } of Object.values(settings) as readonly { at: string; default?: number }[]) {
      if (at.startsWith('/limits/')) expect(usual, at).toBe(DEFAULT_LIMITS[at.slice('/limits/'.length) as LimitName]);
    }
  });
});

describe('a policy file on Windows', () => {
  const rights = (changed: string, on: (path: string) => boolean) => filePolicies({ ...places(), ownership: windows((path) => (on(path) ? changed : INSTALLED)) });
  const found = (changed: string, on: (path: string) => boolean = (path) => path === file) => codes(rights(changed, on));
  beforeEach(() => { writeFileSync(file, sample); });
  const add = (entry: string): string => `${INSTALLED}${entry}`;

  it.each([
    ['wrong-owner', INSTALLED.replace('O:BA', 'O:S-1-5-21-1-2-3-1001')], ['wrong-owner', INSTALLED.replace('O:BA', 'O:BU')],
    ['writable-by-others', add('(A;;FA;;;BU)')], ['writable-by-others', add('(A;;0x1301bf;;;S-1-5-21-1-2-3-1001)')], ['writable-by-others', add('(A;;FW;;;WD)')],
    ['writable-by-others', add('(A;;WD;;;AU)')], ['writable-by-others', add('(A;;0x2;;;BU)')], ['writable-by-others', add('(A;;GXGRGW;;;BU)')], ['writable-by-others', add('(A;;ZZ;;;BU)')],
    ['writable-by-others', add('(XA;;FA;;;BU;(@User.Title=="PM"))')], ['writable-by-others', add('(A;;0x10000;;;BU)')], ['writable-by-others', add('(A;;0x40000000;;;BU)')],
    ['unreadable', 'O:BAG:SYD:NO_ACCESS_CONTROL'], ['unreadable', 'O:BAG:SY'], ['unreadable', ''], ['unreadable', add('(A;;FA;;;BU')],
  ])('is %s with %s', async (code, descriptor) => { expect(await found(descriptor)).toEqual([code]); });

  it.each([add('(D;;FA;;;BU)'), add('(A;OICIIO;FA;;;BU)'), add('(A;;FRFX;;;WD)'), add('(A;;0x1200a9;;;S-1-15-2-2)'), PROGRAMS, `${INSTALLED}S:AI(AU;SAFA;FA;;;WD)`])(
    'holds with %s', async (descriptor) => { expect(await found(descriptor)).toEqual(['good']); },
  );

  it('is closed where a folder above it is writable', async () => {
    for (const above of [join(folder, 'etc'), folder]) expect(await found(add('(A;;FA;;;BU)'), (path) => path === above)).toEqual(['writable-by-others']);
  });

  it('is closed where nobody can tell who may write to it, and looked at again', async () => {
    let answer: string | null = null;
    const reader = filePolicies({ ...places(), ownership: windows(() => answer) });
    expect(await codes(reader)).toEqual(['unreadable']);
    answer = INSTALLED;
    expect(await codes(reader)).toEqual(['good']);
  });

  it('is asked about once, until something of it moves', async () => {
    let times = 0;
    const reader = filePolicies({ ...places(), ownership: windows(() => { times += 1; return INSTALLED; }) });
    for (let n = 0; n < 3; n += 1) expect(await codes(reader)).toEqual(['good']);
    const before = times;
    chmodSync(file, 0o600);
    expect(await codes(reader)).toEqual(['good']);
    expect([before, times]).toEqual([3, 4]);
  });

  it('lies below the folder of programs', () => {
    const { files, folders, top } = windowsPlaces('C:\\Program Files', ownedBy(0));
    expect([...files, ...folders].map(({ path }) => path)).toEqual(['C:\\Program Files\\Countersign\\policy\\policy.json', 'C:\\Program Files\\Countersign\\policy\\policy.d']);
    expect([top, MACOS_PLACES.top]).toEqual(['C:\\Program Files', '/Library']);
  });
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
