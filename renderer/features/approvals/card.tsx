import { lazy, Suspense, useCallback, useLayoutEffect, useRef, useState } from 'react';
import { sentence, spokenProblem } from '../../../preload/contract/language/index.ts';
import type { PlannedCallView } from '../../../preload/contract/views.ts';
import { useT } from '../../app/language-context.tsx';
import { valueOf } from '../../app/loaded.ts';
import { go } from '../../app/use-route.ts';
import { CardPagesProvider, useArguments } from '../../ui/diff/pages.ts';
import { JsonView } from '../../ui/json-view.tsx';
import { Modal } from '../../ui/modal.tsx';
import { MoreBelow } from '../../ui/more-below.tsx';
import { Notice, Skeleton } from '../../ui/parts.tsx';
import { approvalsHooks, type Answer } from './approvals-store.ts';
import { edgeOf, nextAfter } from './approvals-selectors.ts';
import { Bar } from './bar.tsx';
import { Cautions } from './cautions.tsx';
import { Change } from './change.tsx';
import { Choices } from './choices.tsx';
import { MovedSince } from './moved-since.tsx';
import { Foot } from './foot.tsx';
import { receiptsHooks } from './receipts-store.ts';
import { useCardKeys } from './use-card-keys.ts';

const EditArguments = lazy(() => import('./edit-arguments.tsx'));

/** One question: bar, sentence, change, cautions, choices, foot. What is painted is `card` and nothing fetched apart. */
export function Card({ card }: { card: PlannedCallView }) {
  const t = useT();
  const scroller = useRef<HTMLDivElement>(null);
  const [open, setOpen] = useState<'edit' | 'json' | 'why' | null>(null);
  const [sideBySide, setSideBySide] = useState(false);
  const answer = useAnswer(card);
  const problem = approvalsHooks.use((state) => state.problem);
  const spoilt = approvalsHooks.use((state) => state.spoilt === card.callId);
  const api = approvalsHooks.useApi();
  const spoil = useCallback(() => api.getState().spoil(card.callId), [api, card.callId]);
  useShown(card);
  const toggle = (what: 'edit' | 'json' | 'why'): void => setOpen((now) => (now === what ? null : what));
  useCardKeys({ deny: () => void answer({ choice: 'deny', args: null, wordTyped: false }), edit: () => toggle('edit'), json: () => toggle('json'), why: () => toggle('why'), side: () => setSideBySide((now) => !now) }, open === 'edit');
  return (
    <CardPagesProvider callId={card.callId} onSpoilt={spoil}>
    <article className={`card edge-${edgeOf(card.bar.effect)}${card.confirm === 'type' ? ' card-grave' : ''}`} aria-label={t('card.label')}>
      <Bar card={card} />
      <div ref={scroller} className="card-scroll">
        <h1 className="sentence" dir="auto">{sentence(card.preview.sentence, t)}</h1>
        <MovedSince card={card} scroller={scroller} />
        {open === 'edit'
          ? <Suspense fallback={null}><EditArguments card={card} onDone={() => setOpen(null)} onEdit={(args) => answer({ choice: 'edit', args, wordTyped: false })} /></Suspense>
          : <Change card={card} scroller={scroller} sideBySide={sideBySide} onSideBySide={setSideBySide} />}
      </div>
      <MoreBelow scroller={scroller} watch={card} />
      <footer className="sign">
        <Cautions card={card} />
        {problem !== null && problem.callId === card.callId ? <Notice tone="danger" role="alert">{spokenProblem(problem.problem, t)}</Notice> : null}
        {spoilt ? <Notice tone="danger" role="alert">{t('card.spoilt')}</Notice> : null}
        <Choices key={card.revision} card={card} editing={open === 'edit'} onEdit={() => toggle('edit')} onAnswer={answer} />
        <Foot card={card} why={open === 'why'} onWhy={() => toggle('why')} onJson={() => toggle('json')} />
      </footer>
      {open === 'json' ? <Modal title={t('card.json')} close={t('common.close')} onClose={() => setOpen(null)}><CardJson card={card} /></Modal> : null}
    </article>
    </CardPagesProvider>
  );
}

/** The card as JSON. Long arguments are put in their place; further pages of a change stand in it as the digests that are signed. */
function CardJson({ card }: { card: PlannedCallView }) {
  const t = useT();
  const args = useArguments(card);
  if (args === null) return <Skeleton label={t('common.loading')} />;
  return <JsonView value={args === false ? card : { ...card, args }} label={t('card.json')} />;
}

/**
 * Tells the store which object is painted, anew whenever it changes and whenever the window comes to the front. In the very
 * turn in which it is painted: no key meets a card that the store does not know yet.
 */
function useShown(card: PlannedCallView): void {
  const api = approvalsHooks.useApi();
  useLayoutEffect(() => {
    const show = (): void => api.getState().show(card);
    show();
    window.addEventListener('focus', show);
    return () => window.removeEventListener('focus', show);
  }, [api, card]);
  useLayoutEffect(() => () => api.getState().show(null), [api]);
}

/** Sends an answer; once it is taken the next question opens, or the call's receipt where no other waits. */
function useAnswer(card: PlannedCallView): (answer: Answer) => Promise<boolean> {
  const api = approvalsHooks.useApi();
  const receipts = receiptsHooks.useApi();
  return async (answer) => {
    const next = nextAfter(valueOf(api.getState().cards) ?? [], card.callId);
    if (!(await api.getState().answer(card, answer))) return false;
    if (answer.choice === 'edit' || answer.choice === 'look-first') return true;
    if (card.bar.planner.kind === 'person') receipts.getState().follow(card.callId);
    go('approvals', (next ?? card).callId);
    return true;
  };
}
