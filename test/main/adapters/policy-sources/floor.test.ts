import { generateKeyPairSync } from 'node:crypto';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { filePolicies, LINUX_PLACES, MACOS_PLACES, ownedBy, windowsPlaces, type FilePlaces } from '../../../../main/adapters/policy-sources/file-sources.ts';
import { readSigningKey, signBytes, type SigningKey } from '../../../../main/adapters/policy-sources/minisign.ts';
import { codes } from './opened.ts';

const sample = readFileSync(resolve('docs/policy/minimal.json'), 'utf8');
let folder = '';
let file = '';
const places = (): FilePlaces => ({ files: [{ path: file, scope: 'managed' }], folders: [], floor: join(folder, 'etc', 'floor.json'), ownership: ownedBy(process.getuid?.() ?? 0), top: folder });
beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'countersign-floor-')));
  mkdirSync(join(folder, 'etc'), { mode: 0o755 });
  file = join(folder, 'etc', 'policy.json');
});
afterEach(() => { rmSync(folder, { recursive: true, force: true }); });

describe('a floor', () => {
  const floor = (text: string): void => { writeFileSync(join(folder, 'etc', 'floor.json'), text, { mode: 0o644 }); };
  const asks = (more: { readonly id: string; readonly version?: number; readonly keys?: readonly string[] }): void => floor(JSON.stringify({ schema: 1, policies: [more] }));
  const [ours, theirs] = [0, 1].map(() => readSigningKey(generateKeyPairSync('ed25519').privateKey.export({ format: 'pem', type: 'pkcs8' }).toString())) as [SigningKey, SigningKey];
  const found = () => codes(filePolicies(places()));
  const id = (JSON.parse(sample) as { id: string }).id;
  const put = (key: SigningKey | null = null): void => {
    writeFileSync(file, sample, { mode: 0o644 });
    if (key !== null) writeFileSync(`${file}.minisig`, signBytes(Buffer.from(sample), key, 'policy'));
  };

  it('holds nothing up where the policy it asks for is there', async () => {
    put();
    asks({ id, version: 1 });
    expect(await found()).toEqual(['good']);
  });
  it('closes everything where that policy is missing, older, or another one lies there', async () => {
    asks({ id });
    expect(await found()).toEqual(['missing-policy']);
    put();
    asks({ id, version: 2 });
    expect(await found()).toEqual(['below-floor']);
    asks({ id: 'another' });
    expect(await found()).toEqual(['good', 'missing-policy']);
  });
  it('asks for a signature by one of its keys, whatever the policy says of signatures', async () => {
    asks({ id, keys: [ours.publicText] });
    put();
    expect(await found()).toEqual(['unsigned']);
    put(theirs);
    expect(await found()).toEqual(['unknown-signer']);
    put(ours);
    expect(await found()).toEqual(['good']);
  });
  it.each([
    ['not-json', '{'], ['empty', ''], ['unknown-key', '{"schema":1,"policies":[{"id":"a"}],"more":1}'], ['unknown-key', '{"schema":1,"policies":[{"id":"a","key":"x"}]}'],
    ['duplicate-key', '{"schema":1,"schema":1,"policies":[{"id":"a"}]}'], ['schema-from-the-future', '{"schema":2,"policies":[{"id":"a"}]}'], ['out-of-range', '{"schema":1,"policies":[]}'],
    ['missing', '{"schema":1}'], ['byte-order-mark', '\uFEFF{"schema":1,"policies":[{"id":"a"}]}'],
  ])('closes everything with %s', async (code, text) => {
    put();
    floor(text);
    expect(await found()).toEqual(['good', code]);
  });
  it('closes everything where others may write to it', async () => {
    put();
    asks({ id });
    chmodSync(join(folder, 'etc', 'floor.json'), 0o666);
    expect(await found()).toEqual(['good', 'writable-by-others']);
  });
  it('lies where an administrator alone can write', () => {
    expect([LINUX_PLACES.floor, MACOS_PLACES.floor, windowsPlaces('C:\\Program Files', ownedBy(0)).floor]).toEqual([
      '/etc/countersign/floor.json', '/Library/Application Support/Countersign/floor.json', 'C:\\Program Files\\Countersign\\policy\\floor.json',
    ]);
  });
});
