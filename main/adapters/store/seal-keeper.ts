import { createHmac } from 'node:crypto';
import { z } from 'zod';
import type { SecretStore } from '../../core/ports.ts';
import type { Mac } from '../../core/seals/seal.ts';
import { openSealKey } from './seal-key.ts';

const COUNTERS_ACCOUNT = 'seal-counters';
const countersSchema = z.record(z.string().max(64), z.int().min(0));

/** The key of a home's seals and the number of writings of each document, as the keychain holds them. */
export interface SealKeeper {
  readonly mac: Mac;
  /** The same digest over texts that come one after the other. */
  macOf(): { add(text: string): void; end(): string };
  /** True where the keychain holds no number of this home: it was never sealed. */
  readonly fresh: boolean;
  /** How often a document was written; null for one the keychain never heard of. */
  counter(name: string): number | null;
  /** The document was written so often. Told to the keychain in the background, the newest numbers only. */
  note(name: string, counter: number): void;
  /** Resolves when the keychain has the newest numbers, or did not take them. */
  close(): Promise<void>;
}

/**
 * Takes key and counters out of the keychain; makes them where it has none. Null where no keychain answers in its
 * time, or where it does not give back what it was given: then nothing can be sealed or judged.
 */
export async function openSealKeeper(secrets: SecretStore): Promise<SealKeeper | null> {
  const counters = await secrets.get(COUNTERS_ACCOUNT);
  // SECURITY: once a number is known the home was sealed: what has no seal then is never sealed as it is.
  const fresh = counters === null;
  const held = await openSealKey(secrets);
  return held === null ? null : keeperOf(secrets, held, fresh, readCounters(counters));
}

function readCounters(text: string | null): Map<string, number> {
  try {
    const parsed = countersSchema.safeParse(JSON.parse(text ?? '{}'));
    return new Map(parsed.success ? Object.entries(parsed.data) : []);
  } catch {
    return new Map();
  }
}

function keeperOf(secrets: SecretStore, key: string, fresh: boolean, counters: Map<string, number>): SealKeeper {
  let running: Promise<void> | null = null;
  let due = false;
  const write = async (): Promise<void> => {
    while (due) {
      due = false;
      await secrets.set(COUNTERS_ACCOUNT, JSON.stringify(Object.fromEntries(counters))).catch(() => undefined);
    }
    // In the same turn as the last look: a note that comes later must start a new write.
    running = null;
  };
  return {
    mac: (text) => createHmac('sha256', Buffer.from(key, 'hex')).update(text, 'utf8').digest('hex'),
    macOf() {
      const hmac = createHmac('sha256', Buffer.from(key, 'hex'));
      return { add: (text) => void hmac.update(text, 'utf8'), end: () => hmac.digest('hex') };
    },
    fresh,
    counter: (name) => counters.get(name) ?? null,
    note(name, counter) {
      counters.set(name, counter);
      due = true;
      running ??= write();
    },
    async close() {
      while (running !== null) await running;
    },
  };
}
