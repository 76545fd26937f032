import type { SecretStore } from '../../core/ports.ts';
import { secretNames } from '../../core/trust/placeholder.ts';
import type { ServerConfig } from '../../core/trust/server-config.ts';

/** A server's secrets: kept under its identity, so that another launch finds none of them. */
export interface ServerSecrets {
  /** All values a server needs, or the names that are missing. */
  gather(config: ServerConfig, identity: string): Promise<{ readonly values: ReadonlyMap<string, string>; readonly missing: readonly string[] }>;
  store(identity: string, name: string, value: string): Promise<void>;
  /** Holds values entered before the identity is known; they go under it as soon as it is. */
  hold(id: string, values: ReadonlyMap<string, string>): void;
  /** The names that were stored. */
  settle(id: string, identity: string): Promise<readonly string[]>;
  /** Drops values that wait for an identity. */
  drop(id: string): void;
  /** Takes the values of an identity out of the keychain. The names whose value is gone; never rejects. */
  forget(config: ServerConfig, identity: string | null): Promise<readonly string[]>;
}

/** SECURITY: the account names the identity; a changed launch is another account, so its secrets are entered anew. */
export function accountOf(identity: string, name: string): string {
  return `${identity}:${name}`;
}

/** Values live in the keychain; only those whose server was never resolved wait in memory. */
export function openServerSecrets(store: SecretStore): ServerSecrets {
  const held = new Map<string, ReadonlyMap<string, string>>();
  return {
    async gather(config, identity) {
      const values = new Map<string, string>();
      const missing: string[] = [];
      for (const name of secretNames(config)) {
        const value = await store.get(accountOf(identity, name));
        if (value === null) missing.push(name);
        else values.set(name, value);
      }
      return { values, missing };
    },
    store: (identity, name, value) => store.set(accountOf(identity, name), value),
    hold(id, values) {
      if (values.size > 0) held.set(id, values);
    },
    async settle(id, identity) {
      const values = held.get(id);
      if (values === undefined) return [];
      for (const [name, value] of values) await store.set(accountOf(identity, name), value);
      held.delete(id);
      return [...values.keys()];
    },
    drop: (id) => void held.delete(id),
    async forget(config, identity) {
      const gone: string[] = [];
      if (identity === null) return gone;
      for (const account of secretNames(config).map((name) => ({ name, at: accountOf(identity, name) }))) {
        const wasThere = await store.get(account.at).catch(() => null) !== null;
        const deleted = await store.delete(account.at).then(() => true, () => false);
        if (wasThere && deleted) gone.push(account.name);
      }
      return gone;
    },
  };
}
