import { lazy, Suspense, useEffect, useMemo, useRef, useState, type RefObject } from 'react';
import { spokenProblem } from '../../../preload/contract/language/index.ts';
import type { ServerView } from '../../../preload/contract/views.ts';
import { useBridge } from '../../app/bridge-context.tsx';
import { useT } from '../../app/language-context.tsx';
import { LOADING, oneAtATime, valueOf, type Loaded } from '../../app/loaded.ts';
import { pressOf } from '../../app/shortcuts.ts';
import { go } from '../../app/use-route.ts';
import { Button, Notice, Skeleton } from '../../ui/parts.tsx';
import { Rows } from '../../ui/rows.tsx';
import type { Named } from './definition-history.tsx';
import { ReviewFinish } from './review-finish.tsx';
import { ReviewHead } from './review-head.tsx';
import { ReviewRow } from './review-row.tsx';
import { decideAll, itemKey, standing, undecided, type Decided, type Decisions, type Filter } from './review-model.ts';
import { openReview, type OpenReview } from './review-pages.ts';
import { serversHooks } from './servers-store.ts';

const DefinitionHistory = lazy(() => import('./definition-history.tsx'));
/** From this width on, two columns of a definition can be read. */
const WIDE = 1200;

/** What a server offers, against what was accepted before; each item is accepted or blocked, then a trust level is set. */
export default function Review({ server }: { server: ServerView }) {
  const t = useT();
  const bridge = useBridge();
  const version = serversHooks.use((state) => state.version);
  const [review, setReview] = useState<Loaded<OpenReview>>(LOADING);
  const read = useRef<() => Promise<void>>(() => Promise.resolve());
  useEffect(() => {
    let wanted = true;
    let shown: OpenReview | null = null;
    // One after the other, and each is shown: a server that moves again and again must not keep the review from ever standing there.
    read.current = oneAtATime(async () => {
      const opened = await openReview(bridge, server.id, shown);
      if (!wanted) return;
      shown = valueOf(opened);
      setReview(opened);
    });
    return () => { wanted = false; };
  }, [bridge, server.id]);
  useEffect(() => { void read.current(); }, [bridge, server.id, version]);
  if (review.state === 'loading') return <Skeleton label={t('common.loading')} />;
  if (review.state === 'broken') return <div className="page"><Notice tone="danger" role="alert">{spokenProblem(review.problem, t)}</Notice><Button onClick={() => go('servers', server.id)}>{t('common.back')}</Button></div>;
  return <ReviewForm open={review.value} />;
}

function ReviewForm({ open: { review, items, pages } }: { open: OpenReview }) {
  const t = useT();
  const scroller = useRef<HTMLDivElement>(null);
  const [taken, setTaken] = useState<Decisions>(new Map());
  const [filter, setFilter] = useState<Filter>('all');
  const [sideBySide, setSideBySide] = useState(() => window.innerWidth >= WIDE);
  const [reason, setReason] = useState('');
  const [history, setHistory] = useState<Named | null>(null);
  // Only what moved is thrown away of a half-done review.
  const decisions = useMemo(() => standing(items, taken), [items, taken]);
  const shown = useMemo(() => (filter === 'all' ? items : items.filter(({ state }) => state === filter)), [items, filter]);
  useHistoryKey(scroller, (key) => setHistory(items.find((item) => itemKey(item) === key) ?? null));
  const left = undecided(items, decisions);
  const decide = (key: string, digest: string | null, decided: Decided): void => setTaken((before) => new Map(before).set(key, { ...decided, digest }));
  return (
    <article className="review">
      <div ref={scroller} className="review-scroll">
        <ReviewHead
          review={review} items={items} left={left} reason={reason} filter={filter} onFilter={setFilter} sideBySide={sideBySide} onSideBySide={setSideBySide}
          onAll={(of, decision) => setTaken(decideAll(of, decisions, decision))}
        />
        {items.length === 0 ? <p className="page hint">{t('review.nothing')}</p> : null}
        <Rows count={shown.length} scroller={scroller} estimate={160} row={(at) => {
          const item = shown[at];
          if (item === undefined) return null;
          const key = itemKey(item);
          return <ReviewRow key={key} row={item} pages={pages} decided={decisions.get(key) ?? null} sideBySide={sideBySide} onHistory={() => setHistory(item)} onDecided={(decided) => decide(key, item.digest, decided)} />;
        }} />
      </div>
      <ReviewFinish review={review} items={items} decisions={decisions} reason={reason} onReason={setReason} />
      {history === null ? null : <Suspense fallback={null}><DefinitionHistory serverId={review.serverId} item={history} onClose={() => setHistory(null)} /></Suspense>}
    </article>
  );
}

/** H opens the history of the definition that has the focus, else of the first one in sight. */
function useHistoryKey(scroller: RefObject<HTMLElement | null>, onOpen: (key: string) => void): void {
  const latest = useRef(onOpen);
  latest.current = onOpen;
  useEffect(() => {
    const listen = (event: KeyboardEvent): void => {
      const press = pressOf(event);
      const box = scroller.current;
      if (press.typing || !press.plain || press.key.toLowerCase() !== 'h' || box === null) return;
      const top = box.getBoundingClientRect().top;
      const focused = document.activeElement?.closest<HTMLElement>('[data-item]');
      const item = focused ?? [...box.querySelectorAll<HTMLElement>('[data-item]')].find((one) => one.getBoundingClientRect().bottom > top + 40);
      if (item?.dataset['item'] === undefined) return;
      event.preventDefault();
      latest.current(item.dataset['item']);
    };
    document.addEventListener('keydown', listen);
    return () => document.removeEventListener('keydown', listen);
  }, [scroller]);
}
