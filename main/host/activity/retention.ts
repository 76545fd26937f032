import type { Actor, AuditRecord, EventName } from '../../core/audit/event.ts';
import type { ContentBook } from '../../core/audit/content.ts';
import type { AuditLog, Clock } from '../../core/ports.ts';

/** A log whose oldest records can be removed; why not, where they cannot. */
export interface RetainedLog extends AuditLog {
  retain(before: string, record: (through: number) => Promise<void>): Promise<number | 'unsigned' | 'broken'>;
  total(): number;
  range(from: number, to: number): Promise<readonly AuditRecord[]>;
}

/** What retention did. */
export interface Retained {
  /**
   * Records that went, or why none did. `clock`: the computer's clock says that they are old, and nothing on record does yet. `unwritable`: the disk did not
   * let them go, or not all of them; that is on record too.
   */
  readonly records: number | 'unsigned' | 'broken' | 'clock' | 'unwritable';
  /** Pieces of content whose keys were deleted; null: the keychain did not let them go. None are where the clock is not believed. */
  readonly pieces: number | null;
}

/** What is kept how long, in days. */
export interface RetentionDays {
  readonly records: number;
  /** Never longer than the records it belongs to. */
  readonly content: number;
}

const DAY_MS = 86_400_000;
/** On so many days something was recorded since a moment before it is believed to be past. */
const DAYS_OF_USE = 3;
/** Records that are looked at one by one; of older ones every one that is a quarter further back. */
const NEWEST = 64;

class ClockAhead extends Error {}

/**
 * Removes what is older than it is to be kept, on record: content by whole pages, records by whole segments. Never rejects. SECURITY: what goes is gone for
 * good. A clock that is a year ahead for a day must not make everything old, so the log itself has to have seen some days since.
 */
export async function retain(
  days: RetentionDays, { log, content, actor, clock }: { log: RetainedLog; content: Pick<ContentBook, 'eraseBefore'>; actor: Actor; clock: Pick<Clock, 'now'> },
): Promise<Retained> {
  const before = (count: number): string => new Date(Date.parse(clock.now()) - count * DAY_MS).toISOString();
  const event = (detail: Record<string, string | number>, what: EventName = 'log-retained'): Promise<void> => log.append({ type: 'event', what, actor, server: null, detail });
  const contentBefore = before(Math.min(days.content, days.records));
  const pieces = await isPast(log, contentBefore, days.content) ? await content.eraseBefore(contentBefore).catch(() => null) : 0;
  if (pieces !== null && pieces > 0) await event({ pieces, before: contentBefore }).catch(() => undefined);
  /** What was about to be removed, from the moment on at which that is put on record. */
  let about: { readonly through: number; readonly before: string } | null = null;
  const records = await log.retain(before(days.records), async (through) => {
    if (!await isPast(log, before(days.records), days.records)) throw new ClockAhead();
    about = { through, before: before(days.records) };
    await event(about);
  }).catch(async (error: unknown) => {
    if (error instanceof ClockAhead) return 'clock';
    // A record that says they went must not be the last word where they did not.
    await event(about ?? { before: before(days.records) }, 'log-retention-failed').catch(() => undefined);
    return 'unwritable';
  });
  return { records, pieces };
}

/** Whether the log has records of enough days since a moment; where less is kept than that, of as many days. */
async function isPast(log: RetainedLog, moment: string, kept: number): Promise<boolean> {
  const seen = new Set<string>();
  const take = (records: readonly AuditRecord[]): void => { for (const { at } of records) if (at >= moment) seen.add(at.slice(0, 10)); };
  const total = log.total();
  const enough = Math.min(DAYS_OF_USE, kept);
  take(await log.range(Math.max(1, total - NEWEST + 1), total));
  for (let back = NEWEST; back < total && seen.size < enough; back = Math.ceil(back * 1.25)) take(await log.range(total - back, total - back));
  return seen.size >= enough;
}
