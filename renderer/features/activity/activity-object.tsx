import { aroundWords, placeWords, provenanceWords, spokenProblem, visible } from '../../../preload/contract/language/index.ts';
import type { ObjectAnswerView, ServerAnswerView } from '../../../preload/contract/views.ts';
import { useT } from '../../app/language-context.tsx';
import type { Loaded } from '../../app/loaded.ts';
import { Notice, Skeleton } from '../../ui/parts.tsx';
import { clockTime } from '../servers/servers-selectors.ts';
import { activityHooks } from './activity-store.ts';

/** Whether an object was changed here, not here, or elsewhere since: on each server that has one of its name. */
export function AboutObject({ object }: { object: Loaded<ObjectAnswerView> }) {
  const t = useT();
  const name = activityHooks.use((state) => state.wish.object);
  if (object.state === 'loading') return <Skeleton label={t('common.loading')} lines={2} />;
  if (object.state === 'broken') return <Notice tone="danger" role="alert">{spokenProblem(object.problem, t)}</Notice>;
  const around = aroundWords(object.value, t);
  return (
    <section className="about-object" aria-label={t('activity.object.label')}>
      <h1>{t('activity.object.title', { object: visible(name, 80) })}</h1>
      {around.length === 0 ? null : <Notice tone={object.value.servers.length > 1 || object.value.partial ? 'caution' : 'quiet'} role="status">{around.map((words) => <p key={words}>{words}</p>)}</Notice>}
      {object.value.servers.map((one) => <OnServer key={one.server.identity + one.server.id} one={one} all={object.value} />)}
    </section>
  );
}

function OnServer({ one, all }: { one: ServerAnswerView; all: ObjectAnswerView }) {
  const t = useT();
  const [first, ...rest] = provenanceWords(one, t, (iso) => clockTime(iso, t.locale));
  return (
    <>
      <h2>{placeWords(one, all, t)}</h2>
      <Notice tone={one.answer === 'changed elsewhere since' || one.missing !== null ? 'caution' : 'quiet'} role="status">
        <p><strong>{first}</strong></p>
        {rest.map((words, at) => <p key={`${at} ${words}`}>{words}</p>)}
      </Notice>
    </>
  );
}
