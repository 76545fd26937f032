import { headOf, nextRecord, type ChainHead } from '../../core/audit/chain.ts';
import type { AuditEvent, AuditRecord } from '../../core/audit/event.ts';
import { checkpointIsDue, checkpointText, keyEvent, signingAfter, type Signer, type Signing } from '../../core/audit/signing.ts';
import type { Sha256 } from '../../core/canonical/canonical.ts';
import type { Clock } from '../../core/ports.ts';

/** An event and who waits for it. */
export interface Waiting {
  readonly event: AuditEvent;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

/** Where a log stands: its last record, and its signatures. */
export interface Place {
  readonly head: ChainHead;
  readonly signing: Signing;
}

/** What records are made with. `presigned`: the signature of the coming checkpoint, where it was made ahead. */
export interface ChainParts {
  readonly clock: Clock;
  readonly sha256: Sha256;
  readonly signer: Signer | null;
  readonly presigned: { readonly text: string; readonly signature: string } | null;
}

/** The records of one commit. */
export interface Chained extends Place {
  readonly lines: readonly string[];
  readonly records: readonly AuditRecord[];
  readonly taken: readonly Waiting[];
}

/**
 * Builds the records of a commit, with a checkpoint wherever one is due, and one at the end where `seal` asks for it. An
 * event that cannot be spelled is refused alone. Where the key is not at hand when a checkpoint is due, that is recorded.
 */
export function chainUp(batch: readonly Waiting[], from: Place, parts: ChainParts, seal: boolean): Chained {
  const lines: string[] = [];
  const records: AuditRecord[] = [];
  const taken: Waiting[] = [];
  let place = from;
  const put = (event: AuditEvent): void => {
    const { record, line } = nextRecord(place.head, event, parts.clock.now(), parts.sha256);
    // Our own signature needs no check; what else could be wrong is wrong in this very file.
    const signing = signingAfter(place.signing, record, () => true);
    if (typeof signing === 'string') throw new Error(signing);
    place = { head: headOf(record), signing };
    lines.push(line);
    records.push(record);
  };
  for (const one of batch) {
    try {
      for (const event of evidenceBefore(place, parts)) put(event);
      if (checkpointIsDue(place.signing)) put(checkpointAt(place, parts));
      put(one.event);
      taken.push(one);
    } catch (error) {
      one.reject(error);
    }
  }
  for (const event of seal ? evidenceBefore(place, parts) : []) put(event);
  if (seal && parts.signer?.keyId === place.signing.keyId && place.signing.since > 0) put(checkpointAt(place, parts));
  return { ...place, lines, records, taken };
}

/** A change of key, where one is to be recorded before the next record. */
function evidenceBefore({ signing }: Place, { signer }: ChainParts): readonly AuditEvent[] {
  if (signer !== null && signer.keyId !== signing.keyId) return [keyEvent(signing, signer.keyId)];
  return signer === null && checkpointIsDue(signing) ? [keyEvent(signing, null)] : [];
}

function checkpointAt({ head }: Place, { signer, presigned }: ChainParts): AuditEvent {
  if (signer === null) throw new Error('no key');
  const text = checkpointText(head.chain, head.seq, head.hash, signer.keyId);
  const signature = presigned?.text === text ? presigned.signature : signer.sign(text);
  return { type: 'checkpoint', size: head.seq, head: head.hash, keyId: signer.keyId, signature };
}
