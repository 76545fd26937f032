import { useEffect } from 'react';
import { useStore } from 'zustand';
import type { ReviewRowView } from '../../../preload/contract/views.ts';
import { useT } from '../../app/language-context.tsx';
import { Hostile } from '../../ui/hostile-text.tsx';
import { Skeleton } from '../../ui/parts.tsx';
import { ReviewItem } from './review-item.tsx';
import { itemKey, type Decided } from './review-model.ts';
import type { Pages } from './review-pages.ts';

interface RowProps {
  readonly row: ReviewRowView;
  readonly pages: Pages;
  readonly decided: Decided | null;
  readonly onDecided: (decided: Decided) => void;
  readonly sideBySide: boolean;
  readonly onHistory: () => void;
}

/** One definition of a review: read when it comes into sight, and decided on only once it stands there. */
export function ReviewRow({ row, pages, ...rest }: RowProps) {
  const t = useT();
  const item = useStore(pages.read, (read) => read.get(itemKey(row)));
  useEffect(() => { pages.wish(row); }, [pages, row]);
  if (item !== undefined) return <ReviewItem row={row} item={item} {...rest} />;
  return (
    <div role="group" className={`review-item review-${row.state} review-unread`} aria-label={row.name} aria-busy="true">
      <header>
        <h2><span className="soft">{t(`kind.${row.kind}`)}</span> <Hostile text={row.name} cap={80} /></h2>
        <span className={`tag tag-review-${row.state}`}>{t(`review.state.${row.state}`)}</span>
      </header>
      <Skeleton label={t('common.loading')} lines={3} />
    </div>
  );
}
