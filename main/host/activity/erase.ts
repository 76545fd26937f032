import type { Actor, AuditRecord } from '../../core/audit/event.ts';
import { sameName, type ContentBook } from '../../core/audit/content.ts';
import type { AuditLog } from '../../core/ports.ts';
import { isJsonObject } from '../../core/words/index.ts';
import type { LogReader } from './activity.ts';
import { namesObject } from './ask.ts';
import { callIn } from './entry.ts';
import { familyOf } from './traces.ts';
import { placesOf } from './shown.ts';
import { wantedObject, type Wanted } from './wanted.ts';

/** Whose content is to go: of one call, of all calls a person started, or of all calls about an object. */
export type Erasure = { readonly of: 'call' | 'person' | 'object'; readonly value: string };

/** What an erasure did. */
export interface Erased {
  readonly calls: number;
  /** Pieces of content whose keys were deleted. */
  readonly pieces: number;
  /** Calls whose arguments stand in the log itself, for there was no keychain then: those stay. */
  readonly inRecord: number;
}

/** The content was not erased: the keychain did not take new keys, so the old ones may still open it. */
export class NotErased extends Error {}

const SPAN = 2_000;

/** What an erasure works with. */
export interface EraseParts {
  readonly log: Pick<LogReader, 'total' | 'range'>;
  readonly content: Pick<ContentBook, 'erase' | 'marks'>;
  readonly audit: AuditLog;
  readonly actor: Actor;
}

/**
 * Deletes the keys of content, on record: that it is done is recorded before it is, and that it failed afterwards. The
 * chain stays as it is. Rejects with {@link NotErased} where a key may be left.
 */
export async function erase(erasure: Erasure, { log, content, audit, actor }: EraseParts): Promise<Erased> {
  const wanted = await wantedObject(erasure.value, content);
  const ids = new Set<string>();
  await eachRecord(log, (record) => {
    if (isMeant(record, erasure, wanted)) for (const id of familyOf([record])) ids.add(id);
  });
  const places: string[] = [];
  let inRecord = 0;
  await eachRecord(log, (record) => {
    const call = callIn(record);
    if (call === null || !(ids.has(call.callId) || (call.parent !== null && ids.has(call.parent)))) return;
    ids.add(call.callId);
    places.push(...placesOf(record));
    if (hasArguments(record)) inRecord += 1;
  });
  const detail = { of: erasure.of, ...(erasure.of === 'object' ? {} : { value: erasure.value }), calls: ids.size, pieces: places.length, inRecord };
  await audit.append({ type: 'event', what: 'content-erased', actor, server: null, detail });
  try {
    return { calls: ids.size, pieces: places.length === 0 ? 0 : await content.erase(places), inRecord };
  } catch {
    await audit.append({ type: 'event', what: 'content-erasure-failed', actor, server: null, detail }).catch(() => undefined);
    throw new NotErased();
  }
}

function isMeant(record: AuditRecord, { of, value }: Erasure, wanted: Wanted): boolean {
  if (of === 'object') return namesObject(record, wanted);
  if (of === 'call') return callIn(record)?.callId === value;
  const call = inner(record.event, 'call');
  const person = inner(inner(call, 'actor'), 'person');
  return typeof person === 'string' && sameName(person) === sameName(value);
}

function hasArguments(record: AuditRecord): boolean {
  const args = inner(inner(record.event, 'call'), 'args');
  return args !== undefined && args !== null;
}

function inner(value: AuditRecord['event'] | undefined, name: string): AuditRecord['event'] | undefined {
  return value !== undefined && isJsonObject(value) ? value[name] : undefined;
}

async function eachRecord(log: Pick<LogReader, 'total' | 'range'>, see: (record: AuditRecord) => void): Promise<void> {
  const total = log.total();
  for (let at = 1; at <= total; at += SPAN) for (const record of await log.range(at, Math.min(at + SPAN - 1, total))) see(record);
}
