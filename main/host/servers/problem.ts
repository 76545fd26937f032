import type { InstallWhy } from '../../core/trust/package-installer.ts';

/** Why the servers room says no. Codes are those of the contract's closed list. */
export type ServersProblemCode =
  | 'unknown-server' | 'json-invalid' | 'config-invalid' | 'loader-variable' | 'command-missing' | 'name-taken' | 'secret-missing'
  | 'launch-changed' | 'not-consented' | 'server-blocked' | 'not-allowed' | 'log-unwritable' | 'keychain-unavailable' | 'document-damaged'
  | 'not-pinnable' | 'locked' | Exclude<InstallWhy, 'npm-missing'>;

/** A refusal with the short facts of its sentence; never a secret, never a foreign text longer than a name. */
export class ServersProblem extends Error {
  readonly code: ServersProblemCode;
  readonly facts: Readonly<Record<string, string | number>>;
  constructor(code: ServersProblemCode, facts: Readonly<Record<string, string | number>> = {}) {
    super(code);
    this.name = 'ServersProblem';
    this.code = code;
    this.facts = Object.fromEntries(Object.entries(facts).map(([key, fact]) => [key, typeof fact === 'string' ? fact.slice(0, 500) : fact]));
  }
}
