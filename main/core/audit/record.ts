import { z } from 'zod';
import { canonical } from '../canonical/canonical.ts';
import type { Json } from '../words/index.ts';
import type { AuditRecord } from './event.ts';
import { hasMoreParts } from './json-parts.ts';

/**
 * The bytes of a record's line, its end not counted: longer ones are never written, and are no record to whoever reads. A hostile line of
 * this length takes up to a quarter of a gigabyte and some seconds to be found wrong.
 */
export const LONGEST_RECORD = 16 * 1024 * 1024;

/**
 * Objects and lists in a record's line; more are never written, and are no record to whoever reads: a line of nothing else takes fifty times its
 * own length of memory once it is parsed.
 */
export const MOST_PARTS = 500_000;

const digest = z.string().regex(/^[0-9a-f]{64}$/);

/** A record as it is read back from a file. The event is any JSON object: older and newer versions stay readable. */
export const auditRecordSchema = z.strictObject({
  v: z.literal(1),
  chain: z.string().regex(/^[a-z0-9-]{1,64}$/),
  seq: z.number().int().min(1),
  at: z.iso.datetime(),
  prev: digest,
  event: z.looseObject({ type: z.string() }),
  hash: digest,
});

/** Everything of a record but its hash. */
export type RecordBody = Omit<AuditRecord, 'hash'>;

/**
 * The canonical text of a record, with its hash or, where `hash` is null, the text the hash is taken over.
 * The keys stand in canonical order here, so that the event, by far the largest part, is spelled only once.
 * Throws where the event has no canonical form.
 */
export function recordText(body: RecordBody, hash: string | null): string {
  return textAround(body, canonical(body.event), hash);
}

/** As {@link recordText}, for an event whose canonical text is already known. */
export function textAround(body: Omit<RecordBody, 'event'>, event: string, hash: string | null): string {
  // Moments, chains and hashes are of our own making or were checked: nothing in them needs an escape.
  const middle = hash === null ? '' : `"hash":"${hash}",`;
  return `{"at":"${body.at}","chain":"${body.chain}","event":${event},${middle}"prev":"${body.prev}","seq":${body.seq},"v":1}`;
}

/** Throws where a line has more bytes or parts than a record may have: nobody would take it for one. */
export function assertNotTooLong(line: string): void {
  if (hasMoreParts(line, MOST_PARTS)) throw new TypeError('the record has too many parts');
  // One UTF-16 unit is at most three bytes; nearly every record is far below.
  if (line.length * 3 <= LONGEST_RECORD) return;
  if (line.length > LONGEST_RECORD || new TextEncoder().encode(line).length > LONGEST_RECORD) throw new TypeError('the record is too long');
}

/** One record as it stands in the file: canonical JSON and a line end. */
export function recordLine(record: AuditRecord): string {
  return `${recordText(record, record.hash)}\n`;
}

/** A line read back, or null where it is no record of ours. Never throws. Says nothing of the chain. */
export function parseRecord(line: string): AuditRecord | null {
  if (hasMoreParts(line, MOST_PARTS)) return null;
  try {
    const parsed: Json = JSON.parse(line);
    const checked = auditRecordSchema.safeParse(parsed);
    // What was checked is handed on as parsed: the event is foreign JSON and must not lose a key on the way.
    return checked.success ? { ...checked.data, event: eventOf(parsed) } : null;
  } catch {
    return null;
  }
}

function eventOf(parsed: Json): Json {
  return typeof parsed === 'object' && parsed !== null && 'event' in parsed ? parsed.event : null;
}
