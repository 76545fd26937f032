import { useEffect, useState } from 'react';
import { spokenCode, spokenProblem } from '../../../preload/contract/language/index.ts';
import type { AuditEntryView } from '../../../preload/contract/views.ts';
import { useT } from '../../app/language-context.tsx';
import { ValueList } from '../../ui/form/value-list.tsx';
import { Hostile } from '../../ui/hostile-text.tsx';
import { JsonView } from '../../ui/json-view.tsx';
import { ownAt, type Json } from '../../ui/json.ts';
import { Fact, Notice, Skeleton } from '../../ui/parts.tsx';
import { useScrollerOf } from '../../ui/scroller.ts';
import { Rules } from '../policy/why.tsx';
import { clockTime } from '../servers/servers-selectors.ts';
import { Shown } from './activity-shown.tsx';
import { activityHooks } from './activity-store.ts';
import { entryEnd } from './activity-words.ts';
import { EntryName } from './entry-name.tsx';

/** One entry: who, when, which server and tool, what was decided, and the records themselves. */
export function ActivityDetail({ seq, entry }: { seq: number; entry: AuditEntryView | null }) {
  const t = useT();
  const api = activityHooks.useApi();
  const { records, shown } = activityHooks.use((state) => state.entry);
  const [json, setJson] = useState(false);
  useEffect(() => { void api.getState().open(seq); }, [api, seq]);
  return (
    <article className="page activity">
      {entry === null ? <h1 tabIndex={-1}>{t('activity.record', { seq })}</h1> : <Summary entry={entry} />}
      <Shown shown={shown} />
      {records.state === 'loading' ? <Skeleton label={t('common.loading')} /> : null}
      {records.state === 'broken' ? <Notice tone="danger" role="alert">{spokenProblem(records.problem, t)}</Notice> : null}
      {records.state === 'ready' ? (
        <>
          <div className="toggle" role="group" aria-label={t('activity.view')}>
            <button type="button" aria-pressed={!json} onClick={() => setJson(false)}>{t('activity.fields')}</button>
            <button type="button" aria-pressed={json} onClick={() => setJson(true)}>JSON</button>
          </div>
          <Led records={records.value} />
          {records.value.map((record, at) => <Record key={at} record={record} number={at + 1} json={json} />)}
        </>
      ) : null}
    </article>
  );
}

function Summary({ entry }: { entry: AuditEntryView }) {
  const t = useT();
  const end = entryEnd(entry, t);
  return (
    <>
      <h1 dir="auto" tabIndex={-1}><EntryName entry={entry} /></h1>
      <dl className="facts">
        <Fact label={t('activity.at')}><time dateTime={entry.at}>{clockTime(entry.at, t.locale)}</time></Fact>
        {entry.serverName === null ? null : <Fact label={t('bar.server')}><Hostile text={entry.serverName} cap={80} /></Fact>}
        {entry.planner === null ? null : <Fact label={t(entry.type === 'event' ? 'activity.by' : 'bar.planner')}><Hostile text={entry.planner} cap={80} /></Fact>}
        {entry.effect === null ? null : <Fact label={t('activity.effect')}>{t(`effect.${entry.effect}`)}</Fact>}
        {entry.verdict === null ? null : <Fact label={t('activity.verdict')}>{t(`verdict.${entry.verdict}`)}{entry.because === null ? null : <span className="soft"> {spokenCode('reason', entry.because, t)}</span>}</Fact>}
        {entry.decision === null ? null : <Fact label={t('activity.decision')}>{t(`decision.${entry.decision}`)}</Fact>}
        {end === null ? null : <Fact label={t('activity.end')}>{end}</Fact>}
      </dl>
      {entry.outcome === 'unknown' ? <Notice tone="caution">{t('outcome-means.unknown')}</Notice> : null}
    </>
  );
}

/** The rules that led to the verdict, as the first record of the call names them. */
function Led({ records }: { records: readonly Json[] }) {
  const t = useT();
  const rules = rulesIn(records);
  return rules.length === 0 ? null : <details><summary>{t('card.why')}</summary><Rules sources={rules} /></details>;
}

function rulesIn(records: readonly Json[]): readonly string[] {
  for (const record of records) {
    const found = ownAt(ownAt(ownAt(record, 'event'), 'call'), 'rules');
    if (Array.isArray(found)) return found.filter((rule) => typeof rule === 'string');
  }
  return [];
}

function Record({ record, number, json }: { record: Json; number: number; json: boolean }) {
  const t = useT();
  const { scroller, within } = useScrollerOf('.detail');
  return (
    <section ref={within} className="record" aria-label={t('activity.record-part', { number })}>
      <h2>{t('activity.record-part', { number })}</h2>
      {json ? <JsonView value={record} label={t('activity.record-part', { number })} /> : <ValueList value={record} scroller={scroller} />}
    </section>
  );
}
