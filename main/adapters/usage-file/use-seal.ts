import { createHmac } from 'node:crypto';
import { z } from 'zod';
import type { SecretStore } from '../../core/ports.ts';
import { openSealKey } from '../store/seal-key.ts';

/** What the keychain remembers of a journal: how many lines it has at least, and when that was (milliseconds since 1970). */
export interface JournalMark {
  readonly lines: number;
  readonly at: number;
}

/** A keychain that can also say all that it holds of one service. Null: it does not answer. */
export interface ListedSecrets extends SecretStore {
  list(): Promise<ReadonlyMap<string, string> | null>;
}

/** The seal of the journals of use: each line carries a keyed digest over its journal, its place, the line before and itself. */
export interface UseSeal {
  /** The digest of a line, as 32 lower-case hex digits. `before`: the one of the line before; '' for the first. */
  digest(journal: string, line: number, before: string, text: string): string;
  /** What is remembered of every journal now; null where the keychain does not answer. */
  marks(): Promise<ReadonlyMap<string, JournalMark> | null>;
  /** Remembers a journal. Resolves once the keychain has this or a later mark, or did not take it; only the newest is told. */
  note(journal: string, mark: JournalMark): Promise<void>;
  /** Forgets a journal: it is about to go, for another holds all of it. */
  drop(journal: string): Promise<void>;
  /** Resolves when nothing is on its way to the keychain any more. */
  close(): Promise<void>;
}

const ACCOUNT = /^journal (.+)$/;
const markSchema = z.strictObject({ lines: z.int().min(0), at: z.number() });

/** Opens the seal of the account's journals. Null where no keychain answers: then nothing can be sealed or judged. */
export async function openUseSeal(secrets: ListedSecrets): Promise<UseSeal | null> {
  const held = await openSealKey(secrets);
  if (held === null) return null;
  const key = Buffer.from(held, 'hex');
  const waiting = new Map<string, JournalMark>();
  let telling: Promise<void> | null = null;
  const tell = async (): Promise<void> => {
    for (let [next] = waiting; next !== undefined; [next] = waiting) {
      const [journal, mark] = next;
      waiting.delete(journal);
      await secrets.set(`journal ${journal}`, JSON.stringify(mark)).catch(() => undefined);
    }
    // In the same turn as the last look: a note that comes later must start a new telling.
    telling = null;
  };
  return {
    digest: (journal, line, before, text) => createHmac('sha256', key).update(`${journal}\n${line}\n${before}\n${text}`, 'utf8').digest('hex').slice(0, 32),
    async marks() {
      const all = await secrets.list();
      return all === null ? null : new Map([...all].flatMap(([account, text]) => markOf(account, text)));
    },
    note(journal, mark) {
      waiting.set(journal, mark);
      telling ??= tell();
      return telling;
    },
    async drop(journal) {
      waiting.delete(journal);
      await telling;
      await secrets.delete(`journal ${journal}`);
    },
    async close() {
      while (telling !== null) await telling;
    },
  };
}

function markOf(account: string, text: string): readonly (readonly [string, JournalMark])[] {
  const [, journal] = ACCOUNT.exec(account) ?? [];
  if (journal === undefined) return [];
  try {
    return [[journal, markSchema.parse(JSON.parse(text))]];
  } catch {
    // SECURITY: a mark nobody can read is of a journal nobody can judge: it counts as one that was longer.
    return [[journal, { lines: Infinity, at: Date.now() }]];
  }
}
