import { Suspense, type RefObject } from 'react';
import type { PlannedCallView } from '../../../preload/contract/views.ts';
import { useT } from '../../app/language-context.tsx';
import { ChangeList } from '../../ui/diff/painters.ts';

/** What somebody else changed between the painting before and this one; nothing where nothing moved. */
export function MovedSince({ card, scroller }: { card: PlannedCallView; scroller: RefObject<HTMLElement | null> }) {
  const t = useT();
  if (card.meanwhile.length === 0) return null;
  return (
    <details className="moved-since" open>
      <summary>{t('card.moved-since')}</summary>
      <Suspense fallback={null}><ChangeList changes={card.meanwhile} sideBySide={false} scroller={scroller} /></Suspense>
    </details>
  );
}
