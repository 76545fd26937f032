import type { PlannedCallView } from '../../../preload/contract/views.ts';
import { useT } from '../../app/language-context.tsx';
import { Rules } from '../policy/why.tsx';

/** The signature line: the hash of what is signed, everything as JSON, and why it is asked. */
export function Foot({ card, why, onWhy, onJson }: { card: PlannedCallView; why: boolean; onWhy: () => void; onJson: () => void }) {
  const t = useT();
  return (
    <>
      {why ? <div className="why-text" role="status"><p>{t(`reason.${card.because}`)} {t(`trust-means.${card.bar.trust}`)}</p><Rules sources={card.sources} /></div> : null}
      <div className="foot">
        <span>{t('card.signs')} <code>{card.approval.slice(0, 12)}</code></span>
        <button type="button" className="link" onClick={onJson}>{t('card.json')} <kbd aria-hidden="true">J</kbd></button>
        <button type="button" className="link" onClick={onWhy} aria-expanded={why}>{t('card.why-asked')} <kbd aria-hidden="true">?</kbd></button>
      </div>
    </>
  );
}
