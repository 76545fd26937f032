import { createHash } from 'node:crypto';
import type { AuditEvent } from '../../main/core/audit/event.ts';
import { DamagedDocument, type AuditLog, type Clock, type DocumentStore, type SecretStore } from '../../main/core/ports.ts';
import type { Json } from '../../main/core/words/index.ts';

/** Documents in memory; `damage` makes one unreadable. */
export class MemoryDocuments implements DocumentStore {
  readonly all = new Map<string, string>();
  readonly #damaged = new Set<string>();
  read(name: string): Json | null {
    if (this.#damaged.has(name)) throw new DamagedDocument(name, `${name}.damaged`);
    const text = this.all.get(name);
    return text === undefined ? null : (JSON.parse(text) as Json);
  }
  write(name: string, value: Json): void {
    this.#damaged.delete(name);
    this.all.set(name, JSON.stringify(value));
  }
  damage(name: string): void {
    this.#damaged.add(name);
  }
}

/** Secrets in memory. */
export class MemorySecrets implements SecretStore {
  readonly all = new Map<string, string>();
  readonly kind = async (): Promise<'session'> => 'session';
  async get(account: string): Promise<string | null> {
    return this.all.get(account) ?? null;
  }
  async set(account: string, value: string): Promise<void> {
    this.all.set(account, value);
  }
  async delete(account: string): Promise<void> {
    this.all.delete(account);
  }
}

/** A log in memory that can be made to fail. */
export class MemoryLog implements AuditLog {
  readonly events: AuditEvent[] = [];
  broken = false;
  async append(event: AuditEvent): Promise<void> {
    if (this.broken) throw new Error('disk full');
    this.events.push(event);
  }
  names(): string[] {
    return this.events.flatMap((event) => (event.type === 'event' ? [event.what] : []));
  }
}

/** The real clock: servers are real processes, and their times are only compared. */
export const clock: Clock = { now: () => new Date().toISOString(), monotonic: () => performance.now() };

export const sha256 = (text: string): string => createHash('sha256').update(text, 'utf8').digest('hex');
