import { spokenProblem } from '../../../preload/contract/language/index.ts';
import type { DaySummaryView } from '../../../preload/contract/views.ts';
import { useT } from '../../app/language-context.tsx';
import { Hostile } from '../../ui/hostile-text.tsx';
import { Fact, Notice, Skeleton } from '../../ui/parts.tsx';
import { Export } from './activity-export.tsx';
import { AboutObject } from './activity-object.tsx';
import { activityHooks } from './activity-store.ts';
import { dayOf, WISH_EFFECTS } from './activity-wish.ts';

/** What stands where no entry is open: the object that is searched for, the day, how questions were answered, and the way out. */
export function ActivityOverview() {
  const t = useT();
  const day = activityHooks.use((state) => state.day);
  const object = activityHooks.use((state) => state.object);
  const named = dayOf(activityHooks.use((state) => state.wish));
  return (
    <article className="page activity">
      {object === null ? null : <AboutObject object={object} />}
      <h1>{named === null ? t('activity.today') : new Intl.DateTimeFormat(t.locale, { dateStyle: 'full' }).format(named.from)}</h1>
      {day.state === 'loading' ? <Skeleton label={t('common.loading')} /> : null}
      {day.state === 'broken' ? <Notice tone="danger" role="alert">{spokenProblem(day.problem, t)}</Notice> : null}
      {day.state === 'ready' ? <Day day={day.value} /> : null}
      <Export />
    </article>
  );
}

/** How many questions of one task are worth a word: nobody reads that many with care. */
const MANY = 10;

function Day({ day }: { day: DaySummaryView }) {
  const t = useT();
  const { outcomes, effects } = day;
  const { format: number } = new Intl.NumberFormat(t.locale);
  const ends = (['executed', 'refused', 'failed', 'unknown', 'open'] as const).filter((end) => outcomes[end] > 0);
  const of = WISH_EFFECTS.filter((effect) => (effects[effect] ?? 0) > 0);
  return (
    <>
      <p>{t('activity.day.calls', { count: day.calls })} {day.partial ? t('activity.day.partial') : ''}</p>
      {outcomes.unknown === 0 ? null : <Notice tone="caution">{t('activity.day.unknown', { count: outcomes.unknown })}</Notice>}
      {ends.length === 0 ? null : <Counted title={t('activity.day.ends')} facts={ends.map((end) => [end === 'open' ? t('activity.open') : t(`outcome.${end}`), number(outcomes[end])])} />}
      {of.length === 0 ? null : <Counted title={t('activity.day.effects')} facts={of.map((effect) => [t(`effect.${effect}`), number(effects[effect] ?? 0)])} />}
      <Prompts prompts={day.prompts} />
    </>
  );
}

function Counted({ title, facts }: { title: string; facts: readonly (readonly [label: string, value: string])[] }) {
  return (
    <section className="counted">
      <h2>{title}</h2>
      <dl className="facts">{facts.map(([label, value]) => <Fact key={label} label={label}>{value}</Fact>)}</dl>
    </section>
  );
}

/** How often a person was asked, and whether they could have read it each time. */
function Prompts({ prompts }: { prompts: DaySummaryView['prompts'] }) {
  const t = useT();
  const { asked, tasks, most, mostTool, approved, denied, withdrawn, quick, medianMs } = prompts;
  const { format: number } = new Intl.NumberFormat(t.locale);
  if (asked === 0) return <section className="counted"><h2>{t('activity.prompts')}</h2><p>{t('activity.prompts.none')}</p></section>;
  return (
    <section className="counted">
      <h2>{t('activity.prompts')}</h2>
      <p>{t('activity.prompts.asked', { asked, tasks })}</p>
      {most < MANY ? null : <Notice tone="caution">{t('activity.prompts.many', { count: most })} {mostTool === null ? null : <><b><Hostile text={mostTool} cap={60} joints /></b>.</>} {t('activity.prompts.many-do')}</Notice>}
      {quick === 0 ? null : <Notice tone="caution">{t('activity.prompts.quick', { quick, approved })}</Notice>}
      <dl className="facts">
        <Fact label={t('decision.approved')}>{number(approved)}</Fact>
        <Fact label={t('decision.denied')}>{number(denied)}</Fact>
        <Fact label={t('activity.prompts.withdrawn')}>{number(withdrawn)}</Fact>
        {medianMs === null ? null : <Fact label={t('activity.prompts.median')}>{t('activity.prompts.seconds', { seconds: Math.round(medianMs / 100) / 10 })}</Fact>}
      </dl>
      <p className="hint">{t('activity.prompts.stays')}</p>
    </section>
  );
}
