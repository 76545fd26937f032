import { useEffect, useMemo, useRef, useState } from 'react';
import { spokenProblem } from '../../../preload/contract/language/index.ts';
import type { Problem } from '../../../preload/contract/problem.ts';
import type { ReviewView, ServerView } from '../../../preload/contract/views.ts';
import { useBridge } from '../../app/bridge-context.tsx';
import { useT } from '../../app/language-context.tsx';
import { LOADING, loadedFrom, type Loaded } from '../../app/loaded.ts';
import { go } from '../../app/use-route.ts';
import { Hostile } from '../../ui/hostile-text.tsx';
import { Button, Notice, Skeleton } from '../../ui/parts.tsx';
import { Rows } from '../../ui/rows.tsx';
import { ReviewItem } from './review-item.tsx';
import { decideAll, decisionsToSend, itemKey, preselected, reviewOrder, tally, type Decisions } from './review-model.ts';
import { serversHooks, type Trust } from './servers-store.ts';
import { levelsUpTo } from './servers-selectors.ts';

/** What a server offers, against what was accepted before; each item is accepted or blocked, then a trust level is set. */
export default function Review({ server }: { server: ServerView }) {
  const t = useT();
  const bridge = useBridge();
  const version = serversHooks.use((state) => state.version);
  const [review, setReview] = useState<Loaded<ReviewView>>(LOADING);
  useEffect(() => {
    let wanted = true;
    void bridge.review.read({ serverId: server.id }).then((reply) => {
      // Unchanged definitions keep the painted object, so that nobody's half-done review is thrown away.
      if (wanted) setReview((old) => (old.state === 'ready' && reply.ok && old.value.digest === reply.value.digest ? old : loadedFrom(reply)));
    });
    return () => { wanted = false; };
  }, [bridge, server.id, version]);
  if (review.state === 'loading') return <Skeleton label={t('common.loading')} />;
  if (review.state === 'broken') return <div className="page"><Notice tone="danger" role="alert">{spokenProblem(review.problem, t)}</Notice><Button onClick={() => go('servers', server.id)}>{t('common.back')}</Button></div>;
  return <ReviewForm key={review.value.digest} review={review.value} />;
}

function ReviewForm({ review }: { review: ReviewView }) {
  const t = useT();
  const scroller = useRef<HTMLDivElement>(null);
  const [decisions, setDecisions] = useState<Decisions>(new Map());
  const items = useMemo(() => reviewOrder(review.items), [review]);
  const left = tally(items, decisions).left;
  return (
    <article className="review">
      <div ref={scroller} className="review-scroll">
        <header className="review-head">
          <h1>{t('review.title')} <Hostile text={review.serverName} cap={60} /></h1>
          <p>{t(review.first ? 'review.words-first' : 'review.words')}</p>
          <div className="actions">
            <Button disabled={left === 0} onClick={() => setDecisions(decideAll(items, decisions, 'accept'))}>{t('review.accept-all', { count: left })}</Button>
            <Button disabled={left === 0} onClick={() => setDecisions(decideAll(items, decisions, 'block'))}>{t('review.block-all')}</Button>
          </div>
        </header>
        {items.length === 0 ? <p className="page hint">{t('review.nothing')}</p> : null}
        <Rows count={items.length} scroller={scroller} estimate={120} row={(at) => {
          const item = items[at];
          return item === undefined ? null : (
            <ReviewItem item={item} decided={decisions.get(itemKey(item)) ?? null} onDecided={(decided) => setDecisions((before) => new Map(before).set(itemKey(item), decided))} />
          );
        }} />
      </div>
      <Finish review={review} decisions={decisions} />
    </article>
  );
}

/** The signature line of a review: the trust level and the button that sends the decisions. */
function Finish({ review, decisions }: { review: ReviewView; decisions: Decisions }) {
  const t = useT();
  const api = serversHooks.useApi();
  const levels = levelsUpTo(review.highest);
  const [trust, setTrust] = useState<Trust>(() => preselected(review, levels));
  const [problem, setProblem] = useState<Problem | null>(null);
  const [sending, setSending] = useState(false);
  const counts = tally(review.items, decisions);
  const finish = async (): Promise<void> => {
    setSending(true);
    const refused = await api.getState().decide(review, trust, decisionsToSend(review.items, decisions));
    setSending(false);
    setProblem(refused);
    if (refused === null) go('servers', review.serverId);
  };
  return (
    <footer className="sign">
      <fieldset className="radios trust-radios">
        <legend>{t('review.trust')}</legend>
        {levels.map((level) => (
          <label key={level} className="check"><input type="radio" name="trust" value={level} checked={trust === level} onChange={() => setTrust(level)} /> {t(`trust.${level}`)}</label>
        ))}
      </fieldset>
      <p className="hint">{t(`trust-means.${trust}`)}{levels.includes('trusted') ? '' : ` ${t('review.capped')}`}</p>
      {problem === null ? null : <Notice tone="danger" role="alert">{spokenProblem(problem, t)}</Notice>}
      <div className="actions">
        <Button look="main" disabled={sending} onClick={() => void finish()}>{t('review.finish')}</Button>
        <Button onClick={() => go('servers', review.serverId)}>{t('common.cancel')}</Button>
        <span className="hint" role="status">{t('review.tally', { accepted: counts.accepted, blocked: counts.blocked, left: counts.left })}</span>
      </div>
    </footer>
  );
}
