import { useRef } from 'react';
import { spokenProblem } from '../../../preload/contract/language/index.ts';
import type { AuditEntryView } from '../../../preload/contract/views.ts';
import { useT } from '../../app/language-context.tsx';
import { formatRoute } from '../../app/routes.ts';
import { useListKeys } from '../../app/use-list-keys.ts';
import { go } from '../../app/use-route.ts';
import { Hostile } from '../../ui/hostile-text.tsx';
import { Button, Empty, Notice, Skeleton } from '../../ui/parts.tsx';
import { Rows } from '../../ui/rows.tsx';
import { clockTime } from '../servers/servers-selectors.ts';
import { ActivityOverview } from './activity-overview.tsx';
import { activityHooks, isLogEmpty } from './activity-store.ts';
import { ActivityTop } from './activity-top.tsx';
import { wishesIn } from './activity-wish.ts';
import { entryEnd, entryTone } from './activity-words.ts';
import { EntryName } from './entry-name.tsx';
import { useEntryFocus } from './use-entry-focus.ts';
import { ActivityDetail } from './activity-detail.tsx';
import './activity.css';

/** The log, newest first, and everything that is recorded of one entry. */
export default function ActivityScreen({ path }: { path: readonly string[] }) {
  const t = useT();
  const entries = activityHooks.use((state) => state.entries);
  const wish = activityHooks.use((state) => state.wish);
  const searching = wish.text !== '' || wishesIn(wish) > 0;
  const empty = activityHooks.use(isLogEmpty);
  const seq = Number(path[0] ?? 'NaN');
  const list = entries.state === 'ready' ? entries.value : [];
  const back = useEntryFocus(path[0] ?? null);
  useListKeys('.activity-list', list.map((entry) => String(entry.seq)), path[0] ?? null, (key) => go('activity', key));
  if (entries.state === 'broken') return <main className="room room-wide"><Notice tone="danger" role="alert">{spokenProblem(entries.problem, t)}</Notice></main>;
  if (entries.state === 'loading') return <main className="room room-wide"><Skeleton label={t('common.loading')} /></main>;
  if (empty) {
    return <main className="room room-wide"><Empty title={t('activity.empty.title')} action={<Button look="main" onClick={() => go('tools')}>{t('approvals.empty.action')}</Button>}>{t('activity.empty.words')}</Empty></main>;
  }
  return (
    <div className="room activity-room">
      <ActivityTop onBack={Number.isSafeInteger(seq) ? back : null} />
      <ActivityList entries={list} current={Number.isSafeInteger(seq) ? seq : null} searching={searching} />
      <main className="detail">
        {Number.isSafeInteger(seq) ? <ActivityDetail key={seq} seq={seq} entry={list.find((entry) => entry.seq === seq) ?? null} /> : <ActivityOverview />}
      </main>
    </div>
  );
}

function ActivityList({ entries, current, searching }: { entries: readonly AuditEntryView[]; current: number | null; searching: boolean }) {
  const t = useT();
  const api = activityHooks.useApi();
  const total = activityHooks.use((state) => state.total);
  const more = activityHooks.use((state) => state.more);
  const scroller = useRef<HTMLElement>(null);
  return (
    <nav ref={scroller} className="list activity-list" aria-label={t('nav.activity')}>
      {searching ? <p className="hint list-tools" role="status">{t(more === null ? 'activity.found' : 'activity.found-so-far', { count: entries.length })}</p> : null}
      <Rows count={entries.length} scroller={scroller} estimate={64} row={(at) => <EntryRow entry={entries[at] as AuditEntryView} current={entries[at]?.seq === current} />} />
      {more === null ? null : <div className="list-tools"><Button look="quiet" onClick={() => void api.getState().older()}>{searching ? t('activity.search-on') : t('activity.older', { count: entries.length, total })}</Button></div>}
    </nav>
  );
}

function EntryRow({ entry, current }: { entry: AuditEntryView; current: boolean }) {
  const t = useT();
  const end = entryEnd(entry, t);
  return (
    <a className="list-item" href={formatRoute('activity', String(entry.seq))} data-key={String(entry.seq)} aria-current={current ? 'true' : undefined}>
      <strong dir="auto"><EntryName entry={entry} /></strong>
      {entry.parent === null ? null : <span>{t('activity.for-another')}</span>}
      {end === null ? null : <span className={`state state-${entryTone(entry)}`}>{end}</span>}
      <span className="soft">{entry.serverName === null ? null : <><Hostile text={entry.serverName} cap={40} /> · </>}<time dateTime={entry.at}>{clockTime(entry.at, t.locale, 'short')}</time></span>
    </a>
  );
}
