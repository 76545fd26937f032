import { spokenCode, spokenProblem } from '../../../preload/contract/language/index.ts';
import type { SettingsView, StatusView } from '../../../preload/contract/views.ts';
import { useT } from '../../app/language-context.tsx';
import { valueOf } from '../../app/loaded.ts';
import { policyHooks } from '../policy/policy-store.ts';
import { keyWords } from '../policy/policy-words.ts';
import { LockNote, LockSign } from '../policy/why.tsx';
import { settingsHooks } from '../../app/settings-store.ts';
import { Pieces } from '../../ui/hostile-text.tsx';
import { Fact, Field, Notice, Skeleton } from '../../ui/parts.tsx';
import '../../ui/form/form.css';

const LANGUAGES = ['system', 'en', 'de'] as const;
const THEMES = ['system', 'light', 'dark'] as const;

/** Language and theme, and how this Countersign stands. */
export default function SettingsScreen() {
  const t = useT();
  const settings = settingsHooks.use((state) => state.settings);
  const status = settingsHooks.use((state) => state.status);
  const problem = settingsHooks.use((state) => state.problem);
  return (
    <main className="room room-wide">
      <article className="page settings">
        <h1>{t('nav.settings')}</h1>
        {problem === null ? null : <Notice tone="danger" role="alert">{spokenProblem(problem, t)}</Notice>}
        {settings === null ? <Skeleton label={t('common.loading')} lines={3} /> : <Choices settings={settings} />}
        {status === null ? null : <Standing status={status} />}
        <Locks />
      </article>
    </main>
  );
}

function Choices({ settings }: { settings: SettingsView }) {
  const t = useT();
  const api = settingsHooks.useApi();
  return (
    <div className="form">
      <Field id="language" label={t('settings.language')}>
        <select id="language" value={settings.language} onChange={(event) => { const language = LANGUAGES.find((one) => one === event.target.value); if (language) void api.getState().change({ language }); }}>
          {LANGUAGES.map((one) => <option key={one} value={one}>{t(`settings.language.${one}`)}</option>)}
        </select>
      </Field>
      <Field id="theme" label={t('settings.theme')}>
        <select id="theme" value={settings.theme} onChange={(event) => { const theme = THEMES.find((one) => one === event.target.value); if (theme) void api.getState().change({ theme }); }}>
          {THEMES.map((one) => <option key={one} value={one}>{t(`settings.theme.${one}`)}</option>)}
        </select>
      </Field>
      <Field id="content-days" label={t('settings.content-days')} hint={t('settings.content-days.hint')}>
        <select id="content-days" value={String(settings.contentDays ?? 0)} onChange={(event) => void api.getState().change({ contentDays: Number(event.target.value) || null })}>
          {[...new Set([0, 30, 90, 365, settings.contentDays ?? 0])].map((days) => <option key={days} value={String(days)}>{days === 0 ? t('settings.content-days.records') : t('settings.content-days.days', { days })}</option>)}
        </select>
      </Field>
    </div>
  );
}

/** What policy took out of this person's hands, as a whole. */
function Locks() {
  const t = useT();
  const policy = policyHooks.use((state) => valueOf(state.policy));
  if (policy === null || policy.locks.length === 0) return null;
  return (
    <section className="standing" aria-label={t('policy.locks')}>
      <h2>{t('policy.locks')}</h2>
      <ul className="locks">{policy.locks.map(({ lock, from }) => <li key={lock}><LockSign /> {keyWords(`locks/${lock}`, t)}<LockNote from={from} /></li>)}</ul>
    </section>
  );
}

function Standing({ status }: { status: StatusView }) {
  const t = useT();
  return (
    <section className="standing" aria-label={t('settings.about')}>
      <h2>{t('settings.about')}</h2>
      <dl className="facts">
        <Fact label={t('settings.keychain')}>{t(`settings.keychain.${status.keychain}`)}</Fact>
        <Fact label={t('settings.log')}>{t(`settings.log.${status.log}`)}</Fact>
        <Fact label={t('settings.person')}><Pieces text={status.person} keep="" /> · {spokenCode('role', status.role, t)}</Fact>
        <Fact label={t('settings.home')}><code className="exact"><Pieces text={status.home} keep="" /></code></Fact>
        <Fact label={t('settings.version')}>Countersign {status.version} · Electron {status.electron} · {t(`settings.runtime.${status.runtime}`)}</Fact>
      </dl>
    </section>
  );
}
