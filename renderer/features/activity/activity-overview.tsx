import { spokenProblem, visible } from '../../../preload/contract/language/index.ts';
import type { DaySummaryView, ObjectAnswerView } from '../../../preload/contract/views.ts';
import { useT } from '../../app/language-context.tsx';
import type { Loaded } from '../../app/loaded.ts';
import { Button, Fact, Notice, Skeleton } from '../../ui/parts.tsx';
import { clockTime } from '../servers/servers-selectors.ts';
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

/** Whether an object was changed here, not here, or elsewhere since. */
function AboutObject({ object }: { object: Loaded<ObjectAnswerView> }) {
  const t = useT();
  const name = activityHooks.use((state) => state.wish.object);
  if (object.state === 'loading') return <Skeleton label={t('common.loading')} lines={2} />;
  if (object.state === 'broken') return <Notice tone="danger" role="alert">{spokenProblem(object.problem, t)}</Notice>;
  const { answer, last, elsewhere, observed } = object.value;
  const at = (moment: { at: string } | null): string => (moment === null ? '' : clockTime(moment.at, t.locale));
  return (
    <section className="about-object" aria-label={t('activity.object.label')}>
      <h1>{t('activity.object.title', { object: visible(name, 80) })}</h1>
      <Notice tone={answer === 'changed elsewhere since' ? 'caution' : 'quiet'} role="status">
        <p>{answer === 'through Countersign' ? t('activity.object.through', { at: at(last) }) : answer === 'changed elsewhere since' ? t('activity.object.elsewhere', { at: at(last) }) : t('activity.object.not')}</p>
        {elsewhere.map(({ after, seen }) => <p key={seen.call}>{t('activity.object.between', { from: at(after), to: at(seen) })}</p>)}
        <p>{observed === null ? t('activity.object.never-read') : t('activity.object.observed', { at: at(observed) })}</p>
      </Notice>
    </section>
  );
}

function Day({ day }: { day: DaySummaryView }) {
  const t = useT();
  const { outcomes, prompts } = day;
  const { format: number } = new Intl.NumberFormat(t.locale);
  const ends = (['executed', 'refused', 'failed', 'unknown', 'open'] as const).filter((end) => outcomes[end] > 0);
  return (
    <>
      <p>{t('activity.day.calls', { count: day.calls })} {day.partial ? t('activity.day.partial') : ''}</p>
      {outcomes.unknown === 0 ? null : <Notice tone="caution">{t('activity.day.unknown', { count: outcomes.unknown })}</Notice>}
      <dl className="facts">
        {ends.map((end) => <Fact key={end} label={end === 'open' ? t('activity.open') : t(`outcome.${end}`)}>{number(outcomes[end])}</Fact>)}
        {WISH_EFFECTS.filter((effect) => (day.effects[effect] ?? 0) > 0).map((effect) => <Fact key={effect} label={t(`effect.${effect}`)}>{number(day.effects[effect] ?? 0)}</Fact>)}
      </dl>
      <h2>{t('activity.prompts')}</h2>
      <p>{t('activity.prompts.asked', { asked: prompts.asked, tasks: prompts.tasks, most: prompts.most })}</p>
      <dl className="facts">
        <Fact label={t('decision.approved')}>{number(prompts.approved)}</Fact>
        <Fact label={t('decision.denied')}>{number(prompts.denied)}</Fact>
        <Fact label={t('activity.prompts.withdrawn')}>{number(prompts.withdrawn)}</Fact>
        <Fact label={t('activity.prompts.quick')}>{number(prompts.quick)}</Fact>
        {prompts.medianMs === null ? null : <Fact label={t('activity.prompts.median')}>{t('activity.prompts.seconds', { seconds: Math.round(prompts.medianMs / 100) / 10 })}</Fact>}
      </dl>
      <p className="hint">{t('activity.prompts.stays')}</p>
    </>
  );
}

const FORMATS = ['jsonl', 'csv', 'ocsf'] as const;

function Export() {
  const t = useT();
  const api = activityHooks.useApi();
  const exported = activityHooks.use((state) => state.exported);
  return (
    <section aria-label={t('activity.export')}>
      <h2>{t('activity.export')}</h2>
      <p className="hint">{t('activity.export.words')}</p>
      <div className="actions">
        {FORMATS.map((format) => <Button key={format} disabled={exported?.state === 'loading'} onClick={() => void api.getState().export(format)}>{t(`activity.export.${format}`)}</Button>)}
      </div>
      {exported?.state === 'broken' ? <Notice tone="danger" role="alert">{spokenProblem(exported.problem, t)}</Notice> : null}
      {exported?.state === 'ready' && exported.value.path !== null ? <Notice tone="good" role="status">{t('activity.export.done', { path: visible(exported.value.path, 300) })}</Notice> : null}
    </section>
  );
}
