import type { AuditEvent, AuditRecord } from '../../core/audit/event.ts';
import type { AnchoredHead } from '../../core/audit/anchors.ts';
import type { SecretStore } from '../../core/ports.ts';
import type { AnchorWatch } from './anchor-watch.ts';
import type { Place } from './chain-up.ts';
import type { createCommitter } from './committer.ts';
import { mirrorToKeychain, readKeychainAnchors, type KeychainMirror } from './keychain-anchors.ts';
import { findSigningKey } from './signing-key.ts';

/** What connects a log with the keychain. */
export interface EvidenceParts {
  readonly committer: Pick<ReturnType<typeof createCommitter>, 'append' | 'signWith' | 'mirrorTo' | 'breakOff' | 'total'>;
  readonly read: (seq: number) => Promise<AuditRecord | null>;
  readonly newChain: () => string;
  /** Whether the log had its anchor file when it was opened, and how it stood then. */
  readonly opened: Place & { readonly anchored: boolean; readonly total: number };
  readonly mirrorMs: number;
  /** Watches whether the keychain takes the anchor. */
  readonly watch: AnchorWatch;
}

/** `waiting`: the keychain was not asked or has not answered yet. */
export type SigningState = 'waiting' | 'signed' | 'unsigned';

/** The keychain's part in a log: its key, and where the log stood. */
export interface Evidence {
  state(): SigningState;
  /** Asks the keychain, beside everything else. May be called again when the keychain came back. Never rejects. */
  attach(secrets: SecretStore): Promise<void>;
  /** Resolves when the keychain has answered or given up. */
  atRest(): Promise<void>;
  /** Lets the keychain learn where the log stands now. */
  upToNow(): Promise<void>;
  /** Resolves when the keychain has answered the last write. */
  settled(): Promise<void>;
  /** Nothing is tried again after this. */
  end(): void;
}

/** Connects a log with a keychain. Without one the log goes on unsigned and says so. */
export function createEvidence(parts: EvidenceParts): Evidence {
  let state: SigningState = 'waiting';
  let mirror: KeychainMirror | null = null;
  let running: Promise<void> = Promise.resolve();

  const connect = async (secrets: SecretStore): Promise<void> => {
    const signer = await findSigningKey(secrets);
    if (signer === null) {
      state = 'unsigned';
      return;
    }
    const held = await readKeychainAnchors(secrets);
    for (const event of await anchorFaults(held, parts)) await parts.committer.append(event).catch(() => undefined);
    mirror = mirrorToKeychain({ secrets, watch: parts.watch, pauseMs: parts.mirrorMs }, held, await missingChains(held, parts));
    state = 'signed';
    parts.committer.signWith(signer);
    parts.committer.mirrorTo(mirror.note);
  };

  return {
    state: () => state,
    attach(secrets) {
      running = running.then(async () => {
        if (state !== 'signed') await connect(secrets);
      }).catch(() => { state = 'unsigned'; });
      return running;
    },
    atRest: () => running,
    async upToNow() {
      await mirror?.upToNow();
    },
    async settled() {
      await mirror?.settled();
    },
    end: () => mirror?.end(),
  };
}

/** What is to be recorded of anchors that are gone or are not borne out. The chain of the latter is left. */
async function anchorFaults(held: readonly AnchoredHead[], parts: EvidenceParts): Promise<AuditEvent[]> {
  const { opened, committer } = parts;
  const faults: AuditEvent[] = opened.anchored ? [] : [{ type: 'anchor', where: 'file', why: 'absent' }];
  if (held.length === 0) return opened.signing.last === null ? faults : [...faults, { type: 'anchor', where: 'keychain', why: 'absent' }];
  const current = held.find((anchor) => anchor.chain === opened.head.chain);
  const stands = current === undefined ? opened.total > 0 : await isBorneOut(current, parts);
  if (stands) return faults;
  // SECURITY: a chain that is not what the keychain remembers is never continued, so that the break goes on being found.
  if (current !== undefined) committer.breakOff(parts.newChain());
  return [...faults, { type: 'anchor', where: 'keychain', why: 'differs' }];
}

/** The chains whose anchor the log does not bear out, or whose records cannot be read: that keeps no key from signing. */
async function missingChains(held: readonly AnchoredHead[], parts: EvidenceParts): Promise<ReadonlySet<string>> {
  const missing = new Set<string>();
  for (const anchor of held) if (!await isBorneOut(anchor, parts).catch(() => false)) missing.add(anchor.chain);
  return missing;
}

async function isBorneOut(anchor: AnchoredHead, { read, committer }: EvidenceParts): Promise<boolean> {
  if (anchor.seq > committer.total()) return false;
  const record = await read(anchor.seq);
  return record?.hash === anchor.hash && record.chain === anchor.chain;
}
