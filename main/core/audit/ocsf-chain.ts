import { canonicalForRecord, type Sha256 } from '../canonical/canonical.ts';
import type { JsonObject } from '../words/index.ts';
import { NO_RECORD } from './chain.ts';
import type { AuditRecord } from './event.ts';

/** Attests events of OCSF as its profile `record_integrity` has it. */
export interface OcsfChain {
  /** The event of a record with its attestation: what it is, and which event it follows. Events come in the log's order. */
  attested(event: JsonObject, record: AuditRecord): JsonObject;
}

/**
 * Starts a chain of events. A fingerprint covers the whole event in the spelling of RFC 8785, with its attestation but for the
 * fingerprint itself; `prev_event` is inside, so that no event can be left out unseen. The exports are not signed: the signatures of
 * the log are in `raw_data`. An event whose predecessor is not part of the export names it by its id alone.
 */
export function createOcsfChain(sha256: Sha256): OcsfChain {
  let before: { readonly uid: string; readonly type: JsonObject } | null = null;
  return {
    attested(event, record) {
      const previous = record.prev === NO_RECORD ? {} : { prev_event: { uid: record.prev, ...(before?.uid === record.prev ? before.type : {}) } };
      const attestation = { uid: record.hash, chain_uid: record.chain, ...previous };
      const fingerprint = {
        algorithm_id: 3, algorithm: 'SHA-256', encoding_id: 1, encoding: 'Hex', serialization_id: 2, serialization: 'JCS',
        value: sha256(canonicalForRecord({ ...event, attestation_list: [attestation] })),
      };
      before = { uid: record.hash, type: { type_uid: event['type_uid'] ?? 0, fingerprint } };
      return { ...event, attestation_list: [{ ...attestation, fingerprint }] };
    },
  };
}
