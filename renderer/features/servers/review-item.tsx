import { spokenCode, visible } from '../../../preload/contract/language/index.ts';
import { EFFECTS } from '../../../preload/contract/words.ts';
import type { ReviewItemView, ReviewRowView } from '../../../preload/contract/views.ts';
import { useT } from '../../app/language-context.tsx';
import { FindingList } from '../../ui/findings.tsx';
import { Hostile, Pieces, QuotedBox } from '../../ui/hostile-text.tsx';
import { JsonView } from '../../ui/json-view.tsx';
import { ownAt, prettyJson, textAt } from '../../ui/json.ts';
import { Button, Notice } from '../../ui/parts.tsx';
import { useLocked } from '../policy/use-locked.ts';
import { LockSign } from '../policy/why.tsx';
import { DefinitionDiff } from './definition-diff.tsx';
import { RankedChanges } from './review-changes.tsx';
import { itemKey, REASON_CHARS, suggestedEffect, type Decided } from './review-model.ts';
import { clockTime } from './servers-selectors.ts';

interface ItemProps {
  readonly row: ReviewRowView;
  readonly item: ReviewItemView;
  readonly decided: Decided | null;
  readonly onDecided: (decided: Decided) => void;
}

/** One definition: what it says, how it differs from what was accepted, what is odd about it, and what is decided. */
export function ReviewItem({ row, item, decided, onDecided, sideBySide, onHistory }: ItemProps & { readonly sideBySide: boolean; readonly onHistory: () => void }) {
  const t = useT();
  const { rank } = row;
  const diff = item.old !== null && item.now !== null;
  return (
    <div role="group" className={`review-item review-${item.state}${rank === null ? '' : ` review-rank-${rank}`}`} aria-label={item.name} data-item={itemKey(item)}>
      <header>
        <h2><span className="soft">{t(`kind.${item.kind}`)}</span> <Hostile text={item.name} cap={80} /></h2>
        <span className="review-marks">
          <span className={`tag tag-review-${item.state}`}>{t(`review.state.${item.state}`)}</span>
          <Button look="quiet" keys="H" onClick={onHistory}>{t('review.history')}</Button>
        </span>
      </header>
      {item.refused === null ? null : <Notice tone="danger">{t('review.refused')} {spokenCode('refused', item.refused, t)}</Notice>}
      {item.state === 'removed' ? <p className="hint">{t('review.removed-words')}</p> : null}
      <Former former={item.former} />
      <RankedChanges changes={item.changes} label={t('review.changes')} />
      <Alike alike={item.alike} />
      <FindingList findings={item.findings ?? []} more={item.moreFindings} />
      {item.findings === null && item.now !== null ? <p className="hint">{t('findings.not-scanned-one')}</p> : null}
      {diff && item.old !== null && item.now !== null ? <DefinitionDiff old={item.old} now={item.now} sideBySide={sideBySide} /> : <Words item={item} />}
      <details><summary>{t('review.definition')}</summary><JsonView value={item.now ?? item.old} label={t('review.definition')} /></details>
      {row.decidable ? <Decision row={row} item={item} decided={decided} onDecided={onDecided} /> : null}
    </div>
  );
}

/** What the server says of it, in a box of its own, and its hints. */
function Words({ item }: { item: ReviewItemView }) {
  const t = useT();
  const description = textAt(item.now ?? item.old ?? undefined, item.kind === 'instructions' ? 'instructions' : 'description');
  const annotations = ownAt(item.now ?? undefined, 'annotations');
  return (
    <>
      {description === null ? null : <QuotedBox text={description} label={t('review.says')} />}
      {annotations === undefined ? null : <details><summary>{t('review.hints')}</summary><pre className="json"><Pieces text={prettyJson(annotations)} keep={'\n'} /></pre></details>}
    </>
  );
}

/** What was decided about it while the server ran another program. It is no decision about this one. */
function Former({ former }: { former: ReviewItemView['former'] }) {
  const t = useT();
  if (former === null) return null;
  const facts = { at: clockTime(former.at, t.locale), by: former.by === 'build' ? t('review.history-build') : visible(former.by, 80) };
  return <p className="hint">{t(`review.former-${former.decision}`, facts)} {former.same ? t('review.former-same') : null}</p>;
}

function Alike({ alike }: { alike: ReviewItemView['alike'] }) {
  const t = useT();
  if (alike.length === 0) return null;
  return (
    <Notice tone="caution">
      {t('review.alike')} {alike.map((one, at) => <span key={at}>{at === 0 ? '' : ', '}<q><Hostile text={one.name} cap={80} /></q> · <Hostile text={one.serverName} cap={60} /></span>)}
    </Notice>
  );
}

function Decision({ row, item, decided, onDecided }: ItemProps) {
  const t = useT();
  const name = itemKey(item);
  const effect = decided?.effect ?? suggestedEffect(row);
  const reason = decided?.reason ?? '';
  const isLocked = useLocked('review-servers').length > 0;
  return (
    <div className="decision">
      <fieldset className="radios">
        <legend className="visually-hidden">{t('review.decision')}</legend>
        {(['accept', 'block'] as const).map((decision) => (
          <label key={decision} className="check"><input type="radio" name={name} disabled={isLocked && decision === 'accept'} checked={decided?.decision === decision} onChange={() => onDecided({ ...decided, decision, effect, reason })} /> {isLocked && decision === 'accept' ? <LockSign /> : null} {t(`review.${decision}`)}</label>
        ))}
      </fieldset>
      {item.offer === null || effect === null ? null : (
        <label className="effect-choice">
          {t('review.effect')}
          <select value={effect} disabled={isLocked || item.offer.from === 'recipe'} onChange={(event) => { const found = EFFECTS.find((one) => one === event.target.value); if (found) onDecided({ ...decided, decision: decided?.decision ?? 'accept', effect: found, reason }); }}>
            {EFFECTS.map((one) => <option key={one} value={one}>{t(`effect.${one}`)}</option>)}
          </select>
          <span className="hint">{effect === item.offer.effect ? t(`effect-source.${item.offer.from}`) : effect === item.accepted ? t('effect-source.review') : ''}</span>
        </label>
      )}
      {item.readBack === undefined || decided?.decision !== 'accept' ? null : (
        <label className="check">
          <input type="checkbox" checked={decided.readBack === true} onChange={(event) => onDecided({ ...decided, readBack: event.target.checked })} />
          <span>{t('review.read-back')} <code><Hostile text={item.readBack.read} /></code></span>
        </label>
      )}
      {item.dryRun === undefined || decided?.decision !== 'accept' || effect !== 'write' ? null : (
        <label className="check">
          <input type="checkbox" checked={decided.dryRun === true} onChange={(event) => onDecided({ ...decided, dryRun: event.target.checked })} />
          <span>{t('review.dry-run')} <code><Hostile text={item.dryRun.at.slice(1)} /></code>. <span className="hint">{t('review.dry-run-hint')}</span></span>
        </label>
      )}
      {decided === null ? item.state === 'same' ? <span className="hint">{t('review.same-words')}</span> : null : (
        <input className="reason" aria-label={t('review.reason-one')} placeholder={t('review.reason-one')} maxLength={REASON_CHARS} value={reason} onChange={(event) => onDecided({ ...decided, reason: event.target.value })} />
      )}
    </div>
  );
}
