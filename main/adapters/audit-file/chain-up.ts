import { nextLine, type ChainHead } from '../../core/audit/chain.ts';
import type { AuditEvent } from '../../core/audit/event.ts';
import { checkpointIsDue, checkpointText, keyEvent, signingAfterOwn, type Signer, type Signing } from '../../core/audit/signing.ts';
import type { Sha256 } from '../../core/canonical/canonical.ts';
import type { Clock } from '../../core/ports.ts';

/** Where a log stands: its last record, and its signatures. */
export interface Place {
  readonly head: ChainHead;
  readonly signing: Signing;
}

/** What records are made with. */
export interface ChainParts {
  readonly clock: Clock;
  readonly sha256: Sha256;
  readonly signer: Signer | null;
}

/** Lines that go to disk together, and where the log stands once they are there. */
export interface Chained extends Place {
  readonly lines: readonly string[];
}

/**
 * Builds the lines of some events, with a checkpoint wherever one is due, and one at the end where `seal` asks for it.
 * Where the key is not at hand when a checkpoint is due, that is recorded. Throws where an event cannot be spelled; then
 * none of them counts.
 */
export function chainUp(events: readonly AuditEvent[], from: Place, parts: ChainParts, seal: boolean): Chained {
  const lines: string[] = [];
  let { head, signing } = from;
  const put = (event: AuditEvent): void => {
    const next = nextLine(head, event, parts.clock.now(), parts.sha256);
    head = next.head;
    signing = signingAfterOwn(signing, event);
    lines.push(next.line);
  };
  for (const event of events) {
    for (const due of evidenceBefore(signing, parts)) put(due);
    if (checkpointIsDue(signing)) put(checkpointAt(head, parts));
    put(event);
  }
  for (const event of seal ? evidenceBefore(signing, parts) : NOTHING) put(event);
  if (seal && parts.signer?.keyId === signing.keyId && signing.since > 0) put(checkpointAt(head, parts));
  return { head, signing, lines };
}

const NOTHING: readonly AuditEvent[] = [];

/** A change of key, where one is to be recorded before the next record. */
function evidenceBefore(signing: Signing, { signer }: ChainParts): readonly AuditEvent[] {
  if (signer !== null && signer.keyId !== signing.keyId) return [keyEvent(signing, signer.keyId)];
  return signer === null && checkpointIsDue(signing) ? [keyEvent(signing, null)] : NOTHING;
}

function checkpointAt(head: ChainHead, { signer }: ChainParts): AuditEvent {
  if (signer === null) throw new Error('no key');
  const signature = signer.sign(checkpointText(head.chain, head.seq, head.hash, signer.keyId));
  return { type: 'checkpoint', size: head.seq, head: head.hash, keyId: signer.keyId, signature };
}
