import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createDocumentStore } from '../../../../main/adapters/store/conf-store.ts';
import { openSealKeeper } from '../../../../main/adapters/store/seal-keeper.ts';
import { sealDocuments, SEALED_DOCUMENTS, type SealedDocuments } from '../../../../main/adapters/store/sealed-documents.ts';
import { DamagedDocument } from '../../../../main/core/ports.ts';
import type { Json } from '../../../../main/core/words/index.ts';
import { MemoryKeychain } from '../../../proof/memory-keychain.ts';

let home = '';
let keychain = new MemoryKeychain();
beforeEach(() => { home = mkdtempSync(join(tmpdir(), 'countersign-seals-')); keychain = new MemoryKeychain(); });
afterEach(() => { rmSync(home, { recursive: true, force: true }); });
const file = (name: string, of = home): string => join(of, 'documents', `${name}.json`);

/** One start of a home: `work` with its documents, then the end, when the keychain has every number. */
async function start<T>(work: (documents: SealedDocuments) => T, of = home, secrets = keychain): Promise<T> {
  const keeper = await openSealKeeper(secrets);
  const result = work(sealDocuments(createDocumentStore(of), keeper));
  await keeper?.close();
  return result;
}

/** What reading gives: the content, or why not. */
function readOf(documents: SealedDocuments, name: string): Json | { readonly refused: string } {
  try {
    return documents.read(name);
  } catch (error) {
    if (error instanceof DamagedDocument) return { refused: error.why };
    throw error;
  }
}
const read = (name: string): Promise<unknown> => start((documents) => readOf(documents, name));
const write = (name: string, value: Json): Promise<void> => start((documents) => { documents.write(name, value); });

/** What somebody with access to the files may do to one document, and what is said of it. */
const TAMPERINGS: readonly (readonly [string, (name: string) => void, readonly string[]])[] = [
  ['a flipped letter of the content', (name) => edit(name, (text) => text.replace('second', 'secomd')), ['broken']],
  ['another number of writings', (name) => edit(name, (text) => text.replace(/"counter":\s*2/, '"counter":3')), ['broken']],
  ['a flipped digit of the seal', (name) => edit(name, (text) => text.replace(/"mac":\s*"(.)/, (_, digit: string) => `"mac":"${digit === '0' ? '1' : '0'}`)), ['broken']],
  ['a member added', (name) => edit(name, (text) => text.replace('"state"', '"more": 1, "state"')), ['broken']],
  ['the seal taken off', (name) => put(name, { document: { state: 'second' } }), ['unsealed']],
  ['a content of one\'s own', (name) => put(name, { document: { state: 'mine' } }), ['unsealed']],
  ['the file deleted', (name) => rmSync(file(name)), ['missing']],
  ['the former state put back', (name) => cpSync(`${file(name)}.former`, file(name)), ['rolled-back']],
  ['another document in its place', (name) => cpSync(file(SEALED_DOCUMENTS.find((other) => other !== name) ?? ''), file(name)), ['broken']],
  ['the same document of another home', (name) => cpSync(file(name, join(home, 'other')), file(name)), ['broken']],
  ['half a file', (name) => edit(name, (text) => text.slice(0, text.length / 2)), ['unreadable']],
  ['an empty file', (name) => writeFileSync(file(name), ''), ['unreadable']],
];
const edit = (name: string, change: (text: string) => string): void => {
  const before = readFileSync(file(name), 'utf8');
  const after = change(before);
  if (after === before) throw new Error('nothing was changed');
  writeFileSync(file(name), after);
};
const put = (name: string, value: Json): void => { writeFileSync(file(name), JSON.stringify(value)); };

/** A home in which every document was written twice, with copies of the former states, beside another such home. */
async function sealedHome(): Promise<void> {
  const other = join(home, 'other');
  const theirs = new MemoryKeychain();
  for (const state of ['first', 'second']) {
    for (const name of SEALED_DOCUMENTS) {
      await start((documents) => { documents.write(name, { state }); }, other, theirs);
      await write(name, { state });
      if (state === 'first') cpSync(file(name), `${file(name)}.former`);
    }
  }
}

describe('a document under seal', () => {
  it('reads back what was written, in this start and the next', async () => {
    for (const name of SEALED_DOCUMENTS) {
      expect(await read(name)).toBeNull();
      await write(name, { state: 'first' });
      expect(await read(name)).toEqual({ state: 'first' });
    }
  });

  it('says nothing of the key, and settings carry no seal', async () => {
    await write('servers', { a: 1 });
    await write('settings', { theme: 'dark' });
    expect(readFileSync(file('servers'), 'utf8')).not.toContain(keychain.all.get('seal-key'));
    expect(JSON.parse(readFileSync(file('settings'), 'utf8'))).toEqual({ document: { theme: 'dark' } });
  });

  describe.each(SEALED_DOCUMENTS)('%s', (name) => {
    it.each(TAMPERINGS)('gives nothing after %s, start after start, and the others hold', async (_, tamper, said) => {
      await sealedHome();
      tamper(name);
      for (let starts = 0; starts < 2; starts += 1) expect(said).toContain((await read(name) as { refused?: string }).refused);
      for (const other of SEALED_DOCUMENTS) if (other !== name) expect(await read(other)).toEqual({ state: 'second' });
      // What a person decides anew holds, and no former state comes back.
      await write(name, { state: 'anew' });
      expect(await read(name)).toEqual({ state: 'anew' });
      const rolls = said.includes('rolled-back');
      if (rolls) tamper(name);
      expect(await read(name)).toEqual(rolls ? { refused: 'rolled-back' } : { state: 'anew' });
    });
  });

  it.each(SEALED_DOCUMENTS)('is under the same seal where it is written in slices: %s', async (name) => {
    const large = { books: { one: Array.from({ length: 3_000 }, (_, at) => ({ name: `n${at}`, value: { text: 'ä"\\\u2028'.repeat(40) } })) }, v: 1, none: [], empty: {} };
    await write(name, { state: 'first' });
    await start((documents) => documents.writeLarge?.(name, large));
    expect(await read(name)).toEqual(large);
    // Once more, then changed by hand.
    await start((documents) => documents.writeLarge?.(name, { ...large, v: 2 }));
    const former = readFileSync(file(name));
    await start((documents) => documents.writeLarge?.(name, { ...large, v: 3 }));
    expect(await read(name)).toMatchObject({ v: 3 });
    expect(readdirSync(join(home, 'documents')).filter((one) => one.endsWith('.new'))).toEqual([]);
    edit(name, (text) => text.replace('n17', 'n18'));
    expect(await read(name)).toEqual({ refused: 'broken' });
    writeFileSync(file(name), former);
    expect(await read(name)).toEqual({ refused: 'rolled-back' });
  });

  it('is kept aside before it is written anew', async () => {
    await sealedHome();
    edit('pins', (text) => text.replace('second', 'secomd'));
    await read('pins');
    await write('pins', {});
    expect(readdirSync(join(home, 'documents')).filter((name) => name.startsWith('pins.damaged-'))).toHaveLength(1);
  });

  it('holds where the keychain lags behind, as after a crash between file and keychain', async () => {
    await write('servers', { state: 'first' });
    const lagging = new Map(keychain.all);
    await write('servers', { state: 'second' });
    keychain.all.clear();
    for (const [account, value] of lagging) keychain.all.set(account, value);
    expect(await read('servers')).toEqual({ state: 'second' });
    expect(JSON.parse(keychain.all.get('seal-counters') ?? '')).toEqual({ servers: 2 });
  });

  it('holds nothing where the keychain lost its key', async () => {
    await sealedHome();
    keychain.all.delete('seal-key');
    for (const name of SEALED_DOCUMENTS) expect(await read(name)).toEqual({ refused: 'broken' });
  });
});

describe('a home without seals', () => {
  beforeEach(() => {
    const plain = createDocumentStore(home);
    for (const name of SEALED_DOCUMENTS) plain.write(name, { state: 'before' });
  });

  it('is sealed as it is by the first start, once', async () => {
    for (const name of SEALED_DOCUMENTS) expect(await read(name)).toEqual({ state: 'before' });
    put('pins', { document: { state: 'mine' } });
    expect(await read('pins')).toEqual({ refused: 'unsealed' });
  });

  it('stays plain while there is no keychain, and is read', async () => {
    keychain.away = true;
    expect(await start((documents) => documents.state)).toBe('unsealed');
    await write('pins', { state: 'written' });
    expect(await read('pins')).toEqual({ state: 'written' });
    keychain.away = false;
    expect(await read('pins')).toEqual({ state: 'written' });
  });

  it('does not take a document that claims the seal of somebody else', async () => {
    await start((documents) => { documents.write('grants', { all: true }); }, join(home, 'other'), new MemoryKeychain());
    cpSync(file('grants', join(home, 'other')), file('grants'));
    expect(await read('grants')).toEqual({ refused: 'broken' });
  });
});

describe('a sealed home whose keychain does not answer', () => {
  it('gives nothing and takes nothing, and is as it was when the keychain is back', async () => {
    await sealedHome();
    keychain.away = true;
    expect(await start((documents) => documents.state)).toBe('unverified');
    for (const name of SEALED_DOCUMENTS) {
      expect(await read(name)).toEqual({ refused: 'unverified' });
      await expect(write(name, { state: 'mine' })).rejects.toThrow(DamagedDocument);
    }
    await write('settings', { theme: 'dark' });
    keychain.away = false;
    for (const name of SEALED_DOCUMENTS) expect(await read(name)).toEqual({ state: 'second' });
  });
});
