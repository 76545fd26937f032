import { Suspense, useState, type RefObject } from 'react';
import { spokenCode } from '../../../preload/contract/language/index.ts';
import type { PlannedCallView } from '../../../preload/contract/views.ts';
import { useT } from '../../app/language-context.tsx';
import { ValueList } from '../../ui/form/value-list.tsx';
import { useArguments } from '../../ui/diff/pages.ts';
import { ChangeList } from '../../ui/diff/painters.ts';
import { Notice, Skeleton } from '../../ui/parts.tsx';
import { NamedFiles } from './named-files.tsx';

interface ChangeProps {
  readonly card: PlannedCallView;
  readonly scroller: RefObject<HTMLElement | null>;
  readonly sideBySide: boolean;
  readonly onSideBySide: (on: boolean) => void;
  /** The call is over: its arguments are what was planned, not what will be sent. */
  readonly over?: boolean;
}

/** The change as far as it is known, what is not known, and the arguments that will be sent. */
export function Change({ card, scroller, sideBySide, onSideBySide, over = false }: ChangeProps) {
  const t = useT();
  const { preview } = card;
  const known = preview.changes.length > 0;
  const hasText = preview.changes.some((change) => change.kind === 'text' || (change.kind === 'fields' && change.fields.some(({ long }) => long !== undefined && long.columns === undefined)));
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
      <Arguments card={card} scroller={scroller} folded={known} over={over} />
    </>
  );
}

/** The arguments as they will be sent; folded where a change already shows what they do. */
function Arguments({ card, scroller, folded, over }: { card: PlannedCallView; scroller: RefObject<HTMLElement | null>; folded: boolean; over: boolean }) {
  const t = useT();
  const [open, setOpen] = useState(!folded);
  const { args, argsText } = card;
  return (
    <details className="arguments" open={open} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{over ? t('activity.arguments') : argsText === undefined ? t('card.arguments', { count: Object.keys(args).length }) : t('card.arguments-long', { count: argsText.count })}</summary>
      {open || argsText === undefined ? <ArgumentValues card={card} scroller={scroller} /> : null}
    </details>
  );
}

/** Long arguments are fetched only when somebody wants to read them. */
function ArgumentValues({ card, scroller }: { card: PlannedCallView; scroller: RefObject<HTMLElement | null> }) {
  const t = useT();
  const args = useArguments(card);
  if (args === null) return <Skeleton label={t('common.loading')} />;
  if (args === false) return <Notice tone="danger" role="alert">{t('card.arguments-missing')}</Notice>;
  return <ValueList value={args} schema={card.inputSchema} scroller={scroller} />;
}
