import { lazy, Suspense, useEffect, useRef, useState } from 'react';
import { approvalsHooks } from '../features/approvals/approvals-store.ts';
import { announcementOf } from '../features/approvals/approvals-selectors.ts';
import { plansHooks } from '../features/plans/plans-store.ts';
import { fetchPainters } from '../ui/diff/painters.ts';
import { fetched } from '../ui/fetched.tsx';
import { Skeleton } from '../ui/parts.tsx';
import { Banners } from './banners.tsx';
import { useT } from './language-context.tsx';
import { RoomBoundary } from './room-boundary.tsx';
import { formatRoute, SCREENS, type Route, type Screen } from './routes.ts';
import { frameWish, pressOf } from './shortcuts.ts';
import { useHeldKeys } from './use-held-keys.ts';
import { useKeptFocus } from './use-kept-focus.ts';
import { go, useRoute } from './use-route.ts';
import '../ui/parts.css';

const ROOMS = {
  approvals: fetched(async () => (await import('../features/approvals/approvals-screen.tsx')).default),
  tools: lazy(() => import('../features/tools/tools-screen.tsx')),
  servers: lazy(() => import('../features/servers/servers-screen.tsx')),
  skills: lazy(() => import('../features/skills/skills-screen.tsx')),
  activity: lazy(() => import('../features/activity/activity-screen.tsx')),
  policy: lazy(() => import('../features/policy/policy-screen.tsx')),
  phone: lazy(() => import('../features/phone/phone-screen.tsx')),
  settings: lazy(() => import('../features/settings/settings-screen.tsx')),
} satisfies Record<Screen, unknown>;
const Shortcuts = lazy(() => import('./shortcuts-sheet.tsx'));

/** What a question needs is fetched once nothing else is to do: whoever is asked has waited already. */
function useReadyForQuestions(): void {
  useEffect(() => {
    const idle = requestIdleCallback(() => { ROOMS.approvals.fetch(); fetchPainters(); }, { timeout: 2_000 });
    return () => cancelIdleCallback(idle);
  }, []);
}

/** Rail, banners, the room, and the line that tells a screen reader of new questions. */
export function Frame() {
  const t = useT();
  const route = useRoute();
  const [sheet, setSheet] = useState(false);
  useFrameKeys(() => setSheet(true));
  useHeldKeys();
  useKeptFocus();
  useReadyForQuestions();
  const Room = ROOMS[route.screen];
  return (
    <div className="frame">
      <Rail route={route} onShortcuts={() => setSheet(true)} />
      <Banners />
      <RoomBoundary key={route.screen}>
        <Suspense fallback={<main className="room room-wide"><Skeleton label={t('common.loading')} /></main>}>
          <Room path={route.path} />
        </Suspense>
      </RoomBoundary>
      <Announcer />
      {sheet ? <Suspense fallback={null}><Shortcuts onClose={() => setSheet(false)} /></Suspense> : null}
    </div>
  );
}

function Rail({ route, onShortcuts }: { route: Route; onShortcuts: () => void }) {
  const t = useT();
  const cards = approvalsHooks.use((state) => state.cards.state === 'ready' ? state.cards.value.length : 0);
  const count = cards + plansHooks.use((state) => (state.heads ?? []).filter((head) => head.stage === 'asking').length);
  return (
    <nav className="rail" aria-label={t('nav.label')}>
      <p className="wordmark">Countersign</p>
      {SCREENS.map((screen) => (
        <a key={screen} className="rail-link" href={formatRoute(screen)} aria-current={route.screen === screen ? 'page' : undefined}>
          <span>{t(`nav.${screen}`)}</span>
          {screen === 'approvals' && count > 0 ? <span className="rail-count" aria-label={t('nav.open', { count })}>{count}</span> : null}
        </a>
      ))}
      <div className="rail-foot"><button type="button" className="link" onClick={onShortcuts}>{t('nav.shortcuts')}</button></div>
    </nav>
  );
}

/** Says each new question once: server, tool, effect. Everything else stays silent. */
function Announcer() {
  const t = useT();
  const newest = approvalsHooks.use((state) => state.newest);
  return <p className="visually-hidden" role="status" aria-live="polite">{newest === null ? '' : announcementOf(newest, t)}</p>;
}

function useFrameKeys(onSheet: () => void): void {
  const afterG = useRef(false);
  const sheet = useRef(onSheet);
  sheet.current = onSheet;
  useEffect(() => {
    const listen = (event: KeyboardEvent): void => {
      const wish = frameWish(pressOf(event), afterG.current);
      afterG.current = wish?.kind === 'waiting';
      if (wish?.kind === 'go') go(wish.screen);
      if (wish?.kind === 'sheet') sheet.current();
      if (wish !== null) event.preventDefault();
    };
    window.addEventListener('keydown', listen);
    return () => window.removeEventListener('keydown', listen);
  }, []);
}
