import type { AuditRecord } from '../../core/audit/event.ts';
import { typeOf } from '../../core/audit/signing.ts';
import { isJsonObject } from '../../core/words/index.ts';

/**
 * What a record says of an export: it begins before anything leaves, and ends on record only where it did not finish. One
 * runs at a time, so an end belongs to the beginning before it.
 */
export function exportIn(record: AuditRecord): 'began' | 'ended' | null {
  if (typeOf(record) !== 'event' || !isJsonObject(record.event) || record.event['what'] !== 'log-exported') return null;
  const detail = record.event['detail'];
  return detail !== undefined && isJsonObject(detail) && (detail['end'] === 'stopped' || detail['end'] === 'failed') ? 'ended' : 'began';
}

/** Asked record by record, newest first: true where a beginning has an end of its own. That end is the one line of both. */
export function createExportEnds(): (record: AuditRecord) => boolean {
  let ended = false;
  return (record) => {
    const part = exportIn(record);
    if (part === null) return false;
    const covered = part === 'began' && ended;
    ended = part === 'ended';
    return covered;
  };
}
