import { useMemo, type RefObject } from 'react';
import { useT } from '../../app/language-context.tsx';
import { Hostile, Pieces } from '../hostile-text.tsx';
import type { Json } from '../json.ts';
import { Rows } from '../rows.tsx';
import { Scalar } from './scalar.tsx';
import { valueRows, type ValueRow } from './value-rows.ts';
import './values.css';

/** A JSON value for reading: names, titles, types, every text whole. */
export function ValueList({ value, schema, scroller }: { value: Json; schema?: Json; scroller: RefObject<HTMLElement | null> }) {
  const t = useT();
  const rows = useMemo(() => valueRows(value, schema), [value, schema]);
  if (rows.length === 0) return <p className="hint">{t('values.none')}</p>;
  return <div className="values"><Rows count={rows.length} scroller={scroller} estimate={30} row={(at) => <Row row={rows[at] as ValueRow} />} /></div>;
}

function Row({ row }: { row: ValueRow }) {
  const t = useT();
  const indent = { paddingInlineStart: Math.min(row.depth, 8) * 16 };
  if (row.kind === 'line') {
    return (
      <div className="value-line" style={indent}>
        <span className="line-number" aria-hidden="true">{row.number}</span>
        <code><Pieces text={row.text.replace(/\n$/, '')} keep={'\t'} /></code>
      </div>
    );
  }
  return (
    <div className="value" style={indent}>
      <div className="value-name">
        <span className="name"><Hostile text={row.title ?? row.name} /></span>
        <span className="type">{row.title === null ? null : <><code><Hostile text={row.name} cap={60} /></code>{' · '}</>}{row.type === 'nothing' ? null : t(`type.${row.type}`)}{row.count === null ? null : ` · ${t(`type.count.${row.type === 'text' || row.type === 'date' ? 'text' : 'members'}`, { count: row.count })}`}</span>
      </div>
      {row.value === undefined ? null : <div className="value-text"><Scalar value={row.value} /></div>}
    </div>
  );
}
