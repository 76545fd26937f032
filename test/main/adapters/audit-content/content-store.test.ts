import { cp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { createContentStore, type ContentStore, type ContentStoreOptions } from '../../../../main/adapters/audit-content/content-store.ts';
import type { SecretStore } from '../../../../main/core/ports.ts';
import { MemoryKeychain } from '../../../proof/memory-keychain.ts';
import { newHome } from '../audit-file/home.ts';

const stores: ContentStore[] = [];
afterEach(async () => { for (const store of stores.splice(0)) await store.close(); });

function storeIn(folder: string, secrets: SecretStore, more: Partial<ContentStoreOptions> = {}): ContentStore {
  const store = createContentStore({ folder, secrets, clock: { now: () => '2026-01-02T00:00:00.000Z' }, ...more });
  stores.push(store);
  return store;
}
const piece = (n: number) => ({ args: { title: `Weihnachten ${n}` } });

async function keepMany(store: ContentStore, count: number): Promise<string[]> {
  const places: string[] = [];
  for (let n = 0; n < count; n += 1) places.push((await store.keep(`c${n}`, piece(n), []))?.at ?? '');
  return places;
}

describe('content apart from the log', () => {
  it('is read again by a later run with the same keychain, and is nowhere on disk in plain', async () => {
    const folder = join(await newHome(), 'content');
    const keychain = new MemoryKeychain();
    const first = storeIn(folder, keychain, { mostSlots: 3 });
    const places = await keepMany(first, 8);
    await first.close();
    const again = storeIn(folder, keychain, { mostSlots: 3 });
    for (const [n, at] of places.entries()) expect(await again.open(at, `c${n}`)).toEqual({ state: 'kept', content: piece(n) });
    const after = await again.keep('c8', piece(8), []);
    expect(await again.open(after?.at ?? '', 'c8')).toEqual({ state: 'kept', content: piece(8) });
    for (const file of await readdir(folder)) expect((await readFile(join(folder, file))).includes('Weihnachten')).toBe(false);
  });

  it('is bound to its call', async () => {
    const store = storeIn(join(await newHome(), 'content'), new MemoryKeychain());
    const [at = ''] = await keepMany(store, 1);
    expect(await store.open(at, 'c1')).toEqual({ state: 'unreadable' });
  });

  it('is not kept without a keychain, and opens with no other one', async () => {
    const folder = join(await newHome(), 'content');
    const session: SecretStore = { kind: async () => 'session', get: async () => null, set: async () => undefined, delete: async () => undefined };
    expect(await storeIn(folder, session).keep('c0', piece(0), [])).toBeNull();
    const [at = ''] = await keepMany(storeIn(folder, new MemoryKeychain()), 1);
    expect(await storeIn(folder, new MemoryKeychain()).open(at, 'c0')).toEqual({ state: 'unreadable' });
  });

  it('gives equal names equal marks, from run to run, which nobody can make without the keychain', async () => {
    const folder = join(await newHome(), 'content');
    const keychain = new MemoryKeychain();
    const kept = await storeIn(folder, keychain).keep('c0', piece(0), ['news-1', 'news-2']);
    expect(await storeIn(folder, keychain).marks(['news-2', 'news-1'])).toEqual([...(kept?.marks ?? [])].reverse());
    const others = await storeIn(join(await newHome(), 'content'), new MemoryKeychain()).marks(['news-1']);
    expect(others).not.toEqual(kept?.marks.slice(0, 1));
  });

  it('ends with its key: the others stay, and an older copy of all files opens nothing that was erased', async () => {
    const home = await newHome();
    const folder = join(home, 'content');
    const keychain = new MemoryKeychain();
    const store = storeIn(folder, keychain, { mostSlots: 4 });
    const places = await keepMany(store, 10);
    await cp(folder, join(home, 'copy'), { recursive: true });
    expect(await store.erase([places[1] ?? '', places[6] ?? ''])).toBe(2);
    expect(await store.erase([places[1] ?? ''])).toBe(0);
    for (const [n, at] of places.entries()) {
      expect((await store.open(at, `c${n}`)).state).toBe(n === 1 || n === 6 ? 'erased' : 'kept');
    }
    const [after] = (await keepMany(store, 1));
    expect((await store.open(after ?? '', 'c0')).state).toBe('kept');
    const copy = storeIn(join(home, 'copy'), keychain);
    for (const [n, at] of places.entries()) expect(await copy.open(at, `c${n}`)).toEqual({ state: 'unreadable' });
  });

  it('goes by whole pages once the next page was begun before the moment', async () => {
    const folder = join(await newHome(), 'content');
    let day = 1;
    const clock = { now: () => `2026-01-0${day}T00:00:00.000Z` };
    const store = storeIn(folder, new MemoryKeychain(), { clock });
    const places: string[] = [];
    for (day = 1; day <= 5; day += 1) places.push(...await keepMany(store, 1));
    expect(await store.eraseBefore('2026-01-03T00:00:00.000Z')).toBe(2);
    const states = await Promise.all(places.map(async (at) => (await store.open(at, 'c0')).state));
    expect(states).toEqual(['erased', 'erased', 'kept', 'kept', 'kept']);
    expect((await readdir(folder)).filter((name) => name.endsWith('.data'))).toEqual(['000003.data', '000004.data', '000005.data']);
  });

  it.each([
    ['was set back as a page began', ['2026-06-01', '2000-01-01', '2026-06-02'], []],
    ['was set back for several pages', ['2025-06-01', '2000-01-01', '2000-01-02', '2025-11-01', '2026-06-02'], [1, 2, 3]],
    ['was ahead for a page', ['2025-06-01', '2050-01-01', '2025-07-01', '2026-06-02'], [1, 2]],
  ])('is not erased early, nor kept for decades, where the clock %s', async (_, days, gone) => {
    let now = '';
    const store = storeIn(join(await newHome(), 'content'), new MemoryKeychain(), { clock: { now: () => now }, mostSlots: 1 });
    const places: string[] = [];
    for (const day of days) {
      now = `${day}T00:00:00.000Z`;
      places.push(...await keepMany(store, 1));
    }
    await store.eraseBefore('2025-12-01T00:00:00.000Z');
    const states = await Promise.all(places.map(async (at) => (await store.open(at, 'c0')).state));
    expect(states).toEqual(days.map((__, n) => (gone.includes(n + 1 as never) ? 'erased' : 'kept')));
  });

  it('has nothing to remove where nothing was ever kept; without its key it cannot say', async () => {
    const home = await newHome();
    const folder = join(home, 'content');
    expect(await storeIn(folder, new MemoryKeychain()).eraseBefore('2026-01-03T00:00:00.000Z')).toBe(0);
    await keepMany(storeIn(folder, new MemoryKeychain()), 1);
    await expect(storeIn(folder, new MemoryKeychain()).eraseBefore('2026-01-03T00:00:00.000Z')).rejects.toThrow('no keychain');
  });

  it('survives an end of the program at each step of an erasure', async () => {
    const home = await newHome();
    const folder = join(home, 'content');
    const keychain = new MemoryKeychain();
    const store = storeIn(folder, keychain);
    const places = await keepMany(store, 3);
    let sets = 0;
    /** Ends the program at the n-th word to the keychain: what came before is done, what follows never happens. */
    const dying = (at: number): SecretStore => ({
      kind: async () => 'keychain', get: (account) => keychain.get(account), delete: async () => undefined,
      set: async (account, value) => { if ((sets += 1) > at) throw new Error('killed'); await keychain.set(account, value); },
    });
    for (const at of [0, 1]) {
      sets = 0;
      await expect(storeIn(folder, dying(at)).erase([places[0] ?? ''])).rejects.toThrow();
      const next = storeIn(folder, keychain);
      for (const n of [1, 2]) expect((await next.open(places[n] ?? '', `c${n}`)).state).toBe('kept');
    }
    const last = storeIn(folder, keychain);
    await last.erase([places[0] ?? '']);
    expect((await last.open(places[0] ?? '', 'c0')).state).toBe('erased');
    expect((await last.open(places[2] ?? '', 'c2')).state).toBe('kept');
  });

  it('loses nothing where the program ends in the middle of one erasure, and in the middle of the next one again', async () => {
    const folder = join(await newHome(), 'content');
    const keychain = new MemoryKeychain();
    const places = await keepMany(storeIn(folder, keychain), 3);
    // The keychain takes the keys of both lists; then the list cannot be written, as where the program ends.
    const interrupted = async (at: string): Promise<void> => {
      const set = async (account: string, value: string): Promise<void> => {
        await keychain.set(account, value);
        if ((JSON.parse(value) as { next: unknown }).next !== null) await rename(folder, `${folder}-away`);
      };
      const ending: SecretStore = { set, kind: () => keychain.kind(), get: (account) => keychain.get(account), delete: (account) => keychain.delete(account) };
      await expect(storeIn(folder, ending).erase([at])).rejects.toThrow();
      await rename(`${folder}-away`, folder);
    };
    for (const at of places) await interrupted(at);
    const store = storeIn(folder, keychain);
    for (const [n, at] of places.entries()) expect(await store.open(at, `c${n}`)).toEqual({ state: 'kept', content: piece(n) });
    expect(await store.erase([places[0] ?? ''])).toBe(1);
    expect(await store.open(places[0] ?? '', 'c0')).toEqual({ state: 'erased' });
    expect(await storeIn(folder, keychain).open(places[2] ?? '', 'c2')).toEqual({ state: 'kept', content: piece(2) });
  });

  it('finishes an erasure that the program did not live to finish, with the next piece: no former key and no file of former keys stays', async () => {
    const folder = join(await newHome(), 'content');
    const keychain = new MemoryKeychain();
    const places = await keepMany(storeIn(folder, keychain), 3);
    const before = await keychain.get('audit-content');
    // The list is written, and the keychain does not answer any more.
    const set = keychain.set.bind(keychain);
    let left = 1;
    keychain.set = (account, text) => (left-- > 0 ? set(account, text) : Promise.reject(new Error('gone')));
    await expect(storeIn(folder, keychain).erase([places[1] ?? ''])).rejects.toThrow();
    keychain.set = set;
    expect((await readdir(folder)).filter((name) => name.endsWith('.keys'))).toHaveLength(2);
    expect((await storeIn(folder, keychain).keep('c3', piece(3), []))?.at).toBeDefined();
    expect((await readdir(folder)).filter((name) => name.endsWith('.keys'))).toHaveLength(1);
    expect(await keychain.get('audit-content')).not.toContain(JSON.parse(before ?? '{}').current.key);
    const later = storeIn(folder, keychain);
    expect(await later.open(places[1] ?? '', 'c1')).toEqual({ state: 'erased' });
    expect(await later.open(places[2] ?? '', 'c2')).toEqual({ state: 'kept', content: piece(2) });
  });

  it('never throws at damaged files', async () => {
    const folder = join(await newHome(), 'content');
    const keychain = new MemoryKeychain();
    const [at = ''] = await keepMany(storeIn(folder, keychain), 1);
    for (const file of ['000001.data', '000001.1.keys', 'pages.json']) {
      await writeFile(join(folder, file), 'x'.repeat(80));
      expect(await storeIn(folder, keychain).open(at, 'c0')).toEqual({ state: 'unreadable' });
    }
    await rm(folder, { recursive: true });
    for (const place of ['', '1', '1/1', '9/9', '-1/0', 'a/b']) expect((await storeIn(folder, keychain).open(place, 'c0')).state).toBe('unreadable');
  });
});
