import { chmodSync, chownSync, linkSync, mkdirSync, mkdtempSync, realpathSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { sha256 } from '../../../../main/adapters/digest/sha256.ts';
import { filePolicies, LINUX_PLACES, MACOS_PLACES, ownedBy, windowsPlaces, type FilePlaces, type Ownership } from '../../../../main/adapters/policy-sources/file-sources.ts';
import { windowsOwnership } from '../../../../main/adapters/policy-sources/windows-ownership.ts';
import { sealed } from '../../../../main/core/policy/document/seal.ts';
import type { JsonObject } from '../../../../main/core/words/index.ts';
import { createTranslator } from '../../../../preload/contract/language/index.ts';
import { opened } from './opened.ts';

const isRoot = process.getuid?.() === 0;
const us = process.getuid?.() ?? 0;
const NOBODY = 65_534;
/** Rights as Windows prints them: of a folder of programs; the same by somebody else; the same with a group that may write. */
const RIGHTS = 'O:BAG:SYD:AI(A;ID;FA;;;SY)(A;ID;FA;;;BA)(A;ID;0x1200a9;;;BU)';
const FOREIGN = RIGHTS.replace('O:BA', 'O:S-1-5-21-1-2-3-1001');
const SHARED = `${RIGHTS}(A;;FW;;;BU)`;

let folder = '';
/** What Windows says of the file that is tried; every other path is as it was installed. */
let rights = RIGHTS;
let tried = '';
beforeEach(() => { folder = realpathSync(mkdtempSync(join(tmpdir(), 'countersign-bad-'))); chmodSync(folder, 0o755); rights = RIGHTS; });
afterEach(() => { rmSync(folder, { recursive: true, force: true }); });

const under = (path: string): string => join(folder, path.replaceAll('\\', '/').replace(/^C:/, ''));
/** The places of a system, below the folder of this test. */
const moved = (places: FilePlaces, ownership: Ownership): FilePlaces => ({
  files: places.files.map((one) => ({ ...one, path: under(one.path) })), folders: places.folders.map((one) => ({ ...one, path: under(one.path) })),
  floor: places.floor === null ? null : under(places.floor), top: under(places.top), ownership,
});
const posix = (places: FilePlaces) => (): FilePlaces => moved(places, ownedBy(us));
const windows = (): FilePlaces => moved(windowsPlaces('C:\\Program Files', ownedBy(us)), windowsOwnership(async (path) => (path === tried ? rights : RIGHTS)));

const head: JsonObject = { schema: 1, id: 'it', version: 1, issuedAt: '2026-01-01T00:00:00Z' };
const rules: JsonObject = { deny: [{ effects: ['delete'] }], limits: { perCall: 5 } };
const MANAGED: JsonObject = { ...head, scope: 'managed', contact: { name: 'IT' }, ...rules, signatures: { required: false, keys: ['K'] } };
const NARROWING: JsonObject = { ...head, scope: 'narrowing', ...rules };
const FLOOR: JsonObject = { schema: 1, policies: [{ id: 'it', version: 1 }] };

/** Every place where a file is read, by its path on that system, and what may lie there. */
const SOURCES: readonly (readonly [string, () => FilePlaces, string, JsonObject])[] = [
  ['/etc/countersign/policy.json', posix(LINUX_PLACES), '/etc/countersign/policy.json', MANAGED],
  ['/etc/opt/countersign/policies/managed', posix(LINUX_PLACES), '/etc/opt/countersign/policies/managed/a.json', MANAGED],
  ['/etc/opt/countersign/policies/recommended', posix(LINUX_PLACES), '/etc/opt/countersign/policies/recommended/a.json', NARROWING],
  ['/etc/countersign/floor.json', posix(LINUX_PLACES), '/etc/countersign/floor.json', FLOOR],
  ['policy.json of macOS', posix(MACOS_PLACES), '/Library/Application Support/Countersign/policy.json', MANAGED],
  ['policy.d of macOS', posix(MACOS_PLACES), '/Library/Application Support/Countersign/policy.d/a.json', MANAGED],
  ['floor.json of macOS', posix(MACOS_PLACES), '/Library/Application Support/Countersign/floor.json', FLOOR],
  ['policy.json of Windows', windows, 'C:\\Program Files\\Countersign\\policy\\policy.json', MANAGED],
  ['policy.d of Windows', windows, 'C:\\Program Files\\Countersign\\policy\\policy.d\\a.json', MANAGED],
  ['floor.json of Windows', windows, 'C:\\Program Files\\Countersign\\policy\\floor.json', FLOOR],
];

describe.each(SOURCES)('a file at %s', (_name, places, given, value) => {
  const isFloor = value === FLOOR;
  const document = isFloor ? value : sealed(value, sha256);
  const text = JSON.stringify(document, null, 2);
  const codes = async (): Promise<readonly string[]> => (await opened(filePolicies(places()))).map((source) => {
    if (source.state === 'good') return 'good';
    const [problem] = source.problems;
    // Each is one that a person is told in a sentence, with a line.
    expect(createTranslator('en')(`policy-problem.${problem?.code ?? 'unreadable'}`, { name: problem?.name ?? '' })).toMatch(/^[A-Z“].+\.$/s);
    expect(problem?.line).toBeGreaterThan(0);
    return problem?.code ?? '';
  });
  /** A floor alone misses its policy: the policy lies beside it. */
  const beside = (): void => {
    const [main] = places().files;
    if (isFloor && main !== undefined) writeFileSync(main.path, JSON.stringify(sealed(MANAGED, sha256)), { mode: 0o644 });
  };
  const closed = (code: string): readonly string[] => (isFloor ? ['good', code] : [code]);
  const put = (content: string | Buffer): void => writeFileSync(tried, content, { mode: 0o644 });
  beforeEach(() => {
    tried = under(given);
    mkdirSync(dirname(tried), { recursive: true, mode: 0o755 });
    put(text);
    beside();
  });

  it('holds as it should be', async () => { expect(await codes()).toEqual(['good']); });
  it.runIf(isRoot)('is closed with a wrong owner', async () => {
    chownSync(tried, NOBODY, NOBODY);
    rights = FOREIGN;
    expect(await codes()).toEqual(closed('wrong-owner'));
  });
  it('is closed where a group may write to it', async () => {
    chmodSync(tried, 0o664);
    rights = SHARED;
    expect(await codes()).toEqual(closed('writable-by-others'));
  });
  it('is closed as a symbolic link', async () => {
    renameSync(tried, join(folder, 'real'));
    symlinkSync(join(folder, 'real'), tried);
    expect(await codes()).toEqual(closed('link'));
  });
  it('is closed as a hard link', async () => {
    linkSync(tried, join(folder, 'second-name'));
    expect(await codes()).toEqual(closed('link'));
  });
  const BENT: readonly (readonly [string, string, () => string | Buffer])[] = [
    ['UTF-16, little end first', 'not-utf8', () => Buffer.from(`\uFEFF${text}`, 'utf16le')],
    ['UTF-16, big end first', 'not-utf8', () => Buffer.from(`\uFEFF${text}`, 'utf16le').swap16()],
    ['UTF-16 without a mark', 'not-utf8', () => Buffer.from(text, 'utf16le')],
    ['a byte order mark', 'byte-order-mark', () => `\uFEFF${text}`],
    ['a trailing comma', 'trailing-comma', () => text.replace(/\n\}$/, ',\n}')],
    ['a key twice', 'duplicate-key', () => text.replace('"schema": 1,', '"schema": 1,\n  "schema": 1,')],
    ['a key twice, deep inside', 'duplicate-key', () => text.replace('{\n      "', '{\n      "id": "x", "id": "y",\n      "')],
    ['a schema from the future', 'schema-from-the-future', () => text.replace('"schema": 1,', '"schema": 2,')],
    ['nothing in it', 'empty', () => ''], ['white space in it', 'empty', () => ' \n\t'],
  ];
  it.each(BENT)('is closed with %s', async (_what, code, bent) => {
    put(bent());
    expect(await codes()).toEqual(closed(code));
  });
  it.each(isFloor ? ['policies'] : ['deny', 'limits', ...(value === MANAGED ? ['signatures', 'contact'] : [])])('is closed with an unknown key in its block “%s”', async (block) => {
    const here = document[block];
    const bent = { ...value, [block]: Array.isArray(here) ? here.map((one) => ({ ...(one as JsonObject), unless: true })) : { ...(here as JsonObject), unless: true } };
    put(JSON.stringify(isFloor ? bent : sealed(bent, sha256)));
    expect(await codes()).toEqual(closed('unknown-key'));
  });
  it('is closed as a folder', async () => {
    rmSync(tried);
    mkdirSync(tried);
    expect(await codes()).toEqual(closed('no-file'));
  });
  it('is closed where it cannot be read', async () => {
    chmodSync(tried, isRoot ? 0o600 : 0o000);
    if (isRoot) process.seteuid?.(NOBODY);
    try {
      expect(await codes()).toEqual(closed('unreadable'));
    } finally {
      if (isRoot) process.seteuid?.(0);
    }
  });
});
