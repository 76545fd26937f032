import { z } from 'zod';
import type { AnchoredHead } from '../../core/audit/anchors.ts';
import type { SecretStore } from '../../core/ports.ts';

/** The keychain's account of the anchors. */
const ACCOUNT = 'audit-anchors';
/** Some keychains hold little more than two kilobytes under one name. */
const MOST = 8;

const headsSchema = z.array(z.strictObject({
  chain: z.string().regex(/^[a-z0-9-]{1,64}$/), seq: z.number().int().min(1), hash: z.string().regex(/^[0-9a-f]{64}$/), file: z.string().max(40),
})).max(MOST);

/** Where the chains of a home stood, as the keychain remembers it. None where it does not answer or holds something else. */
export async function readKeychainAnchors(secrets: SecretStore): Promise<readonly AnchoredHead[]> {
  try {
    const text = await secrets.get(ACCOUNT);
    if (text === null || await secrets.kind() !== 'keychain') return [];
    const parsed = headsSchema.safeParse(JSON.parse(text));
    return parsed.success ? parsed.data : [];
  } catch {
    return [];
  }
}

/** Mirrors anchors to the keychain: at once the first time, then at most one write in each pause. Nobody waits for it. */
export interface KeychainMirror {
  note(head: AnchoredHead): void;
  /** Writes what is still due. Resolves when it is written or could not be. */
  upToNow(): Promise<void>;
}

/**
 * A mirror that goes on from what the keychain already holds. Anchors of other chains stay beside the new one. SECURITY: where there is no room for all of them
 * those that the log does not bear out (`missing`, chains) stay longest, the oldest first: who begins chain after chain must not have the one forgotten that they
 * took away.
 */
export function mirrorToKeychain(secrets: SecretStore, held: readonly AnchoredHead[], missing: ReadonlySet<string>, pauseMs: number): KeychainMirror {
  const heads = new Map(held.map((head) => [head.chain, head]));
  let due = false;
  let timer: NodeJS.Timeout | null = null;
  let running: Promise<void> = Promise.resolve();
  const write = (): void => {
    due = false;
    const text = JSON.stringify(withRoom([...heads.values()], missing));
    running = running.then(() => secrets.set(ACCOUNT, text)).catch(() => undefined);
  };
  const tend = (): void => {
    if (timer !== null || !due) return;
    write();
    timer = setTimeout(() => { timer = null; tend(); }, pauseMs).unref();
  };
  return {
    note({ chain, seq, hash, file }) {
      heads.delete(chain);
      heads.set(chain, { chain, seq, hash, file });
      due = true;
      tend();
    },
    async upToNow() {
      if (due) write();
      await running;
    },
  };
}

/** As many as there is room for, in their order; the last one is where the log stands now. */
function withRoom(heads: readonly AnchoredHead[], missing: ReadonlySet<string>): readonly AnchoredHead[] {
  if (heads.length <= MOST) return heads;
  const others = heads.slice(0, -1);
  const gone = others.filter(({ chain }) => missing.has(chain)).slice(0, MOST - 1);
  const there = others.filter(({ chain }) => !missing.has(chain));
  const kept = new Set([...gone, ...there.slice(there.length - (MOST - 1 - gone.length)), ...heads.slice(-1)]);
  return heads.filter((head) => kept.has(head));
}
