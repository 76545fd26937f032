import type { AlarmView } from '../../../preload/contract/views.ts';
import { useT } from '../../app/language-context.tsx';
import { formatRoute } from '../../app/routes.ts';
import { Hostile } from '../../ui/hostile-text.tsx';
import { Button } from '../../ui/parts.tsx';
import { plansHooks } from './plans-store.ts';

/** So many calls are named in one notice; the log has the others. */
const NAMED = 3;

/** Over every room: calls that left something else than was shown, and calls whose end a crash took. Each stays until a person says that they looked. */
export function Alarms() {
  const alarms = plansHooks.use((state) => state.alarms);
  const ends = alarms.filter(({ why }) => why === 'unknown-end');
  return (
    <>
      {alarms.filter(({ why }) => why !== 'unknown-end').map((alarm) => <Suspended key={alarm.id} alarm={alarm} />)}
      {ends.length === 0 ? null : <UnknownEnds ends={ends} />}
    </>
  );
}

function Suspended({ alarm }: { alarm: AlarmView }) {
  const t = useT();
  const api = plansHooks.useApi();
  return (
    <div className="banner banner-danger alarm" role="alert">
      <span>{t(alarm.why === 'lost' ? 'alarm.lost' : 'alarm.words')} {alarm.tool === '' ? null : <Named alarm={alarm} />}</span>
      <Button onClick={() => void api.getState().look([alarm.id])}>{t('alarm.looked')}</Button>
    </div>
  );
}

/** What went out and was never heard of again: by name, each with the way to its entry. */
function UnknownEnds({ ends }: { ends: readonly AlarmView[] }) {
  const t = useT();
  const api = plansHooks.useApi();
  const more = ends.length - NAMED;
  return (
    <div className="banner banner-danger alarm" role="alert">
      <span>
        {t('alarm.unknown-end', { count: ends.length })}{' '}
        {ends.slice(0, NAMED).map((end, at) => <span key={end.id}>{at === 0 ? '' : ', '}<a href={formatRoute('activity', String(end.seq))}><Named alarm={end} /></a></span>)}
        {more > 0 ? ` ${t('alarm.more', { count: more })}` : ''}
      </span>
      <Button onClick={() => void api.getState().look(ends.map(({ id }) => id))}>{t('alarm.looked')}</Button>
    </div>
  );
}

function Named({ alarm }: { alarm: AlarmView }) {
  return <><Hostile text={alarm.serverName} cap={40} /> · <b><Hostile text={alarm.tool} cap={40} /></b></>;
}
