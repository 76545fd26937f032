import { canonical, type Sha256 } from '../canonical/canonical.ts';
import type { Json } from '../words/index.ts';
import type { AuditEvent, AuditRecord } from './event.ts';
import { textAround } from './record.ts';

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

/** A record and the very line that goes to disk for it. */
export interface WrittenRecord {
  readonly record: AuditRecord;
  readonly line: string;
}

/**
 * The record that follows `prev`, and its line. Throws where the event is no JSON (it holds itself, or a bigint);
 * then nothing was written and the caller must not go on with what it wanted to record.
 */
export function nextRecord(prev: ChainHead, event: AuditEvent, at: string, sha256: Sha256): WrittenRecord {
  const plain = wellFormed(JSON.parse(JSON.stringify(event)));
  const spelled = canonical(plain);
  const body = { v: 1, chain: prev.chain, seq: prev.seq + 1, at, prev: prev.hash, event: plain } as const;
  const hash = sha256(textAround(body, spelled, null));
  return { record: { ...body, hash }, line: `${textAround(body, spelled, hash)}\n` };
}

/** The head after a record. */
export function headOf(record: AuditRecord): ChainHead {
  return { chain: record.chain, seq: record.seq, hash: record.hash };
}

/**
 * Hostile text may hold half a character, which has no canonical form. It is replaced by the mark for that, for a
 * refusal must be recorded whatever was asked; the digest beside the arguments is of the exact ones.
 */
function wellFormed(value: Json): Json {
  if (typeof value === 'string') return value.toWellFormed();
  if (value === null || typeof value !== 'object') return value;
  if (Array.isArray(value)) return value.map((item: Json) => wellFormed(item));
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key.toWellFormed(), wellFormed(item)]));
}
