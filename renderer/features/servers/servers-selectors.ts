import { visible, type Translate } from '../../../preload/contract/language/index.ts';
import { TRUST_LEVELS } from '../../../preload/contract/words.ts';
import type { ServerView } from '../../../preload/contract/views.ts';

type Connection = ServerView['connection'];

/** The sentence of a connection's state: what happened, and what to do next. */
export function stateSentence(server: ServerView, t: Translate): string {
  const { connection } = server;
  if (server.trust === 'blocked' && connection.state !== 'running') return t('connection-means.blocked');
  switch (connection.state) {
    case 'failed': {
      const after = connection.afterMs === null ? '' : ` ${t('connection.after', { seconds: seconds(connection.afterMs, t.locale) })}`;
      return t(`connection.failed.${connection.why}`, { name: visible(server.name, 60), after });
    }
    case 'needs-secret': return t('connection-means.needs-secret', { names: connection.names.map((name) => visible(name, 60)).join(', ') });
    case 'running': return t('connection-means.running', { since: clockTime(connection.since, t.locale) });
    default: return t(`connection-means.${connection.state}`);
  }
}

/** What a person would do next with a server, most urgent first; null when nothing waits. */
export function nextStep(server: ServerView): 'consent' | 'secret' | 'review' | 'start' | null {
  switch (server.connection.state) {
    case 'needs-consent': return 'consent';
    case 'needs-secret': return 'secret';
    case 'stopped': return server.trust === 'blocked' ? null : 'start';
    case 'failed': return server.connection.why === 'launch-changed' ? 'consent' : 'start';
    case 'quarantined': return server.trust === 'blocked' ? null : 'start';
    default: return waiting(server) > 0 ? 'review' : null;
  }
}

/** Definitions nobody has looked at since they came or changed. */
export function waiting(server: ServerView): number {
  return server.tools.waiting + server.tools.changed;
}

/** How loud a state is painted. */
export function toneOf(connection: Connection): 'good' | 'quiet' | 'caution' | 'danger' {
  switch (connection.state) {
    case 'running': return 'good';
    case 'failed':
    case 'quarantined': return 'danger';
    case 'needs-consent':
    case 'needs-secret': return 'caution';
    default: return 'quiet';
  }
}

/** The levels up to `highest`, least trust first. */
export function levelsUpTo(highest: ServerView['trust']): ServerView['trust'][] {
  return TRUST_LEVELS.filter((level) => TRUST_LEVELS.indexOf(level) <= TRUST_LEVELS.indexOf(highest));
}

/** A moment as the person's clock shows it; what is no time is shown as it stands. */
export function clockTime(iso: string, locale: string, date: 'medium' | 'short' = 'medium'): string {
  const at = new Date(iso);
  return Number.isNaN(at.getTime()) ? visible(iso, 40) : at.toLocaleString(locale, { dateStyle: date, timeStyle: 'medium' });
}

function seconds(ms: number, locale: string): string {
  return (ms / 1000).toLocaleString(locale, { maximumFractionDigits: ms < 10_000 ? 1 : 0 });
}
