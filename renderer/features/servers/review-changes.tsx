import { useState } from 'react';
import type { ReviewItemView } from '../../../preload/contract/views.ts';
import { useT } from '../../app/language-context.tsx';
import { Pieces } from '../../ui/hostile-text.tsx';
import { Button } from '../../ui/parts.tsx';

/** So many changes stand at once; the riskiest are among them. */
const SHOWN = 10;

/** What changed since it was accepted, riskiest first, each with what it means and where it is. */
export function RankedChanges({ changes, label }: { changes: ReviewItemView['changes']; label: string }) {
  const t = useT();
  const [all, setAll] = useState(false);
  if (changes.length === 0) return null;
  return (
    <>
      <ul className="ranked" aria-label={label}>
        {(all ? changes : changes.slice(0, SHOWN)).map((change, at) => (
          <li key={at} className={`ranked-${change.rank}`}>
            <span className="tag">{t(`change-rank.${change.rank}`)}</span>
            <span>{t(`change-kind.${change.kind}`)} {change.pointer === '' ? null : <code className="exact"><Pieces text={change.pointer} keep="" /></code>}</span>
          </li>
        ))}
      </ul>
      {all || changes.length <= SHOWN ? null : <div><Button look="quiet" onClick={() => setAll(true)}>{t('review.changes-more', { count: changes.length - SHOWN })}</Button></div>}
    </>
  );
}
