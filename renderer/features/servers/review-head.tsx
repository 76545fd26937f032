import { useState } from 'react';
import { spokenProblem } from '../../../preload/contract/language/index.ts';
import type { Problem } from '../../../preload/contract/problem.ts';
import type { ReviewRowView, ReviewView } from '../../../preload/contract/views.ts';
import { useT } from '../../app/language-context.tsx';
import { Hostile } from '../../ui/hostile-text.tsx';
import { Button, Notice } from '../../ui/parts.tsx';
import { useStill } from '../../ui/use-still.ts';
import { useLocked } from '../policy/use-locked.ts';
import { LockSign } from '../policy/why.tsx';
import { AskForReview } from '../requests/save-request.tsx';
import { severityWords } from './finding-words.ts';
import { filterCounts, findingCounts, FILTERS, type Filter } from './review-model.ts';
import { serversHooks } from './servers-store.ts';

interface HeadProps {
  readonly review: ReviewView;
  readonly items: readonly ReviewRowView[];
  readonly left: { readonly plain: readonly ReviewRowView[]; readonly grave: readonly ReviewRowView[] };
  readonly reason: string;
  readonly filter: Filter;
  readonly onFilter: (filter: Filter) => void;
  readonly sideBySide: boolean;
  readonly onSideBySide: (sideBySide: boolean) => void;
  readonly onAll: (items: readonly ReviewRowView[], decision: 'accept' | 'block') => void;
}

/** What a review is about, in numbers; what can be decided at once; and how the list is shown. */
export function ReviewHead({ review, items, left, reason, filter, onFilter, sideBySide, onSideBySide, onAll }: HeadProps) {
  const t = useT();
  const counts = filterCounts(items);
  const harm = items.filter(({ rank }) => rank === 'danger').length;
  const differ = items.some((item) => item.differs);
  const isLocked = useLocked('review-servers').length > 0;
  const sign = isLocked ? <><LockSign /> </> : null;
  return (
    <header className="review-head">
      <h1>{t('review.title')} <Hostile text={review.serverName} cap={60} /></h1>
      <p>{t(review.first ? 'review.words-first' : 'review.words')}</p>
      {items.some(({ former }) => former !== null) ? <Notice tone="caution">{t('review.former')}</Notice> : null}
      {harm === 0 ? null : <Notice tone="danger">{t('review.harm', { count: harm })}</Notice>}
      <Cosmetic review={review} items={items} reason={reason} />
      <FindingSummary items={items} />
      <div className="actions review-tools">
        {left.plain.length === 0 && left.grave.length > 0
          ? <Button disabled={isLocked} onClick={() => onAll(left.grave, 'accept')}>{sign}{t('review.accept-grave', { count: left.grave.length })}</Button>
          : <Button disabled={isLocked || left.plain.length === 0} onClick={() => onAll(left.plain, 'accept')}>{sign}{t(left.grave.length === 0 ? 'review.accept-all' : 'review.accept-others', { count: left.plain.length })}</Button>}
        <Button disabled={left.plain.length + left.grave.length === 0} onClick={() => onAll(items, 'block')}>{t('review.block-all')}</Button>
        <AskForReview serverId={review.serverId} />
        <span className="review-view">
          {FILTERS.filter((one) => one !== 'all' && counts[one] > 0).length < 2 ? null : (
            <span className="toggle" role="group" aria-label={t('review.filter')}>
              {FILTERS.filter((one) => counts[one] > 0).map((one) => <button key={one} type="button" aria-pressed={filter === one} onClick={() => onFilter(one)}>{t(`review.filter.${one}`)} {counts[one].toLocaleString(t.locale)}</button>)}
            </span>
          )}
          {differ ? (
            <span className="toggle" role="group" aria-label={t('change.view')}>
              <button type="button" aria-pressed={!sideBySide} onClick={() => onSideBySide(false)}>{t('change.one-column')}</button>
              <button type="button" aria-pressed={sideBySide} onClick={() => onSideBySide(true)}>{t('change.side-by-side')}</button>
            </span>
          ) : null}
        </span>
      </div>
    </header>
  );
}

/** What changed in nothing but looks, taken in one go, so that what is left is what matters. */
function Cosmetic({ review, items, reason }: { review: ReviewView; items: readonly ReviewRowView[]; reason: string }) {
  const t = useT();
  const api = serversHooks.useApi();
  const [problem, setProblem] = useState<Problem | null>(null);
  const [sending, setSending] = useState(false);
  const isLocked = useLocked('review-servers').length > 0;
  const still = useStill(review.digest);
  const cosmetic = items.filter((item) => item.cosmetic);
  if (cosmetic.length === 0) return null;
  const accept = async (): Promise<void> => {
    setSending(true);
    const refused = await api.getState().batch(review, reason.trim() === '' ? null : reason.trim());
    setSending(false);
    setProblem(refused);
  };
  return (
    <Notice>
      <p><strong>{t('review.batch', { count: cosmetic.length })}.</strong> {t('review.batch-words')}</p>
      <p className="hint">{cosmetic.slice(0, NAMED).map((item, at) => <span key={at}>{at === 0 ? '' : ', '}<Hostile text={item.name} cap={60} /></span>)}{cosmetic.length > NAMED ? ' …' : ''}</p>
      {problem === null ? null : <p role="alert">{spokenProblem(problem, t)}</p>}
      <div className="actions"><Button disabled={!still || sending || isLocked} onClick={() => void accept()}>{isLocked ? <><LockSign /> </> : null}{t('review.batch-accept', { count: cosmetic.length })}</Button></div>
    </Notice>
  );
}

const NAMED = 12;

/** What the scanner did and found, in one line. Having found nothing is said as what it is. */
function FindingSummary({ items }: { items: readonly ReviewRowView[] }) {
  const t = useT();
  const counts = findingCounts(items);
  if (items.every(({ present }) => !present)) return null;
  if (counts === null) return <Notice tone="caution">{t('findings.not-scanned')}</Notice>;
  if (counts.found === 0) return <p className="hint">{t('findings.none', { count: counts.scanned })}</p>;
  const { scanned: count, found, high, warn, info } = counts;
  return (
    <div>
      <p className={high > 0 ? 'findings-line' : undefined}>{t('findings.some', { count, found, list: severityWords({ high, warn, info }, t) })}</p>
      <p className="hint">{t('findings.means')}</p>
    </div>
  );
}
