import { generateKeyPairSync } from 'node:crypto';
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { createPackStore } from '../../../../main/adapters/packs/pack-store.ts';
import { readPackFolder } from '../../../../main/adapters/packs/read-folder.ts';
import { readSigningKey, signBytes, type SigningKey } from '../../../../main/adapters/policy-sources/minisign.ts';
import { manifestText } from '../../../../main/core/skills/pack.ts';
import { createSkillLibrary, type SkillLibrary } from '../../../../main/host/skills/library.ts';
import { MemoryDocuments, MemoryLog, sha256 } from '../../../servers/memory.ts';

const newKey = (): SigningKey => readSigningKey(generateKeyPairSync('ed25519').privateKey.export({ format: 'pem', type: 'pkcs8' }).toString());
const ours = newKey();
const theirs = newKey();
let folder = '';
let place = '';
let required = true;
let library: SkillLibrary;

/** Signs the pack as its publisher would: every file of it, in one list. */
async function sign(key: SigningKey): Promise<void> {
  const read = await readPackFolder(place);
  if (!read.ok) throw new Error('refused');
  await writeFile(join(place, 'pack.minisig'), signBytes(Buffer.from(manifestText(read.pack.files)), key, 'club-agenda 1'));
}

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'countersign-signed-'));
  place = join(folder, 'club-agenda');
  required = true;
  await mkdir(join(folder, 'skills'));
  await cp('skills/import-agenda', place, { recursive: true });
  await writeFile(join(place, 'SKILL.md'), (await readFile(join(place, 'SKILL.md'), 'utf8')).replace('name: import-agenda', 'name: club-agenda'));
  library = createSkillLibrary({
    packs: createPackStore({ shipped: resolve('skills'), installed: join(folder, 'skills') }), documents: new MemoryDocuments(), audit: new MemoryLog(), sha256,
    actor: { person: 'eva', role: 'owner', planner: { kind: 'person', name: 'eva' }, client: 'cli' }, rules: { lockedBy: () => null, requireSignature: () => required, keys: () => [ours.publicText] },
  });
  return () => rm(folder, { recursive: true, force: true });
});

describe('where policy requires a publisher\'s key', () => {
  test('a pack that it signed is taken, and says so', async () => {
    await sign(ours);
    const seen = await library.inspect(place);
    expect(seen).toMatchObject({ ok: true, inspection: { signature: 'valid' } });
    expect(await library.install(place, seen.ok ? seen.inspection.digest : '')).toMatchObject({ ok: true });
  });

  test.each([
    ['without a signature', () => Promise.resolve(), 'signature-missing'],
    ['signed by somebody else', () => sign(theirs), 'signer-unknown'],
    ['changed after it was signed', async () => { await sign(ours); await writeFile(join(place, 'help.en.md'), 'Changed.\n'); }, 'signature-wrong'],
    ['with a file added after it was signed', async () => { await sign(ours); await writeFile(join(place, 'more.json'), '{}'); }, 'signature-wrong'],
    ['with a file taken out after it was signed', async () => { await sign(ours); await rm(join(place, 'help.en.md')); }, 'signature-wrong'],
    ['with its signature stripped', async () => { await sign(ours); await rm(join(place, 'pack.minisig')); }, 'signature-missing'],
  ] as const)('a pack %s is not', async (_, change, code) => {
    await change();
    expect(await library.inspect(place)).toMatchObject({ ok: false, pack: [{ code }] });
    expect(await library.install(place, '0'.repeat(64))).toMatchObject({ ok: false });
  });

  test('a change on disk cannot be agreed to without one', async () => {
    await sign(ours);
    const seen = await library.inspect(place);
    await library.install(place, seen.ok ? seen.inspection.digest : '');
    await writeFile(join(folder, 'skills', 'club-agenda', 'help.en.md'), 'Changed.\n');
    expect(await library.review('club-agenda')).toMatchObject({ ok: false, pack: [{ code: 'signature-wrong' }] });
    expect(await library.restore('club-agenda')).toBe(true);
    expect(await library.review('club-agenda')).toMatchObject({ ok: true, inspection: { signature: 'valid' } });
  });
});

describe('where policy requires none', () => {
  test('a pack signed by somebody nobody named is taken and says that, and one whose signature does not fit is not', async () => {
    required = false;
    await sign(theirs);
    expect(await library.inspect(place)).toMatchObject({ ok: true, inspection: { signature: 'unknown-signer' } });
    await sign(ours);
    await writeFile(join(place, 'help.en.md'), 'Changed.\n');
    expect(await library.inspect(place)).toMatchObject({ ok: false, pack: [{ code: 'signature-wrong' }] });
  });
});
