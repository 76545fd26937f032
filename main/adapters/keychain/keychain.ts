import type { SecretStore } from '../../core/ports.ts';
import { createSingleCall, NotAnswering } from './single-call.ts';

/** What of keytar is used. */
export interface Keytar {
  getPassword(service: string, account: string): Promise<string | null>;
  setPassword(service: string, account: string, password: string): Promise<void>;
  deletePassword(service: string, account: string): Promise<boolean>;
  findCredentials(service: string): Promise<readonly { readonly account: string; readonly password: string }[]>;
}

/**
 * `checking`: not asked yet. `waiting`: a call has not come back in time, perhaps because the system asks to unlock the
 * keychain. `session`: nothing outlives the app.
 */
export type KeychainState = 'checking' | 'waiting' | 'keychain' | 'session';

/** Secrets in the keychain, and where it stands. */
export interface Keychain extends SecretStore {
  state(): KeychainState;
  /** Everything this home has in the keychain, by account; null where the keychain does not answer. */
  list(): Promise<ReadonlyMap<string, string> | null>;
  /** Called when the state changes. Returns how to stop. */
  onChange(listener: () => void): () => void;
}

/** What a keychain is made with. `load` gives keytar; it is called once, when the first secret is touched. */
export interface KeychainOptions {
  /** The name all secrets of one home stand under. */
  readonly service: string;
  readonly timeoutMs?: number;
  /** How long nothing is tried after a call did not come back. */
  readonly restMs?: number;
  readonly load?: () => Promise<Keytar>;
  readonly monotonic?: () => number;
}

/** An account that is never written: reading it shows whether the keychain answers. */
const PROBE = 'countersign-probe';

/**
 * Secrets in the keychain of the system, or for this session only. No method rejects and none waits longer than the
 * timeout: what the keychain does not take is kept in memory, and `kind` says so. Nothing is ever written in plain.
 */
export function createKeychain(options: KeychainOptions): Keychain {
  const { service, load = loadKeytar } = options;
  const session = new Map<string, string>();
  /** Deleted while the keychain did not answer: gone for us at once, and from the keychain as soon as it answers. */
  const gone = new Set<string>();
  const listeners = new Set<() => void>();
  let state: KeychainState = 'checking';
  let keytar: Promise<Keytar> | null = null;

  const enter = (next: KeychainState): void => {
    if (next === state) return;
    state = next;
    for (const listener of listeners) listener();
  };
  const single = createSingleCall({
    timeoutMs: options.timeoutMs ?? 5_000, restMs: options.restMs ?? 30_000,
    monotonic: options.monotonic ?? (() => performance.now()),
    onLate: () => { enter('keychain'); },
  });

  /** Runs one call on the keychain; null where it did not work, whatever the reason. */
  const attempt = async <T>(use: (keychain: Keytar) => Promise<T>): Promise<{ value: T } | null> => {
    try {
      const value = await single.run(async () => {
        keytar ??= load();
        const loaded = await keytar;
        for (const account of [...gone]) {
          await loaded.deletePassword(service, account);
          gone.delete(account);
        }
        return use(loaded);
      });
      enter('keychain');
      return { value };
    } catch (error) {
      enter(error instanceof NotAnswering ? 'waiting' : 'session');
      return null;
    }
  };

  return {
    state: () => state,
    onChange(listener) {
      listeners.add(listener);
      return () => { listeners.delete(listener); };
    },
    async list() {
      const stored = await attempt((keychain) => keychain.findCredentials(service));
      if (stored === null) return null;
      const all = stored.value.filter(({ account }) => !gone.has(account)).map(({ account, password }) => [account, password] as const);
      return new Map([...all, ...session]);
    },
    async kind() {
      if (state === 'checking') await attempt((keychain) => keychain.getPassword(service, PROBE));
      return state === 'keychain' ? 'keychain' : 'session';
    },
    async get(account) {
      const kept = session.get(account);
      if (kept !== undefined) return kept;
      if (gone.has(account)) return null;
      return (await attempt((keychain) => keychain.getPassword(service, account)))?.value ?? null;
    },
    async set(account, value) {
      gone.delete(account);
      // Kept first: a call that comes back late must not leave the person without the secret just entered.
      session.set(account, value);
      const stored = await attempt((keychain) => keychain.setPassword(service, account, value));
      if (stored !== null && session.get(account) === value) session.delete(account);
    },
    async delete(account) {
      session.delete(account);
      gone.add(account);
      await attempt(async () => undefined);
    },
  };
}

/** Keytar is native and needs a system library: it is loaded late, and its absence is an ordinary answer. */
async function loadKeytar(): Promise<Keytar> {
  const loaded = await import('keytar');
  return loaded.default;
}
