import { useMemo, useState, type RefObject } from 'react';
import { countedNoun, visible } from '../../../preload/contract/language/index.ts';
import type { ChangeView as Change, LinesView } from '../../../preload/contract/views.ts';
import { useT } from '../../app/language-context.tsx';
import { Hostile, Pieces, QuotedBox } from '../hostile-text.tsx';
import { Rows } from '../rows.tsx';
import { changeRows, type ChangeRow, type ChangeWish } from './change-rows.ts';
import { FieldRow } from './field-row.tsx';
import { formattedAs, formattedName, MOST_RENDERED_LINES, type Formatted } from './formatted-as.ts';
import { LaterField, LaterRow } from './later.tsx';
import { LaidLine } from './line-row.tsx';
import { itemAt, useCardPages } from './pages.ts';
import { columnsOf } from './record-columns.ts';
import { RenderedLines } from './rendered-lines.tsx';
import { SpecialRow } from './special-view.tsx';
import '../form/values.css';
import './diff.css';
import './special.css';

/** The change of a card: every text, record and move as one list of rows. */
export function ChangeList({ changes, sideBySide, scroller }: { changes: readonly Change[]; sideBySide: boolean; scroller: RefObject<HTMLElement | null> }) {
  const [opened, setOpened] = useState<ReadonlySet<string>>(new Set());
  const [rendered, setRendered] = useState<ReadonlySet<string>>(new Set());
  const wish: ChangeWish = useMemo(() => ({ sideBySide, opened, rendered }), [sideBySide, opened, rendered]);
  const rows = useMemo(() => changeRows(changes, wish), [changes, wish]);
  const acts: Acts = {
    rendered,
    onOpen: (key) => setOpened((before) => new Set(before).add(key)),
    onRender: (key) => setRendered((before) => toggled(before, key)),
  };
  return (
    <div className="change">
      <Rows count={rows.count} scroller={scroller} estimate={22} row={(at) => <Row row={rows.row(at)} acts={acts} />} />
    </div>
  );
}

interface Acts {
  readonly rendered: ReadonlySet<string>;
  readonly onOpen: (key: string) => void;
  readonly onRender: (key: string) => void;
}

function toggled(set: ReadonlySet<string>, key: string): ReadonlySet<string> {
  const next = new Set(set);
  if (!next.delete(key)) next.add(key);
  return next;
}

function Row({ row, acts }: { row: ChangeRow; acts: Acts }) {
  const t = useT();
  switch (row.kind) {
    case 'text-head': return (
      <>
        <div className="change-head">
          <code className="target"><Pieces text={row.change.target} keep="" /></code>
          <span className="counts">{t(`change.text.${stateOf(row.change)}`)}{' · '}<Counts row={row} /></span>
        </div>
        <RenderSwitch as={formattedName(row.change.target)} lines={row.change} name="" at={row.key} acts={acts} />
        <CutHint lines={row.change} />
      </>
    );
    case 'long-head': return (
      <>
        <div className="change-head long-head">
          <b><Hostile text={row.label} /></b>
          <span className="counts"><Counts row={row} /></span>
        </div>
        <RenderSwitch as={formattedAs(row.lines.lines.map(({ text }) => text).join(''))} lines={row.lines} name={row.label} at={row.key} acts={acts} />
        <CutHint lines={row.lines} />
      </>
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
    case 'columns': return <div className="line record-line field-names" style={columnsOf(row.columns)}><span /><span />{row.columns.map((name) => <Hostile key={name} text={name} cap={40} />)}</div>;
    case 'special': return <SpecialRow change={row.record} special={row.special} />;
    case 'rows-head': return <div className="change-head"><b>{countedNoun(row.noun, row.count, t)}</b></div>;
    case 'field': return <FieldRow verb={row.verb} field={row.field} />;
    case 'later-field': return <LaterField change={row.change} at={row.at} />;
    case 'later-row': return <LaterRow change={row.change} at={row.at} />;
    case 'move': return (
      <dl className="move">
        <div><dt>{t('change.from')}</dt><dd><code><Pieces text={row.from} keep="" /></code></dd></div>
        <div><dt>{t('change.to')}</dt><dd><code><Pieces text={row.to} keep="" /></code></dd></div>
      </dl>
    );
    case 'said': return <QuotedBox text={row.text} label={t('change.said')} />;
    case 'rendered': return <RenderedLines lines={row.lines} />;
    case 'laid': return <LaidLine lines={row.lines} row={row.row} />;
    case 'fold': return <Fold row={row} onOpen={acts.onOpen} />;
  }
}

function stateOf({ existsBefore, existsAfter }: Extract<Change, { kind: 'text' }>): 'created' | 'removed' | 'changed' {
  return !existsBefore ? 'created' : existsAfter ? 'changed' : 'removed';
}

function Counts({ row: { added, removed } }: { row: { readonly added: number; readonly removed: number } }) {
  const { locale } = useT();
  return <><b className="plus">+{added.toLocaleString(locale)}</b> <b className="minus">−{removed.toLocaleString(locale)}</b></>;
}

/** Rows are lines everywhere but where one would be too long to paint; there it is said. */
function CutHint({ lines }: { lines: LinesView }) {
  const t = useT();
  return lines.cut === true ? <p className="hint cut-hint">{t('change.cut')}</p> : null;
}

/** Reads a formatted text as its readers will, or as its source. */
function RenderSwitch({ as, lines, name, at, acts }: { as: Formatted | null; lines: LinesView; name: string; at: string; acts: Acts }) {
  const t = useT();
  if (as === null || (lines.rest?.count ?? 0) > MOST_RENDERED_LINES) return null;
  const on = acts.rendered.has(at);
  return (
    <div className="field-switch">
      <button type="button" className="link" aria-pressed={on} onClick={() => acts.onRender(at)}>{t(on ? 'change.as-source' : 'change.as-rendered')}{name === '' ? null : <>: <Hostile text={name} cap={40} /></>}</button>
    </div>
  );
}

/** What a fold hides, counted and named by its first line. */
function Fold({ row, onOpen }: { row: Extract<ChangeRow, { kind: 'fold' }>; onOpen: (key: string) => void }) {
  const t = useT();
  const pages = useCardPages();
  const first = itemAt(row.lines.lines, row.lines.rest, row.from, pages)?.text.trim() ?? '';
  return (
    <button type="button" className="fold" onClick={() => onOpen(row.key)}>
      {t('change.fold', { count: row.count, first: first === '' ? '…' : visible(first, 40) })}
    </button>
  );
}
