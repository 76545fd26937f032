import { spokenCode } from '../../../preload/contract/language/index.ts';
import { EFFECTS } from '../../../preload/contract/words.ts';
import type { ReviewItemView } from '../../../preload/contract/views.ts';
import { useT } from '../../app/language-context.tsx';
import { Hostile, QuotedBox } from '../../ui/hostile-text.tsx';
import { JsonView } from '../../ui/json-view.tsx';
import { ownAt, prettyJson, textAt } from '../../ui/json.ts';
import { Notice } from '../../ui/parts.tsx';
import { DefinitionDiff } from './definition-diff.tsx';
import { decidable, itemKey, type Decided } from './review-model.ts';

interface ItemProps {
  readonly item: ReviewItemView;
  readonly decided: Decided | null;
  readonly onDecided: (decided: Decided) => void;
}

/** One definition: what it says, how it differs from what was accepted, and what is decided about it. */
export function ReviewItem({ item, decided, onDecided }: ItemProps) {
  const t = useT();
  const description = textAt(item.now ?? item.old ?? undefined, item.kind === 'instructions' ? 'instructions' : 'description');
  const annotations = ownAt(item.now ?? undefined, 'annotations');
  return (
    <div role="group" className={`review-item review-${item.state}`} aria-label={item.name}>
      <header>
        <h2><span className="soft">{t(`kind.${item.kind}`)}</span> <Hostile text={item.name} cap={80} /></h2>
        <span className={`tag tag-review-${item.state}`}>{t(`review.state.${item.state}`)}</span>
      </header>
      {item.refused === null ? null : <Notice tone="danger">{t('review.refused')} {spokenCode('refused', item.refused, t)}</Notice>}
      {item.state === 'changed' && item.old !== null && item.now !== null ? <DefinitionDiff old={item.old} now={item.now} pointers={item.pointers} /> : null}
      {description === null || item.state === 'changed' ? null : <QuotedBox text={description} label={t('review.says')} />}
      {annotations === undefined ? null : <details><summary>{t('review.hints')}</summary><pre className="json">{prettyJson(annotations)}</pre></details>}
      <details><summary>{t('review.definition')}</summary><JsonView value={item.now ?? item.old} label={t('review.definition')} /></details>
      {decidable(item) ? <Decision item={item} decided={decided} onDecided={onDecided} /> : null}
    </div>
  );
}

function Decision({ item, decided, onDecided }: ItemProps) {
  const t = useT();
  const name = itemKey(item);
  const effect = decided?.effect ?? item.offer?.effect ?? null;
  return (
    <div className="decision">
      <fieldset className="radios">
        <legend className="visually-hidden">{t('review.decision')}</legend>
        {(['accept', 'block'] as const).map((decision) => (
          <label key={decision} className="check"><input type="radio" name={name} checked={decided?.decision === decision} onChange={() => onDecided({ decision, effect })} /> {t(`review.${decision}`)}</label>
        ))}
      </fieldset>
      {item.offer === null || effect === null ? null : (
        <label className="effect-choice">
          {t('review.effect')}
          <select value={effect} disabled={item.offer.from === 'recipe'} onChange={(event) => { const found = EFFECTS.find((one) => one === event.target.value); if (found) onDecided({ decision: decided?.decision ?? 'accept', effect: found }); }}>
            {EFFECTS.map((one) => <option key={one} value={one}>{t(`effect.${one}`)}</option>)}
          </select>
          <span className="hint">{t(`effect-source.${item.offer.from}`)}</span>
        </label>
      )}
    </div>
  );
}
