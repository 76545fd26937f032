import { useRef } from 'react';
import { hasMessage, spokenCode } from '../../../preload/contract/language/index.ts';
import type { PlannedCallView } from '../../../preload/contract/views.ts';
import { useT } from '../../app/language-context.tsx';
import { Hostile } from '../../ui/hostile-text.tsx';
import { MoreBelow } from '../../ui/more-below.tsx';

/** The warnings of a card, riskiest first, one line each; "why" opens what is behind it. */
export function Cautions({ card }: { card: PlannedCallView }) {
  const t = useT();
  const list = useRef<HTMLUListElement>(null);
  if (card.cautions.length === 0) return null;
  return (
    <div>
    <ul ref={list} className="cautions" aria-label={t('card.cautions')}>
      {card.cautions.map((caution, at) => {
        const why = `caution-why.${caution.code}`;
        return (
          <li key={at}>
            <details>
              <summary>
                <span>{spokenCode('caution', caution.code, t)}{caution.pointer === null ? null : <> <code><Hostile text={caution.pointer} cap={60} /></code></>}</span>
                <span className="why">{t('card.why')}</span>
              </summary>
              {hasMessage(why) ? <p>{t(why)}</p> : null}
              {caution.excerpt === null ? null : <p><q><Hostile text={caution.excerpt} cap={300} /></q></p>}
            </details>
          </li>
        );
      })}
    </ul>
    <MoreBelow scroller={list} watch={card} />
    </div>
  );
}
