import { redact } from '../core/audit/redact.ts';
import type { ConnectionState } from '../core/connections/state.ts';
import type { SecretStore } from '../core/ports.ts';
import type { Json, JsonObject } from '../core/words/index.ts';

/** A secret store that remembers, in memory, which values passed through it, so that they can be kept out of the log. */
export interface KnownSecrets extends SecretStore {
  redact(args: JsonObject): JsonObject;
}

/** Wraps a store. A value stays known after it was deleted: it may still be valid where it came from. */
export function rememberSecrets(store: SecretStore): KnownSecrets {
  const values = new Set<string>();
  const remember = <T extends string | null>(value: T): T => {
    if (value !== null && value !== '') values.add(value);
    return value;
  };
  return {
    kind: () => store.kind(),
    get: async (account) => remember(await store.get(account)),
    set: (account, value) => store.set(account, remember(value)),
    delete: (account) => store.delete(account),
    redact: (args) => redact(args, [...values]) as JsonObject,
  };
}

/** Takes known secrets out of what a server said; nothing of its shape changes. */
export type Clean = <T extends Json | ConnectionState | readonly string[]>(value: T) => T;

/** SECURITY: a server may say its secret back, in an error or on its error output; it goes to no disk and no screen. */
export function cleanWith(redactIn: ((value: JsonObject) => JsonObject) | undefined): Clean {
  return (value) => (redactIn === undefined ? value : (redactIn({ value: value as Json })['value'] as typeof value));
}
