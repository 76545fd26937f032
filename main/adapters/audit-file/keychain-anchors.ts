import { z } from 'zod';
import type { AnchoredHead } from '../../core/audit/anchors.ts';
import type { SecretStore } from '../../core/ports.ts';
import type { AnchorWatch } from './anchor-watch.ts';

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
  /** Resolves when what is being written is written or could not be. Writes nothing more. */
  settled(): Promise<void>;
  /** Nothing is tried again after this. */
  end(): void;
}

/** What a mirror works with. */
export interface MirrorParts {
  readonly secrets: SecretStore;
  readonly watch: AnchorWatch;
  readonly pauseMs: number;
}

/**
 * A mirror that goes on from what the keychain already holds. Anchors of other chains stay beside the new one. SECURITY: where there is no room for all of them
 * those that the log does not bear out (`missing`, chains) stay longest, the oldest first: who begins chain after chain must not have the one forgotten that they
 * took away.
 */
export function mirrorToKeychain({ secrets, watch, pauseMs }: MirrorParts, held: readonly AnchoredHead[], missing: ReadonlySet<string>): KeychainMirror {
  const heads = new Map(held.map((head) => [head.chain, head]));
  let due = false;
  let timer: NodeJS.Timeout | null = null;
  let running: Promise<void> = Promise.resolve();
  let ended = false;
  const write = (): void => {
    due = false;
    const text = JSON.stringify(withRoom([...heads.values()], missing));
    running = running.then(() => put(secrets, text)).then(() => { watch.wrote(); }, failed);
  };
  const tend = (): void => {
    if (timer !== null || !due || ended) return;
    write();
    timer = setTimeout(() => { timer = null; tend(); }, pauseMs).unref();
  };
  /** It stays due, so that the next pause tries it again, also where no record follows. */
  const failed = (): void => {
    due = true;
    watch.failed();
    tend();
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
    settled: () => running,
    end() {
      ended = true;
      if (timer !== null) clearTimeout(timer);
    },
  };
}

/** A keychain that is away keeps a secret for the session only and says nothing: then the anchor is written nowhere. */
async function put(secrets: SecretStore, text: string): Promise<void> {
  await secrets.set(ACCOUNT, text);
  if (await secrets.kind() !== 'keychain') throw new Error('not in the keychain');
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
