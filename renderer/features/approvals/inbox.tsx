import { useRef } from 'react';
import { sentence, type Translate } from '../../../preload/contract/language/index.ts';
import type { PlanHeadView, PlannedCallView, ReceiptView } from '../../../preload/contract/views.ts';
import { useT } from '../../app/language-context.tsx';
import type { Loaded } from '../../app/loaded.ts';
import { formatRoute } from '../../app/routes.ts';
import { Hostile } from '../../ui/hostile-text.tsx';
import { Rows } from '../../ui/rows.tsx';
import { PlanLink } from '../plans/plan-links.tsx';
import { edgeOf, groupCards, subjectOf } from './approvals-selectors.ts';
import type { ReceiptsState } from './receipts-store.ts';

type Entry =
  | { readonly kind: 'group'; readonly first: PlannedCallView; readonly count: number }
  | { readonly kind: 'card'; readonly card: PlannedCallView }
  | { readonly kind: 'plans' }
  | { readonly kind: 'plan'; readonly head: PlanHeadView }
  | { readonly kind: 'receipts' }
  | { readonly kind: 'receipt'; readonly callId: string; readonly receipt: Loaded<ReceiptView> };

/** Open questions, like with like, and below them what became of this session's own calls. */
export function Inbox({ cards, plans, receipts, current }: { cards: readonly PlannedCallView[]; plans: readonly PlanHeadView[]; receipts: ReceiptsState['receipts']; current: string | null }) {
  const t = useT();
  const scroller = useRef<HTMLElement>(null);
  const open = new Set(cards.map((card) => card.callId));
  const entries: Entry[] = groupCards(cards).flatMap((group) => [
    { kind: 'group', first: group.cards[0] as PlannedCallView, count: group.cards.length },
    ...group.cards.map((card): Entry => ({ kind: 'card', card })),
  ]);
  if (plans.length > 0) entries.push({ kind: 'plans' }, ...plans.map((head): Entry => ({ kind: 'plan', head })));
  const over = receipts.filter((one) => !open.has(one.callId));
  if (over.length > 0) entries.push({ kind: 'receipts' }, ...over.map((one): Entry => ({ kind: 'receipt', ...one })));
  const reveal = entries.findIndex((entry) => entry.kind === 'card' && entry.card.callId === current);
  return (
    <nav ref={scroller} className="list inbox" aria-label={t('approvals.inbox')}>
      <Rows count={entries.length} scroller={scroller} estimate={56} reveal={reveal} row={(at) => <EntryRow entry={entries[at] as Entry} current={current} />} />
      <div className="list-tools"><a href={formatRoute('approvals', 'grants')}>{t('grants.link')}</a><a href={formatRoute('approvals', 'requests')}>{t('requests.link')}</a></div>
    </nav>
  );
}

function EntryRow({ entry, current }: { entry: Entry; current: string | null }) {
  const t = useT();
  switch (entry.kind) {
    case 'group': return (
      <h2 className="list-head">
        <span>{t(`effect.${entry.first.bar.effect}`)} · <Hostile text={entry.first.bar.serverName} cap={30} /></span>
        {entry.count > 1 ? <span className="list-count">{entry.count}</span> : null}
      </h2>
    );
    case 'card': return (
      <a id={`inbox-${entry.card.callId}`} className={`list-item edge-${edgeOf(entry.card.bar.effect)}`} href={formatRoute('approvals', entry.card.callId)} aria-current={entry.card.callId === current ? 'true' : undefined}>
        <strong><Hostile text={entry.card.bar.tool} cap={40} joints /></strong>
        <span>{sentence(entry.card.preview.sentence, t)}</span>
        <Subject card={entry.card} />
      </a>
    );
    case 'plans': return <h2 className="list-head">{t('plan.list')}</h2>;
    case 'plan': return <PlanLink head={entry.head} current={entry.head.planId === current} />;
    case 'receipts': return <h2 className="list-head">{t('approvals.receipts')}</h2>;
    case 'receipt': return (
      <a className="list-item" href={formatRoute('approvals', entry.callId)} aria-current={entry.callId === current ? 'true' : undefined}>
        {entry.receipt.state === 'ready' ? <strong><Hostile text={entry.receipt.value.tool} cap={40} joints /></strong> : null}
        <span>{standing(entry.receipt, t)}</span>
      </a>
    );
  }
}

/** The end of what a question is about: of a path it is the end that tells two apart. */
function Subject({ card }: { card: PlannedCallView }) {
  const subject = subjectOf(card);
  if (subject === null) return null;
  const points = [...subject.slice(-200)];
  return <span>{points.length > 40 ? '…' : ''}<Hostile text={points.slice(-40).join('')} cap={40} /></span>;
}

/** How a followed call stands, in a word or two. */
function standing(receipt: Loaded<ReceiptView>, t: Translate): string {
  if (receipt.state !== 'ready') return t('receipt.state.planning');
  const { state, outcome, decision, isError } = receipt.value;
  if (state !== 'done') return t(`receipt.state.${state}`);
  if (decision === 'denied') return t('decision.denied');
  if (outcome === 'executed' && isError) return t('receipt.server-error');
  return outcome === null ? t('receipt.state.done') : t(`outcome.${outcome}`);
}
