import type { Actor } from '../../core/audit/event.ts';
import type { ContentBook } from '../../core/audit/content.ts';
import type { AuditLog, Clock } from '../../core/ports.ts';

/** A log whose oldest records can be removed; why not, where they cannot. */
export interface RetainedLog extends AuditLog {
  retain(before: string, record: (through: number) => Promise<void>): Promise<number | 'unsigned' | 'broken'>;
}

/** What retention did. */
export interface Retained {
  /** Records that went, or why none did. */
  readonly records: number | 'unsigned' | 'broken';
  /** Pieces of content whose keys were deleted; null: the keychain did not let them go. */
  readonly pieces: number | null;
}

/** What is kept how long, in days. */
export interface RetentionDays {
  readonly records: number;
  /** Never longer than the records it belongs to. */
  readonly content: number;
}

const DAY_MS = 86_400_000;

/** Removes what is older than it is to be kept, on record: content by whole pages, records by whole segments. Never rejects. */
export async function retain(
  days: RetentionDays, { log, content, actor, clock }: { log: RetainedLog; content: Pick<ContentBook, 'eraseBefore'>; actor: Actor; clock: Pick<Clock, 'now'> },
): Promise<Retained> {
  const before = (count: number): string => new Date(Date.parse(clock.now()) - count * DAY_MS).toISOString();
  const event = (detail: Record<string, string | number>): Promise<void> => log.append({ type: 'event', what: 'log-retained', actor, server: null, detail });
  const contentBefore = before(Math.min(days.content, days.records));
  const pieces = await content.eraseBefore(contentBefore).catch(() => null);
  if (pieces !== null && pieces > 0) await event({ pieces, before: contentBefore }).catch(() => undefined);
  const records = await log.retain(before(days.records), (through) => event({ through, before: before(days.records) })).catch(() => 'broken' as const);
  return { records, pieces };
}
