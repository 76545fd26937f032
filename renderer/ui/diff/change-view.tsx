import { useMemo, useState, type RefObject } from 'react';
import { countedNoun, visible } from '../../../preload/contract/language/index.ts';
import type { ChangeView as Change } from '../../../preload/contract/views.ts';
import { useT } from '../../app/language-context.tsx';
import { Pieces, QuotedBox } from '../hostile-text.tsx';
import { Rows } from '../rows.tsx';
import { changeRows, foldKey, type ChangeRow } from './change-rows.ts';
import { FieldRow } from './field-row.tsx';
import { LineRow, PairLine } from './line-row.tsx';
import { SpecialRow } from './special-view.tsx';
import '../form/values.css';
import './diff.css';
import './special.css';

/** The change of a card: every text, record and move as one list of rows. */
export function ChangeList({ changes, sideBySide, scroller }: { changes: readonly Change[]; sideBySide: boolean; scroller: RefObject<HTMLElement | null> }) {
  const [opened, setOpened] = useState<ReadonlySet<string>>(new Set());
  const rows = useMemo(() => changeRows(changes, sideBySide, opened), [changes, sideBySide, opened]);
  const open = (key: string): void => setOpened((before) => new Set(before).add(key));
  return (
    <div className="change">
      <Rows count={rows.length} scroller={scroller} estimate={22} row={(at) => <Row row={rows[at] as ChangeRow} onOpen={open} />} />
    </div>
  );
}

function Row({ row, onOpen }: { row: ChangeRow; onOpen: (key: string) => void }) {
  const t = useT();
  switch (row.kind) {
    case 'text-head': return (
      <div className="change-head">
        <code className="target"><Pieces text={row.target} keep="" /></code>
        <span className="counts">{t(`change.text.${row.state}`)}{' · '}<b className="plus">+{row.added}</b> <b className="minus">−{row.removed}</b></span>
      </div>
    );
    case 'fields-head': return (
      <div className="change-head">
        <code className="target"><Pieces text={row.target} keep="" /></code>
        <span className="counts">{t(`change.record.${row.verb}`, { count: row.count })}</span>
      </div>
    );
    case 'field-names': return (
      <div className={`field-row field-names field-${row.verb}`} aria-hidden="true">
        <span>{t('change.field')}</span>
        {row.verb === 'create' ? null : <span>{t('change.before')}</span>}
        {row.verb === 'delete' ? null : <span>{t('change.after')}</span>}
      </div>
    );
    case 'special': return <SpecialRow change={row.record} special={row.special} />;
    case 'rows-head': return <div className="change-head"><b>{countedNoun(row.noun, row.count, t)}</b></div>;
    case 'field': return <FieldRow verb={row.verb} field={row.field} />;
    case 'move': return (
      <dl className="move">
        <div><dt>{t('change.from')}</dt><dd><code><Pieces text={row.from} keep="" /></code></dd></div>
        <div><dt>{t('change.to')}</dt><dd><code><Pieces text={row.to} keep="" /></code></dd></div>
      </dl>
    );
    case 'said': return <QuotedBox text={row.text} label={t('change.said')} />;
    case 'line': return <LineRow line={row.line} partner={row.partner} />;
    case 'pair': return <PairLine left={row.left} right={row.right} />;
    case 'fold': return (
      <button type="button" className="fold" onClick={() => onOpen(foldKey(row.change, row.fold))}>
        {t('change.fold', { count: row.fold.lines.length, first: firstWords(row.fold.lines) })}
      </button>
    );
  }
}

/** What a fold hides, named by the first line that says something. */
function firstWords(lines: readonly { readonly text: string }[]): string {
  const line = lines.find((one) => one.text.trim() !== '')?.text.trim() ?? '';
  return line === '' ? '…' : visible(line, 40);
}
