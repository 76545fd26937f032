import { useMemo, type RefObject } from 'react';
import { visible, type Translate } from '../../../preload/contract/language/index.ts';
import type { PlanRowView } from '../../../preload/contract/views.ts';
import { useT } from '../../app/language-context.tsx';
import { Hostile } from '../../ui/hostile-text.tsx';
import type { Json } from '../../ui/json.ts';
import { Rows } from '../../ui/rows.tsx';
import { columnWidths, tellingApart, textOf } from './column-layout.ts';
import type { ShownPlan } from './plans-store.ts';
import { whyWords } from './plan-words.ts';

interface PlanTableProps {
  readonly plan: ShownPlan;
  readonly scroller: RefObject<HTMLElement | null>;
  readonly onLeave: (rowIds: readonly string[], out: boolean) => void;
  readonly onOpen: (row: PlanRowView) => void;
}

/** One row per object, riskiest first. A box takes a row in or out while the set asks; its name opens the whole of it. */
export function PlanTable({ plan, scroller, onLeave, onOpen }: PlanTableProps) {
  const t = useT();
  const { head, rows } = plan;
  const asks = head.stage === 'asking';
  const out = rows.filter((row) => row.state === 'left-out');
  const columns = useMemo(() => head.columns.slice(0, 5), [head.columns]);
  const widths = useMemo(() => columnWidths(rows, columns), [rows, columns]);
  const naming = useMemo(() => tellingApart(rows, columns), [rows, columns]);
  return (
    <div className="plan-table" style={{ ['--columns' as string]: widths }}>
      {asks ? (
        <label className="check">
          <input type="checkbox" checked={out.length === 0} onChange={(event) => onLeave(rows.map((row) => row.rowId), !event.target.checked)} />
          {t('plan.all', { count: rows.length })}
        </label>
      ) : null}
      <div className="plan-head" aria-hidden="true">
        <span /><span>{t('plan.state')}</span>{columns.map(({ name, title }) => <span key={name}><Hostile text={title} cap={24} /></span>)}
      </div>
      <Rows count={rows.length} scroller={scroller} estimate={44} row={(at) => <Row row={rows[at] as PlanRowView} columns={columns} naming={naming} asks={asks} onLeave={onLeave} onOpen={onOpen} />} />
    </div>
  );
}

function Row({ row, columns, naming, asks, onLeave, onOpen }: { row: PlanRowView; columns: Columns; naming: Columns; asks: boolean } & Pick<PlanTableProps, 'onLeave' | 'onOpen'>) {
  const t = useT();
  const name = nameOf(row, naming, t);
  const why = whyWords(row, t);
  return (
    <div className={`plan-row row-${row.state}`} data-row={row.rowId}>
      <span>{asks ? <input type="checkbox" aria-label={t('plan.take-in', { name })} checked={row.state !== 'left-out'} onChange={(event) => onLeave([row.rowId], !event.target.checked)} /> : null}</span>
      <button type="button" className="link plan-state" aria-label={t('plan.open', { name, state: t(`row.${row.state}`) })} onClick={() => onOpen(row)}>{t(`row.${row.state}`)}</button>
      {columns.map(({ name: column }) => <span key={column} className="plan-cell"><Cell value={row.cells[column]} /></span>)}
      {row.marks.length === 0 && row.cautions.length === 0 && why === null ? null : (
        <ul className="plan-notes">
          {row.marks.map((mark, at) => <li key={at}>{t(`mark.${mark.code}`)}{mark.pointer === '' ? null : <> <q><Hostile text={titleAt(columns, mark.pointer)} cap={30} /></q></>}{mark.value === null ? null : typeof mark.value === 'number' && ABOUT_ROWS.has(mark.code) ? <> · {t('plan.row', { row: String(mark.value) })}</> : <> <q><Hostile text={textOf(mark.value)} cap={40} /></q></>}</li>)}
          {why === null ? null : <li>{why}{row.said === null ? null : <> <q><Hostile text={row.said} cap={160} /></q></>}</li>}
          {row.afterwards === 'different' ? <li className="plan-alarm">{t('afterwards.different')}</li> : null}
        </ul>
      )}
    </div>
  );
}

type Columns = ShownPlan['head']['columns'];

/** What the column is called that a mark points at. */
function titleAt(columns: Columns, pointer: string): string {
  return columns.find(({ name }) => pointer === `/${name}`)?.title ?? pointer.slice(1);
}

/** Marks whose number is another row's. */
const ABOUT_ROWS: ReadonlySet<string> = new Set(['duplicate', 'clash', 'same-key']);

function Cell({ value }: { value: Json | undefined }) {
  return value === undefined || value === null ? null : <Hostile text={textOf(value)} cap={60} />;
}

/** What a row is called by those who hear it: its first filled cell, of the columns that tell rows apart. */
export function nameOf(row: PlanRowView, columns: Columns, t: Translate): string {
  const first = columns.map(({ name }) => row.cells[name]).find((value) => typeof value === 'string' && value !== '');
  return typeof first === 'string' ? visible(first, 60) : t('plan.row', { row: row.rowId });
}
