import { useEffect, useMemo, useState, useSyncExternalStore } from 'react';
import { chooseLocale, spokenCode } from '../../../preload/contract/language/index.ts';
import { useT } from '../../app/language-context.tsx';
import { settingsHooks } from '../../app/settings-store.ts';
import { go } from '../../app/use-route.ts';
import { Button, Empty, Notice, Skeleton } from '../../ui/parts.tsx';
import { phoneContent, type Side } from './phone-content.ts';
import { PhoneFrame } from './phone-frame.tsx';
import { phoneHooks, type PhoneRoom } from './phone-store.ts';
import './phone.css';

const SIDES = ['draft', 'live'] as const;

/** The project as its visitors will have it: an app on a phone, as drafted and as it is live, side by side. */
export default function PhoneScreen() {
  const t = useT();
  const room = phoneHooks.use((state) => state);
  const { read } = room;
  useEffect(() => { void read(); }, [read]);
  return (
    <main className="room room-wide phone-room">
      <Head room={room} />
      {room.phone.state === 'loading' ? <Skeleton label={t('common.loading')} /> : null}
      {room.phone.state === 'no-server' ? <Empty title={t('phone.none.title')} action={<Button look="main" onClick={() => go('servers')}>{t('phone.none.action')}</Button>}>{t('phone.none.words')}</Empty> : null}
      {room.phone.state === 'refused' ? <Notice tone="danger" role="alert">{t('phone.refused', { why: room.phone.because === null ? '' : spokenCode('reason', room.phone.because, t) })}</Notice> : null}
      {room.phone.state === 'ready' ? <Phones phone={room.phone} /> : null}
    </main>
  );
}

function Head({ room }: { room: PhoneRoom }) {
  const t = useT();
  return (
    <header className="phone-head">
      <h1>{t('nav.phone')}</h1>
      <p className="hint">{t('phone.words')}</p>
      {room.projects.length === 0 ? null : (
        <label className="check">{t('phone.project')}
          <select value={room.chosen ?? ''} onChange={(event) => room.choose(event.target.value)}>
            {room.projects.map(({ id, name }) => <option key={id} value={id}>{name}</option>)}
          </select>
        </label>
      )}
      <Button disabled={room.reading} onClick={() => void room.read()}>{room.reading ? t('phone.reading') : t('phone.again')}</Button>
    </header>
  );
}

function Phones({ phone }: { phone: Extract<PhoneRoom['phone'], { state: 'ready' }> }) {
  const t = useT();
  const [narrow, setNarrow] = useState<Side>('draft');
  const language = chooseLocale(settingsHooks.use((state) => state.settings?.language ?? 'system'), navigator.languages);
  const theme = useTheme();
  const contents = useMemo(() => ({
    draft: phoneContent(phone.records, 'draft', { language, theme }), live: phoneContent(phone.records, 'live', { language, theme }),
  }), [phone.records, language, theme]);
  return (
    <>
      <div className="toggle phone-toggle" role="group" aria-label={t('phone.side')}>
        {SIDES.map((side) => <button key={side} type="button" aria-pressed={narrow === side} onClick={() => setNarrow(side)}>{t(`phone.${side}`)}</button>)}
      </div>
      <div className="phones">
        {SIDES.map((side) => (
          <section key={side} className={side === narrow ? 'phone-shown' : undefined} aria-label={t(`phone.${side}`)}>
            <h2>{t(`phone.${side}`)}</h2>
            <p className="hint">{t(`phone.${side}.words`)}</p>
            <PhoneFrame content={contents[side]} title={t(`phone.${side}`)} />
          </section>
        ))}
      </div>
    </>
  );
}

const DARK = '(prefers-color-scheme: dark)';

function useTheme(): 'light' | 'dark' {
  const chosen = settingsHooks.use((state) => state.settings?.theme ?? 'system');
  const system = useSyncExternalStore((told) => {
    const query = window.matchMedia(DARK);
    query.addEventListener('change', told);
    return () => query.removeEventListener('change', told);
  }, () => window.matchMedia(DARK).matches);
  if (chosen !== 'system') return chosen;
  return system ? 'dark' : 'light';
}
