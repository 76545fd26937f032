import { lazy, Suspense, type RefObject } from 'react';
import { spokenCode } from '../../../preload/contract/language/index.ts';
import type { PlannedCallView } from '../../../preload/contract/views.ts';
import { useT } from '../../app/language-context.tsx';
import { ValueList } from '../../ui/form/value-list.tsx';
import { Skeleton } from '../../ui/parts.tsx';
import { NamedFiles } from './named-files.tsx';

const ChangeList = lazy(async () => ({ default: (await import('../../ui/diff/change-view.tsx')).ChangeList }));

interface ChangeProps {
  readonly card: PlannedCallView;
  readonly scroller: RefObject<HTMLElement | null>;
  readonly sideBySide: boolean;
  readonly onSideBySide: (on: boolean) => void;
}

/** The change as far as it is known, what is not known, and the arguments that will be sent. */
export function Change({ card, scroller, sideBySide, onSideBySide }: ChangeProps) {
  const t = useT();
  const { preview } = card;
  const known = preview.changes.length > 0;
  const hasText = preview.changes.some((change) => change.kind === 'text');
  return (
    <>
      <div className="change-bar">
        <p className={`preview-kind preview-${preview.kind}`}>{t(`preview.${preview.kind}`)}</p>
        {hasText ? (
          <div className="toggle" role="group" aria-label={t('change.view')}>
            <button type="button" aria-pressed={!sideBySide} onClick={() => onSideBySide(false)}>{t('change.one-column')}</button>
            <button type="button" aria-pressed={sideBySide} onClick={() => onSideBySide(true)}>{t('change.side-by-side')}</button>
          </div>
        ) : null}
      </div>
      {preview.unknowns.length === 0 ? null : (
        <ul className="unknowns">{preview.unknowns.map((code) => <li key={code}>{spokenCode('unknown', code, t)}</li>)}</ul>
      )}
      {known ? <Suspense fallback={<Skeleton label={t('common.loading')} />}><ChangeList changes={preview.changes} sideBySide={sideBySide} scroller={scroller} /></Suspense> : null}
      <NamedFiles files={preview.files} />
      <Arguments card={card} scroller={scroller} folded={known} />
    </>
  );
}

/** The arguments as they will be sent; folded where a change already shows what they do. */
function Arguments({ card, scroller, folded }: { card: PlannedCallView; scroller: RefObject<HTMLElement | null>; folded: boolean }) {
  const t = useT();
  return (
    <details className="arguments" open={!folded}>
      <summary>{t('card.arguments', { count: Object.keys(card.args).length })}</summary>
      <ValueList value={card.args} schema={card.inputSchema} scroller={scroller} />
    </details>
  );
}
