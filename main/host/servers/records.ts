import type { Actor, EventName, RecordedServer } from '../../core/audit/event.ts';
import type { ConnectionEnd } from '../../core/connections/connection.ts';
import type { AuditLog } from '../../core/ports.ts';
import type { JsonObject, TrustLevel } from '../../core/words/index.ts';
import { ServersProblem } from './problem.ts';
import type { ServerBook, StoredServer } from './server-document.ts';

/** What the log is told of servers: names and digests, never a secret's value. */
export class ServerRecords {
  readonly #audit: AuditLog;
  readonly #actor: Actor;
  readonly #book: ServerBook;
  readonly #trust: (stored: StoredServer) => TrustLevel;
  readonly #clean: (detail: JsonObject) => JsonObject;

  constructor(audit: AuditLog, actor: Actor, book: ServerBook, trust: (stored: StoredServer) => TrustLevel, clean: (detail: JsonObject) => JsonObject) {
    this.#audit = audit;
    this.#actor = actor;
    this.#book = book;
    this.#trust = trust;
    this.#clean = clean;
  }

  /** Resolves when the record is on disk; rejects with `log-unwritable`, and then nothing may be done. */
  async write(what: EventName, stored: StoredServer, detail: JsonObject): Promise<void> {
    const { id, name, class: serverClass, environment } = stored.config;
    const server: RecordedServer = { id, name, identity: stored.consented?.identity ?? '', trust: this.#trust(stored), class: serverClass, environment };
    try {
      await this.#audit.append({ type: 'event', what, actor: this.#actor, server, detail: this.#clean(detail) });
    } catch {
      throw new ServersProblem('log-unwritable');
    }
  }

  failed(id: string, end: ConnectionEnd): void {
    this.#note('server-failed', id, { why: end.why, detail: end.detail });
  }

  stopped(id: string): void {
    this.#note('server-stopped', id, {});
  }

  asked(id: string, method: string): void {
    this.#note('server-asked', id, { method, answer: 'declined' });
  }

  /** Records something that already happened; that the log cannot take it changes nothing about it. */
  #note(what: EventName, id: string, detail: JsonObject): void {
    const stored = this.#book.get(id);
    if (stored !== null) void this.write(what, stored, detail).catch(() => undefined);
  }
}
