import { finderOf, redactionOf, type Redaction } from '../core/audit/redact.ts';
import { tokenFinder, type NamedToken } from '../core/audit/token-shapes.ts';
import type { ConnectionState } from '../core/connections/state.ts';
import type { SecretStore, ToolAnswer } from '../core/ports.ts';
import type { Pause } from '../core/turns/pause.ts';
import { inTurns } from '../core/turns/in-turns.ts';
import { atOnce } from '../core/words/steps.ts';
import type { Json, JsonObject } from '../core/words/index.ts';

/** A secret store that remembers, in memory, which values passed through it, so that they can be kept out of the log. */
export interface KnownSecrets extends SecretStore {
  /** For what goes on record: without our own secrets, and without whatever has the shape of one. */
  redact(args: JsonObject): JsonObject;
  /** The same, with everything else that waits having its turn in between. What becomes known meanwhile is taken out too. */
  redactInTurns(args: JsonObject, pause: Pause): Promise<JsonObject>;
  /** For what somebody is shown: without our own secrets. What else looks like one is theirs to see. */
  clean<T extends JsonObject>(value: T): T;
  /** Whether one of our own secrets stands in something. Short ones do not count: they may be words like any other. */
  holds(value: Json): boolean;
}

/** Wraps a store. `named` gives the shapes of tokens that policy names. A value stays known after it was deleted: it may still be valid where it came from. */
export function rememberSecrets(store: SecretStore, named: () => readonly NamedToken[] = () => []): KnownSecrets {
  const values = new Set<string>();
  const remember = <T extends string | null>(value: T): T => {
    if (value !== null && value !== '') values.add(value);
    return value;
  };
  const kept = (tokens: () => readonly NamedToken[] | null): (() => Redaction) => {
    let made: { readonly key: string; readonly redaction: Redaction } | null = null;
    return () => {
      const shapes = tokens();
      // Values are never taken away, so their number says whether there are others.
      const key = JSON.stringify([values.size, shapes]);
      if (made?.key !== key) made = { key, redaction: redactionOf({ secrets: [...values], tokens: shapes === null ? null : tokenFinder(shapes) }) };
      return made.redaction;
    };
  };
  const forRecord = kept(named);
  const forShowing = kept(() => null);
  let finder = { of: 0, holds: finderOf([]) };
  return {
    kind: () => store.kind(),
    get: async (account) => remember(await store.get(account)),
    set: (account, value) => store.set(account, remember(value)),
    delete: (account) => store.delete(account),
    redact: (args) => atOnce(forRecord()(args)) as JsonObject,
    async redactInTurns(args, pause) {
      for (;;) {
        const redaction = forRecord();
        const without = await inTurns(redaction(args), pause);
        if (redaction === forRecord()) return without as JsonObject;
      }
    },
    clean: (value) => atOnce(forShowing()(value)) as typeof value,
    holds(value) {
      if (finder.of !== values.size) finder = { of: values.size, holds: finderOf([...values]) };
      return finder.holds(value);
    },
  };
}

/** Takes known secrets out of what a server said; nothing of its shape changes. */
export type Clean = <T extends Json | ConnectionState | ToolAnswer | readonly string[]>(value: T) => T;

/** SECURITY: a server may say its secret back, in an error or on its error output; it goes to no disk and no screen. */
export function cleanWith(redactIn: ((value: JsonObject) => JsonObject) | undefined): Clean {
  return (value) => (redactIn === undefined ? value : (redactIn({ value: value as Json })['value'] as typeof value));
}
