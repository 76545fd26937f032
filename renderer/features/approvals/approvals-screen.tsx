import { lazy, Suspense, useEffect, useMemo, type ReactNode } from 'react';
import { spokenProblem } from '../../../preload/contract/language/index.ts';
import { useT } from '../../app/language-context.tsx';
import { valueOf } from '../../app/loaded.ts';
import { formatRoute } from '../../app/routes.ts';
import { pressOf } from '../../app/shortcuts.ts';
import { go } from '../../app/use-route.ts';
import { fetchPainters } from '../../ui/diff/painters.ts';
import { fetched } from '../../ui/fetched.tsx';
import { Button, Empty, Notice, Skeleton } from '../../ui/parts.tsx';
import { inboxOrder, stepFrom } from './approvals-selectors.ts';
import { approvalsHooks } from './approvals-store.ts';
import { Card } from './card.tsx';
import { Inbox } from './inbox.tsx';
import { openingFromList } from './list-focus.ts';
import { Receipt } from './receipt.tsx';
import { plansHooks } from '../plans/plans-store.ts';
import { receiptsHooks } from './receipts-store.ts';
import './approvals.css';

const GrantsScreen = lazy(() => import('../grants/grants-screen.tsx'));
const PlanSheet = fetched(async () => (await import('../plans/plan-sheet.tsx')).PlanSheet);
const RequestsScreen = lazy(() => import('../requests/requests-screen.tsx'));

/** The inbox of open questions and the one that is open. */
export default function ApprovalsScreen({ path }: { path: readonly string[] }) {
  const t = useT();
  const cards = approvalsHooks.use((state) => state.cards);
  const receipts = receiptsHooks.use((state) => state.receipts);
  const order = useMemo(() => inboxOrder(valueOf(cards) ?? []), [cards]);
  const plans = plansHooks.use((state) => state.heads);
  const waiting = path.length === 0 && order.length === 0 ? plans?.find((head) => head.stage === 'asking')?.planId ?? null : null;
  const planId = path[0] === 'plan' ? path[1] ?? null : waiting;
  const wanted = planId === null ? path[0] ?? null : '';
  const card = order.find((one) => one.callId === wanted) ?? (wanted === null ? order[0] ?? null : null);
  const followed = card === null && wanted !== null ? receipts.find((one) => one.callId === wanted) ?? null : null;
  useListKeys(card?.callId ?? wanted, order.length);
  useEffect(() => { fetchPainters(); PlanSheet.fetch(); }, []);
  if (wanted === 'grants') return <Beside screen={<GrantsScreen />} />;
  if (wanted === 'requests') return <Beside screen={<RequestsScreen />} />;
  if (cards.state === 'broken') return <main className="room room-wide"><Notice tone="danger" role="alert">{spokenProblem(cards.problem, t)}</Notice></main>;
  if (cards.state === 'loading') return <main className="room room-wide"><Skeleton label={t('common.loading')} /></main>;
  if (order.length === 0 && receipts.length === 0 && (plans ?? []).length === 0 && planId === null) return <NothingOpen />;
  return (
    <div className="room">
      <Inbox cards={order} plans={plans ?? []} receipts={receipts} current={planId ?? card?.callId ?? wanted} />
      <main className="detail">
        {planId === null ? null : <Suspense fallback={null}><PlanSheet key={planId} planId={planId} /></Suspense>}
        {card === null ? null : <Card key={card.callId} card={card} />}
        {card === null && followed !== null ? <Receipt key={followed.callId} callId={followed.callId} receipt={followed.receipt} planned={followed.planned} /> : null}
        {card === null && followed === null && planId === null ? <Gone anyOpen={order.length > 0} /> : null}
      </main>
    </div>
  );
}

/** What was allowed for longer, and what others ask for, stand beside what is asked now. */
function Beside({ screen }: { screen: ReactNode }) {
  const t = useT();
  return <Suspense fallback={<main className="room room-wide"><Skeleton label={t('common.loading')} /></main>}>{screen}</Suspense>;
}

function NothingOpen() {
  const t = useT();
  return (
    <main className="room room-wide">
      <Empty title={t('approvals.empty.title')} action={<div className="actions"><Button look="main" onClick={() => go('tools')}>{t('approvals.empty.action')}</Button><Button onClick={() => go('skills', 'demo-content', 'now')}>{t('approvals.empty.demo')}</Button></div>}>
        {t('approvals.empty.words')} <a href={formatRoute('approvals', 'grants')}>{t('grants.link')}</a> · <a href={formatRoute('approvals', 'requests')}>{t('requests.link')}</a>
      </Empty>
    </main>
  );
}

function Gone({ anyOpen }: { anyOpen: boolean }) {
  const t = useT();
  return (
    <Empty title={t('approvals.done.title')} action={anyOpen ? <Button onClick={() => go('approvals')}>{t('approvals.done.next')}</Button> : undefined}>
      {t('approvals.done.words')}
    </Empty>
  );
}

/** N and P move everywhere in this room; J and K move while the focus is in the inbox. */
function useListKeys(current: string | null, count: number): void {
  const api = approvalsHooks.useApi();
  useEffect(() => {
    const listen = (event: KeyboardEvent): void => {
      const press = pressOf(event);
      if (press.typing || !press.plain || count === 0) return;
      const inList = event.target instanceof HTMLElement && event.target.closest('.inbox') !== null;
      const key = press.key.toLowerCase();
      const step = key === 'n' || (inList && key === 'j') ? 1 : key === 'p' || (inList && key === 'k') ? -1 : null;
      if (step === null) return;
      const next = stepFrom(valueOf(api.getState().cards) ?? [], current, step);
      event.preventDefault();
      if (next === null) return;
      if (next.callId === current) return;
      if (inList) openingFromList();
      go('approvals', next.callId);
      const entry = document.getElementById(`inbox-${next.callId}`);
      if (inList) entry?.focus();
      else entry?.scrollIntoView({ block: 'nearest' });
    };
    document.addEventListener('keydown', listen);
    return () => document.removeEventListener('keydown', listen);
  }, [api, current, count]);
}
