import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { createPackStore } from '../../../../main/adapters/packs/pack-store.ts';
import { DamagedDocument } from '../../../../main/core/ports.ts';
import { createSkillLibrary, type SkillLibrary } from '../../../../main/host/skills/library.ts';
import { MemoryDocuments, MemoryLog, sha256 } from '../../../servers/memory.ts';

let folder = '';
let lockedBy: readonly string[] | null = null;
let documents = new MemoryDocuments();
let library: SkillLibrary;

const open = (): SkillLibrary => createSkillLibrary({
  packs: createPackStore({ shipped: resolve('skills'), installed: join(folder, 'skills') }), documents, audit: new MemoryLog(), sha256,
  actor: { person: 'eva', role: 'owner', planner: { kind: 'person', name: 'eva' }, client: 'cli' }, rules: { lockedBy: () => lockedBy, requireSignature: () => false, keys: () => [] },
});

/** A skill of one's own in a folder, made of a shipped one. */
async function source(more: { readonly limit?: number } = {}): Promise<string> {
  const place = join(folder, 'agenda-of-mine');
  await rm(place, { recursive: true, force: true });
  cpSync('skills/import-agenda', place, { recursive: true });
  for (const file of ['SKILL.md', 'playbook.yaml']) {
    const text = readFileSync(join(place, file), 'utf8').replace('name: import-agenda', 'name: agenda-of-mine');
    writeFileSync(join(place, file), more.limit === undefined ? text : text.replace(/rows: \d+/, `rows: ${more.limit}`));
  }
  return place;
}

async function install(path: string): Promise<void> {
  const seen = await library.inspect(path);
  if (!seen.ok) throw new Error(JSON.stringify(seen));
  expect(await library.install(path, seen.inspection.digest)).toMatchObject({ ok: true });
}

const stateOf = async (): Promise<string | undefined> => (await library.list()).find(({ name }) => name === 'agenda-of-mine')?.state;
const installed = (...path: string[]): string => join(folder, 'skills', 'agenda-of-mine', ...path);

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'countersign-installing-'));
  await mkdir(join(folder, 'skills'));
  lockedBy = null;
  documents = new MemoryDocuments();
  library = open();
  return () => rm(folder, { recursive: true, force: true });
});

describe('a pack', () => {
  test('is shown in a second version with the old texts beside the new ones', async () => {
    await install(await source());
    const seen = await library.inspect(await source({ limit: 17 }));
    if (!seen.ok) throw new Error('refused');
    expect(seen.inspection.change).toEqual({ added: [], removed: [], changed: ['playbook.yaml'], asksMore: [] });
    const [text] = seen.inspection.texts;
    expect([text?.path, text?.before?.includes('rows: 17'), text?.after?.includes('rows: 17')]).toEqual(['playbook.yaml', false, true]);
  });

  test('whose files were changed on disk does not run until somebody agreed to the change', async () => {
    await install(await source());
    expect(await stateOf()).toBe('ready');
    await writeFile(installed('help.en.md'), 'Changed.\n');
    expect(await stateOf()).toBe('changed');
    const seen = await library.review('agenda-of-mine');
    if (!seen.ok) throw new Error('refused');
    expect(seen.inspection.texts.map(({ path, after }) => [path, after])).toEqual([['help.en.md', 'Changed.\n']]);
    expect(seen.inspection.texts[0]?.before).toBe(await readFile('skills/import-agenda/help.en.md', 'utf8'));
    // What moved once more is not what was reviewed.
    await writeFile(installed('help.de.md'), 'Auch.\n');
    expect(await library.accept('agenda-of-mine', seen.inspection.digest)).toMatchObject({ ok: false, pack: [{ code: 'changed' }] });
    expect(await stateOf()).toBe('changed');
    const again = await library.review('agenda-of-mine');
    if (!again.ok) throw new Error('refused');
    expect(await library.accept('agenda-of-mine', again.inspection.digest)).toMatchObject({ ok: true });
    expect(await stateOf()).toBe('ready');
    expect(await open().open('agenda-of-mine')).toMatchObject({ entry: { state: 'ready' } });
  });

  test('whose files were changed on disk is put back as it was agreed to', async () => {
    await install(await source());
    await writeFile(installed('playbook.yaml'), 'playbook: 1\n');
    await writeFile(installed('more.json'), '{}');
    expect(await stateOf()).toBe('changed');
    expect(await library.restore('agenda-of-mine')).toBe(true);
    expect(await stateOf()).toBe('ready');
    expect(await readdir(installed())).not.toContain('more.json');
  });

  test('is not put back from a copy that is not what was agreed to', async () => {
    await install(await source());
    await writeFile(installed('help.en.md'), 'Changed.\n');
    await library.export('agenda-of-mine', join(folder, 'skills', '.kept', 'agenda-of-mine.zip'), true);
    expect(await library.restore('agenda-of-mine')).toBe(false);
    expect(await stateOf()).toBe('changed');
    // What is gone cannot be laid beside what is there.
    expect(await library.review('agenda-of-mine')).toMatchObject({ ok: true, inspection: { texts: [], change: { changed: ['help.en.md'] } } });
  });

  test('is neither taken in, agreed to nor put back where policy locks it', async () => {
    const place = await source();
    await install(place);
    await writeFile(installed('help.en.md'), 'Changed.\n');
    const seen = await library.review('agenda-of-mine');
    lockedBy = ['/etc/countersign/policy.json'];
    const locked = { ok: false, pack: [{ code: 'locked', path: '/etc/countersign/policy.json' }] };
    expect(await library.inspect(place)).toMatchObject(locked);
    expect(await library.review('agenda-of-mine')).toMatchObject(locked);
    expect(await library.accept('agenda-of-mine', seen.ok ? seen.inspection.digest : '')).toMatchObject(locked);
    expect(await library.restore('agenda-of-mine')).toBe(false);
    expect(await stateOf()).toBe('changed');
  });

  test('leaves nothing behind when it is removed', async () => {
    await install(await source());
    expect(await library.remove('agenda-of-mine')).toBe(true);
    expect(await readdir(join(folder, 'skills'))).toEqual(['.kept']);
    expect(await readdir(join(folder, 'skills', '.kept'))).toEqual([]);
    expect(documents.read('skills')).toEqual({});
  });

  test('is not written where its digest cannot be kept', async () => {
    const place = await source();
    const seen = await library.inspect(place);
    if (!seen.ok) throw new Error('refused');
    documents.write = () => { throw new DamagedDocument('skills', '', 'unverified'); };
    await expect(library.install(place, seen.inspection.digest)).rejects.toThrow(DamagedDocument);
    expect(await readdir(join(folder, 'skills'))).toEqual([]);
  });
});
