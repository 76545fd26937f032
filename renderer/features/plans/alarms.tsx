import { useT } from '../../app/language-context.tsx';
import { Hostile } from '../../ui/hostile-text.tsx';
import { Button } from '../../ui/parts.tsx';
import { plansHooks } from './plans-store.ts';

/** Over every room: calls that left something else than was shown. Each stays until a person says that they looked. */
export function Alarms() {
  const t = useT();
  const api = plansHooks.useApi();
  const alarms = plansHooks.use((state) => state.alarms);
  return (
    <>
      {alarms.map((alarm) => (
        <div key={alarm.id} className="banner banner-danger alarm" role="alert">
          <span>{t(alarm.id === 'lost' ? 'alarm.lost' : 'alarm.words')} {alarm.tool === '' ? null : <><b><Hostile text={alarm.tool} cap={40} /></b> · <Hostile text={alarm.serverName} cap={40} /></>}</span>
          <Button onClick={() => void api.getState().look(alarm.id)}>{t('alarm.looked')}</Button>
        </div>
      ))}
    </>
  );
}
