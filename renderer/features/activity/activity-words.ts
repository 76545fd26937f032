import { hasMessage, spokenCode, visible, type Translate } from '../../../preload/contract/language/index.ts';
import type { AuditEntryView } from '../../../preload/contract/views.ts';

/** What an entry is about where it names no tool: an event's name. */
export function entryTitle(entry: AuditEntryView, t: Translate): string {
  if (entry.type === 'event') return spokenCode('event', entry.what, t);
  return hasMessage(`event.${entry.what}`) ? spokenCode('event', entry.what, t) : visible(entry.what, 80);
}

/** How a call ended, as far as the log knows. */
export function entryEnd(entry: AuditEntryView, t: Translate): string | null {
  if (entry.type === 'event') return null;
  if (entry.decision === 'denied') return t('decision.denied');
  if (entry.outcome !== null) return t(`outcome.${entry.outcome}`);
  return entry.verdict === 'deny' ? t('verdict.deny') : t('activity.open');
}

/** Events that somebody should look at, and that harmed nothing yet. */
const LOOKED_AT: ReadonlySet<string> = new Set(['tools-changed', 'key-vanished', 'key-unavailable', 'anchor', 'anchor-unwritable', 'evidence-waits', 'evidence-rejected', 'log-retention-failed']);

/** How loud an entry is painted. */
export function entryTone(entry: AuditEntryView): 'good' | 'quiet' | 'caution' | 'danger' {
  if (entry.outcome === 'failed' || entry.outcome === 'unknown' || entry.what === 'server-failed' || entry.what === 'document-damaged') return 'danger';
  if (entry.decision === 'denied' || entry.verdict === 'deny' || LOOKED_AT.has(entry.what)) return 'caution';
  return entry.outcome === 'executed' ? 'good' : 'quiet';
}
