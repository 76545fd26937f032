import { spokenProblem, visible } from '../../preload/contract/language/index.ts';
import type { StatusView } from '../../preload/contract/views.ts';
import { Alarms } from '../features/plans/alarms.tsx';
import { useT } from './language-context.tsx';
import { policyHooks } from '../features/policy/policy-store.ts';
import { valueOf } from './loaded.ts';
import { formatRoute } from './routes.ts';
import { settingsHooks } from './settings-store.ts';

/** What stands over every room when something about the whole app is not as it should be, gravest first. */
export function bannersOf(status: StatusView): ('banner.test-runtime' | 'banner.log-unwritable' | 'banner.log-broken' | 'banner.unverified' | 'banner.session-keychain')[] {
  const found: ReturnType<typeof bannersOf> = [];
  if (status.log === 'unwritable') found.push('banner.log-unwritable');
  if (status.log === 'broken') found.push('banner.log-broken');
  if (status.seals === 'unverified') found.push('banner.unverified');
  if (status.runtime === 'test') found.push('banner.test-runtime');
  if (status.keychain === 'session') found.push('banner.session-keychain');
  return found;
}

export function Banners() {
  const t = useT();
  const status = settingsHooks.use((state) => state.status);
  const problem = settingsHooks.use((state) => state.problem);
  const damaged = policyHooks.use((state) => (valueOf(state.policy)?.damaged.length ?? 0) > 0);
  return (
    <div className="banners" role="region" aria-label={t('banner.label')}>
      {problem === null ? null : <p className="banner banner-danger" role="alert">{spokenProblem(problem, t)}</p>}
      {damaged ? <p className="banner banner-danger"><a href={formatRoute('policy', 'damaged')}>{t('banner.policy')}</a></p> : null}
      {status === null ? null : bannersOf(status).map((key) => (
        <p key={key} className={`banner ${key === 'banner.session-keychain' ? 'banner-caution' : 'banner-danger'}`}>{t(key, { version: status.electron })}</p>
      ))}
      <Alarms />
      {status?.damaged.filter(({ why }) => why !== 'unverified').map(({ document, keptAt, why }) => (
        <p key={document} className="banner banner-danger">
          {t(why === 'unreadable' ? 'banner.damaged' : `banner.seal.${why}`, { document: visible(document, 60), keptAt: visible(keptAt, 300) })}
        </p>
      ))}
    </div>
  );
}
