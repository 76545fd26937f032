import type { SecretStore } from '../../main/core/ports.ts';

/** A keychain in memory that can be away, and counts what is written. */
export class MemoryKeychain implements SecretStore {
  readonly all = new Map<string, string>();
  away = false;
  writes = 0;
  readonly kind = async (): Promise<'keychain' | 'session'> => (this.away ? 'session' : 'keychain');
  async get(account: string): Promise<string | null> {
    return this.away ? null : this.all.get(account) ?? null;
  }
  async list(): Promise<ReadonlyMap<string, string> | null> {
    return this.away ? null : new Map(this.all);
  }
  async set(account: string, value: string): Promise<void> {
    this.writes += 1;
    if (!this.away) this.all.set(account, value);
  }
  async delete(account: string): Promise<void> {
    this.all.delete(account);
  }
}
