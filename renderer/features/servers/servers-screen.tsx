import { lazy, Suspense } from 'react';
import { spokenProblem } from '../../../preload/contract/language/index.ts';
import type { ServerView } from '../../../preload/contract/views.ts';
import { useT } from '../../app/language-context.tsx';
import { valueOf } from '../../app/loaded.ts';
import { formatRoute } from '../../app/routes.ts';
import { go } from '../../app/use-route.ts';
import { useListKeys } from '../../app/use-list-keys.ts';
import { Hostile } from '../../ui/hostile-text.tsx';
import { Button, Empty, Notice, Skeleton } from '../../ui/parts.tsx';
import { useLocked } from '../policy/use-locked.ts';
import { LockNote, LockSign } from '../policy/why.tsx';
import { ServerDetail } from './server-detail.tsx';
import { serversHooks } from './servers-store.ts';
import { toneOf, waiting } from './servers-selectors.ts';
import './servers.css';

const AddServer = lazy(() => import('./add-server.tsx'));
const Consent = lazy(() => import('./consent.tsx'));
const Review = lazy(() => import('./review.tsx'));

/** The servers, one of them in detail, and the ways to add, consent to and review one. */
export default function ServersScreen({ path }: { path: readonly string[] }) {
  const t = useT();
  const servers = serversHooks.use((state) => state.servers);
  const [first, second] = path;
  const list = valueOf(servers) ?? [];
  const server = list.find((one) => one.id === first) ?? (first === undefined ? list[0] : undefined);
  useListKeys('.servers-list', list.map((one) => one.id), server?.id ?? null, (id) => go('servers', id));
  if (servers.state === 'broken') return <main className="room room-wide"><Notice tone="danger" role="alert">{spokenProblem(servers.problem, t)}</Notice></main>;
  if (servers.state === 'loading') return <main className="room room-wide"><Skeleton label={t('common.loading')} /></main>;
  return (
    <div className="room">
      <ServerList servers={list} current={first === 'add' ? null : server?.id ?? null} />
      <main className="detail">
        <Suspense fallback={<Skeleton label={t('common.loading')} />}><Detail first={first} second={second} server={server} /></Suspense>
      </main>
    </div>
  );
}

function Detail({ first, second, server }: { first: string | undefined; second: string | undefined; server: ServerView | undefined }) {
  const t = useT();
  const locked = useLocked('add-servers');
  if (first === 'add') return locked.length === 0 ? <AddServer /> : <article className="page"><h1>{t('servers.add')}</h1><LockNote from={locked} /></article>;
  if (server === undefined) {
    return (
      <Empty title={t(first === undefined ? 'servers.empty.title' : 'servers.gone.title')} action={<Button look="main" onClick={() => go('servers', 'add')}>{t('servers.add')}</Button>}>
        {t(first === undefined ? 'servers.empty.words' : 'servers.gone.words')}
      </Empty>
    );
  }
  if (second === 'consent') return <Consent key={server.id} server={server} />;
  if (second === 'review') return <Review key={server.id} server={server} />;
  return <ServerDetail key={server.id} server={server} />;
}

function ServerList({ servers, current }: { servers: readonly ServerView[]; current: string | null }) {
  const t = useT();
  const locked = useLocked('add-servers').length > 0;
  return (
    <nav className="list servers-list" aria-label={t('nav.servers')}>
      <div className="list-tools"><Button onClick={() => go('servers', 'add')}>{locked ? <><LockSign /> </> : null}{t('servers.add')}</Button></div>
      {servers.map((server) => (
        <a key={server.id} className="list-item" href={formatRoute('servers', server.id)} data-key={server.id} aria-current={server.id === current ? 'true' : undefined}>
          <strong><Hostile text={server.name} cap={60} /></strong>
          <span className={`state state-${toneOf(server.connection)}`}>{t(`connection.${server.connection.state}`)}</span>
          <span>{t(`trust.${server.trust}`)}{waiting(server) > 0 ? ` · ${t('servers.waiting', { count: waiting(server) })}` : ''}</span>
        </a>
      ))}
    </nav>
  );
}
