import { useRef } from 'react';
import { visible } from '../../../preload/contract/language/index.ts';
import type { RequestView } from '../../../preload/contract/views.ts';
import { useT } from '../../app/language-context.tsx';
import { Hostile } from '../../ui/hostile-text.tsx';
import { JsonView } from '../../ui/json-view.tsx';
import { Fact } from '../../ui/parts.tsx';
import { Rows } from '../../ui/rows.tsx';

type Review = Extract<RequestView['content'], { kind: 'review' }>;

/** What somebody asks IT to review: each definition as it came there, what was accepted before, and the digest a policy pins. */
export function RequestedReview({ review }: { review: Review }) {
  const t = useT();
  const scroller = useRef<HTMLDivElement>(null);
  const waiting = review.items.filter(({ state }) => state === 'new' || state === 'changed').length;
  return (
    <section className="requested">
      <h2>{t('requests.review-of', { name: visible(review.serverName, 80) })}</h2>
      <p className="hint">{t('requests.review-words')}</p>
      <dl className="facts">
        <Fact label={t('requests.target')}><code><Hostile text={review.target} cap={400} /></code></Fact>
      </dl>
      <p>{t('requests.items', { count: review.items.length, waiting })}</p>
      <div ref={scroller} className="requested-items">
        <Rows count={review.items.length} scroller={scroller} estimate={56} row={(at) => {
          const item = review.items[at];
          return item === undefined ? null : <Item item={item} />;
        }} />
      </div>
    </section>
  );
}

function Item({ item }: { item: Review['items'][number] }) {
  const t = useT();
  return (
    <details className="requested-item">
      <summary><strong><Hostile text={item.name} cap={80} joints /></strong> <span className="hint"><Hostile text={item.state} cap={20} /></span></summary>
      <p className="hint">{t('requests.digest')}: <code>{visible(item.digest ?? '–', 64)}</code></p>
      {item.pointers.length === 0 ? null : <p className="hint">{item.pointers.slice(0, 20).map((pointer) => visible(pointer === '' ? '/' : pointer, 80)).join(' · ')}</p>}
      {item.old === null ? null : <JsonView value={item.old} label={t('review.was')} />}
      {item.now === null ? null : <JsonView value={item.now} label={t('review.now')} />}
    </details>
  );
}
