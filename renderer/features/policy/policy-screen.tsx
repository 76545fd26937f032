import { spokenProblem } from '../../../preload/contract/language/index.ts';
import type { PolicyView } from '../../../preload/contract/views.ts';
import { useT } from '../../app/language-context.tsx';
import { formatRoute } from '../../app/routes.ts';
import { useListKeys } from '../../app/use-list-keys.ts';
import { go } from '../../app/use-route.ts';
import { Notice, Skeleton } from '../../ui/parts.tsx';
import { DamagedPage } from './damaged-page.tsx';
import { EffectivePage } from './effective-page.tsx';
import { MakePage } from './make-page.tsx';
import { MePage } from './me-page.tsx';
import { policyHooks } from './policy-store.ts';
import './policy.css';

const PAGES = ['me', 'effective', 'damaged', 'make'] as const;
type PolicyPage = (typeof PAGES)[number];

/** Who this person is here, what holds and why, what is damaged, and the desk where policies are made. */
export default function PolicyScreen({ path }: { path: readonly string[] }) {
  const t = useT();
  const policy = policyHooks.use((state) => state.policy);
  const value = policy.state === 'ready' ? policy.value : null;
  const pages = PAGES.filter((one) => one !== 'damaged' || (value?.damaged.length ?? 0) > 0);
  // A damaged policy is what everything else follows from: it is shown first.
  const current = pages.find((one) => one === path[0]) ?? (pages.includes('damaged') ? 'damaged' : 'me');
  useListKeys('.policy-list', pages, current, (key) => go('policy', key));
  if (policy.state === 'broken') return <main className="room room-wide"><Notice tone="danger" role="alert">{spokenProblem(policy.problem, t)}</Notice></main>;
  if (value === null) return <main className="room room-wide"><Skeleton label={t('common.loading')} /></main>;
  return (
    <div className="room">
      <nav className="list policy-list" aria-label={t('nav.policy')}>
        {pages.map((one) => (
          <a key={one} className="list-item" href={formatRoute('policy', one)} data-key={one} aria-current={one === current ? 'true' : undefined}>
            <strong>{t(`policy.${one}.title`)}</strong>
            <span className={one === 'damaged' ? 'state-danger' : undefined}>{t(`policy.${one}.short`, { count: value.damaged.length })}</span>
          </a>
        ))}
      </nav>
      <main className="detail"><Page page={current} policy={value} /></main>
    </div>
  );
}

function Page({ page, policy }: { page: PolicyPage; policy: PolicyView }) {
  switch (page) {
    case 'me': return <MePage policy={policy} />;
    case 'effective': return <EffectivePage policy={policy} />;
    case 'damaged': return <DamagedPage policy={policy} />;
    case 'make': return <MakePage policy={policy} />;
  }
}
