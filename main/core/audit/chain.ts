import { canonicalForRecord, type Sha256 } from '../canonical/canonical.ts';
import type { AuditEvent, AuditRecord } from './event.ts';
import { assertNotTooLong, textAround } from './record.ts';

/** Where a chain stands: the place and the hash of its last record. */
export interface ChainHead {
  readonly chain: string;
  readonly seq: number;
  readonly hash: string;
}

/** What the first record of a chain points back to. */
export const NO_RECORD = '0'.repeat(64);

/** The head of a chain that has no record yet. `after`: records of earlier chains in the same log, counted on. */
export function startOf(chain: string, after = 0): ChainHead {
  return { chain, seq: after, hash: NO_RECORD };
}

/** A line as it goes to disk, and where the chain stands after it. */
export interface NextLine {
  readonly head: ChainHead;
  readonly line: string;
}

/**
 * The line of the record that follows `prev`. Throws where the event is no JSON (it holds itself, or a bigint) or too long for a record; then
 * nothing was written and the caller must not go on with what it wanted to record.
 */
export function nextLine(prev: ChainHead, event: AuditEvent, at: string, sha256: Sha256): NextLine {
  const spelled = canonicalForRecord(event);
  const place = { v: 1, chain: prev.chain, seq: prev.seq + 1, at, prev: prev.hash } as const;
  const hash = sha256(textAround(place, spelled, null));
  const line = textAround(place, spelled, hash);
  assertNotTooLong(line);
  return { head: { chain: place.chain, seq: place.seq, hash }, line: `${line}\n` };
}

/** The head after a record. */
export function headOf(record: AuditRecord): ChainHead {
  return { chain: record.chain, seq: record.seq, hash: record.hash };
}
