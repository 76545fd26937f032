import { mkdtempSync, openSync, closeSync, fdatasync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createKeychain, type Keytar } from '../../../../main/adapters/keychain/keychain.ts';
import { keychainService } from '../../../../main/adapters/keychain/service-name.ts';

/** A keychain in memory that can be made to fail or to hang, and counts calls that are out at once. */
function memoryKeytar() {
  const kept = new Map<string, string>();
  const fault = { fails: false, hangs: false };
  const seen = { atOnce: 0, most: 0, calls: 0 };
  let letGo: Array<() => void> = [];
  const guarded = async <T>(use: () => T): Promise<T> => {
    seen.calls += 1;
    seen.most = Math.max(seen.most, seen.atOnce += 1);
    try {
      await new Promise<void>((resolve) => { if (fault.hangs) letGo.push(resolve); else setTimeout(resolve, 1); });
      if (fault.fails) throw new Error('Cannot autolaunch D-Bus without X11 $DISPLAY');
      return use();
    } finally {
      seen.atOnce -= 1;
    }
  };
  const keytar: Keytar = {
    getPassword: (service, account) => guarded(() => kept.get(`${service}/${account}`) ?? null),
    setPassword: (service, account, password) => guarded(() => { kept.set(`${service}/${account}`, password); }),
    deletePassword: (service, account) => guarded(() => kept.delete(`${service}/${account}`)),
    findCredentials: (service) => guarded(() => [...kept].filter(([name]) => name.startsWith(`${service}/`)).map(([name, password]) => ({ account: name.slice(service.length + 1), password }))),
  };
  return { keytar, kept, fault, seen, comeBack: () => { for (const one of letGo) one(); letGo = []; } };
}

const settle = (): Promise<void> => new Promise((resolve) => { setTimeout(resolve, 10); });

describe('the keychain', () => {
  it('keeps, gives back and deletes a secret, one call at a time', async () => {
    const { keytar, kept, seen } = memoryKeytar();
    const keychain = createKeychain({ service: 's', load: async () => keytar });
    expect(keychain.state()).toBe('checking');
    await Promise.all([keychain.set('a', '1'), keychain.set('b', '2'), keychain.get('c'), keychain.kind()]);
    expect(await keychain.get('a')).toBe('1');
    expect([...kept]).toEqual([['s/a', '1'], ['s/b', '2']]);
    await keychain.delete('a');
    expect(await keychain.get('a')).toBeNull();
    expect([...kept]).toEqual([['s/b', '2']]);
    expect(seen.most).toBe(1);
    expect(await keychain.kind()).toBe('keychain');
  });

  it('lists what it holds of one home, and says so where it cannot', async () => {
    const { keytar, kept, fault } = memoryKeytar();
    const keychain = createKeychain({ service: 's', load: async () => keytar });
    kept.set('other/a', '0');
    await keychain.set('a', '1');
    await keychain.set('b', '2');
    await keychain.delete('a');
    expect([...(await keychain.list()) ?? []]).toEqual([['b', '2']]);
    fault.fails = true;
    expect(await keychain.list()).toBeNull();
  });

  it('keeps secrets for the session when there is no keychain or none can be loaded', async () => {
    const { keytar, fault } = memoryKeytar();
    fault.fails = true;
    for (const load of [async () => keytar, () => Promise.reject(new Error('libsecret-1.so.0: cannot open shared object file'))]) {
      const keychain = createKeychain({ service: 's', load });
      await keychain.set('a', '1');
      expect(await keychain.kind()).toBe('session');
      expect(await keychain.get('a')).toBe('1');
      await keychain.delete('a');
      expect(await keychain.get('a')).toBeNull();
      expect(await createKeychain({ service: 's', load }).get('a')).toBeNull();
    }
  });

  it('gives up on a call that hangs, starts no second one beside it, and goes on when it comes back', async () => {
    const { keytar, fault, seen, comeBack } = memoryKeytar();
    const keychain = createKeychain({ service: 's', timeoutMs: 20, load: async () => keytar });
    const states: string[] = [];
    keychain.onChange(() => states.push(keychain.state()));
    fault.hangs = true;
    await Promise.all([keychain.set('a', '1'), keychain.get('b'), keychain.get('c'), keychain.set('d', '4')]);
    expect(seen.calls).toBe(1);
    expect(keychain.state()).toBe('waiting');
    expect(await keychain.kind()).toBe('session');
    expect(await keychain.get('a')).toBe('1');
    fault.hangs = false;
    comeBack();
    await settle();
    expect(keychain.state()).toBe('keychain');
    await keychain.set('e', '5');
    expect(await keychain.get('e')).toBe('5');
    expect(states).toEqual(['waiting', 'keychain']);
  });

  it('rests after a hang that ended in an error, and tries again after the rest', async () => {
    const { keytar, fault, seen, comeBack } = memoryKeytar();
    let now = 0;
    const keychain = createKeychain({ service: 's', timeoutMs: 20, restMs: 30_000, monotonic: () => now, load: async () => keytar });
    fault.hangs = true;
    await keychain.get('a');
    fault.fails = true;
    comeBack();
    await settle();
    fault.hangs = fault.fails = false;
    await keychain.get('a');
    expect(seen.calls).toBe(1);
    now = 30_001;
    await keychain.set('a', '1');
    expect(seen.calls).toBe(2);
    expect(await keychain.kind()).toBe('keychain');
  });

  it('deletes later what could not be deleted while nothing answered', async () => {
    const { keytar, kept, fault } = memoryKeytar();
    const keychain = createKeychain({ service: 's', load: async () => keytar });
    await keychain.set('a', '1');
    fault.fails = true;
    await keychain.delete('a');
    expect(await keychain.get('a')).toBeNull();
    fault.fails = false;
    await keychain.get('b');
    expect(kept.size).toBe(0);
  });

  it('does not hold up writes to disk while a call hangs', async () => {
    const keychain = createKeychain({ service: 's', timeoutMs: 30, load: () => new Promise<never>(() => undefined) });
    const asked = [keychain.get('a'), keychain.get('b'), keychain.set('c', '3')];
    const folder = mkdtempSync(join(tmpdir(), 'countersign-sync-'));
    const file = openSync(join(folder, 'log'), 'w');
    await new Promise<void>((resolve, reject) => { fdatasync(file, (error) => { if (error) reject(error); else resolve(); }); });
    closeSync(file);
    rmSync(folder, { recursive: true });
    expect(await Promise.all(asked)).toEqual([null, null, undefined]);
    expect(keychain.state()).toBe('waiting');
  });

  it('names each home apart', () => {
    expect(keychainService('/tmp/a')).not.toBe(keychainService('/tmp/b'));
    expect(keychainService('/tmp/none/../a')).toBe(keychainService('/tmp/a'));
    expect(keychainService('/tmp/a')).toMatch(/^Countersign [0-9a-f]{16}$/);
  });
});
