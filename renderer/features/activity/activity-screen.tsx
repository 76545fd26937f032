import { useRef } from 'react';
import { spokenProblem, visible } from '../../../preload/contract/language/index.ts';
import type { AuditEntryView, VerifyView } from '../../../preload/contract/views.ts';
import { useT } from '../../app/language-context.tsx';
import type { Loaded } from '../../app/loaded.ts';
import { formatRoute } from '../../app/routes.ts';
import { useListKeys } from '../../app/use-list-keys.ts';
import { go } from '../../app/use-route.ts';
import { Hostile } from '../../ui/hostile-text.tsx';
import { Button, Empty, Notice, Skeleton } from '../../ui/parts.tsx';
import { Rows } from '../../ui/rows.tsx';
import { clockTime } from '../servers/servers-selectors.ts';
import { activityHooks } from './activity-store.ts';
import { entryEnd, entryTitle, entryTone } from './activity-words.ts';
import { ActivityDetail } from './activity-detail.tsx';
import './activity.css';

/** The log, newest first, and everything that is recorded of one entry. */
export default function ActivityScreen({ path }: { path: readonly string[] }) {
  const t = useT();
  const entries = activityHooks.use((state) => state.entries);
  const seq = Number(path[0] ?? 'NaN');
  const list = entries.state === 'ready' ? entries.value : [];
  useListKeys('.activity-list', list.map((entry) => String(entry.seq)), path[0] ?? null, (key) => go('activity', key));
  if (entries.state === 'broken') return <main className="room room-wide"><Notice tone="danger" role="alert">{spokenProblem(entries.problem, t)}</Notice></main>;
  if (entries.state === 'loading') return <main className="room room-wide"><Skeleton label={t('common.loading')} /></main>;
  if (list.length === 0) {
    return <main className="room room-wide"><Empty title={t('activity.empty.title')} action={<Button look="main" onClick={() => go('tools')}>{t('approvals.empty.action')}</Button>}>{t('activity.empty.words')}</Empty></main>;
  }
  return (
    <div className="room">
      <ActivityList entries={list} current={Number.isSafeInteger(seq) ? seq : null} />
      <main className="detail">
        {Number.isSafeInteger(seq) ? <ActivityDetail key={seq} seq={seq} entry={list.find((entry) => entry.seq === seq) ?? null} /> : <Empty title={t('activity.choose.title')}>{t('activity.choose.words')}</Empty>}
      </main>
    </div>
  );
}

function ActivityList({ entries, current }: { entries: readonly AuditEntryView[]; current: number | null }) {
  const t = useT();
  const api = activityHooks.useApi();
  const total = activityHooks.use((state) => state.total);
  const verified = activityHooks.use((state) => state.verified);
  const scroller = useRef<HTMLElement>(null);
  const oldest = entries.at(-1);
  return (
    <nav ref={scroller} className="list activity-list" aria-label={t('nav.activity')}>
      <div className="list-tools">
        <Button onClick={() => void api.getState().verify()} disabled={verified?.state === 'loading'}>{t('activity.verify')}</Button>
        <Verified verified={verified} />
      </div>
      <Rows count={entries.length} scroller={scroller} estimate={64} row={(at) => <EntryRow entry={entries[at] as AuditEntryView} current={entries[at]?.seq === current} />} />
      {oldest !== undefined && entries.length < total && oldest.seq > 0 ? <div className="list-tools"><Button look="quiet" onClick={() => void api.getState().older()}>{t('activity.older', { count: entries.length, total })}</Button></div> : null}
    </nav>
  );
}

function EntryRow({ entry, current }: { entry: AuditEntryView; current: boolean }) {
  const t = useT();
  const end = entryEnd(entry, t);
  return (
    <a className="list-item" href={formatRoute('activity', String(entry.seq))} data-key={String(entry.seq)} aria-current={current ? 'true' : undefined}>
      <strong dir="auto">{entryTitle(entry, t)}</strong>
      {entry.parent === null ? null : <span>{t('activity.for-another')}</span>}
      {end === null ? null : <span className={`state state-${entryTone(entry)}`}>{end}</span>}
      <span className="soft">{entry.serverName === null ? null : <><Hostile text={entry.serverName} cap={40} /> · </>}<time dateTime={entry.at}>{clockTime(entry.at, t.locale, 'short')}</time></span>
    </a>
  );
}

/** What the check of the chain found, in one sentence. */
function Verified({ verified }: { verified: Loaded<VerifyView> | null }) {
  const t = useT();
  if (verified === null) return null;
  if (verified.state === 'loading') return <p className="hint" role="status">{t('activity.verifying')}</p>;
  if (verified.state === 'broken') return <Notice tone="danger" role="alert">{spokenProblem(verified.problem, t)}</Notice>;
  const { ok, records, firstBad, anchored } = verified.value;
  return (
    <Notice tone={ok ? 'good' : 'danger'} role="status">
      <p>{ok ? t('activity.whole', { count: records }) : t('activity.broken', { record: firstBad?.record ?? 0, file: visible(firstBad?.file ?? '', 80), why: visible(firstBad?.why ?? '', 120) })}</p>
      {ok ? <p>{t(anchored === false ? 'activity.not-anchored' : 'activity.anchored')}</p> : null}
    </Notice>
  );
}
