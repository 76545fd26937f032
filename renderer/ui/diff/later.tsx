import { useMemo, useRef, useState } from 'react';
import type { LinesView } from '../../../preload/contract/views.ts';
import { useT } from '../../app/language-context.tsx';
import { Hostile, Pieces } from '../hostile-text.tsx';
import { MoreBelow } from '../more-below.tsx';
import { Rows } from '../rows.tsx';
import { linesBlock, type ChangeRow, type FieldChange, type RowChange } from './change-rows.ts';
import { FieldRow } from './field-row.tsx';
import { LaidLine } from './line-row.tsx';
import { itemAt, useCardPages } from './pages.ts';

type Later<K extends ChangeRow['kind']> = Extract<ChangeRow, { kind: K }>;

/** A field of a page further down. */
export function LaterField({ change, at }: Pick<Later<'later-field'>, 'change' | 'at'>) {
  const pages = useCardPages();
  const field = itemAt(change.fields, change.rest, at, pages);
  return field === undefined ? <Waits /> : <AnyField verb={change.verb} field={field} />;
}

/** An object of a page further down. */
export function LaterRow({ change, at }: Pick<Later<'later-row'>, 'change' | 'at'>) {
  const t = useT();
  const pages = useCardPages();
  const row = itemAt<RowChange>(change.rows, change.rest, at, pages);
  if (row === undefined) return <Waits />;
  return (
    <>
      <div className="change-head">
        <code className="target"><Pieces text={row.target} keep="" /></code>
        <span className="counts">{t(`change.record.${row.verb}`, { count: row.fields.length })}</span>
      </div>
      {row.fields.map((field) => <AnyField key={field.pointer} verb={row.verb} field={field} />)}
    </>
  );
}

/** A field where its lines are not part of the list around. */
export function AnyField({ verb, field }: { verb: RowChange['verb']; field: FieldChange }) {
  return field.long === undefined ? <FieldRow verb={verb} field={field} /> : <LongField label={field.label} lines={field.long} />;
}

/** A long value in a box of its own, for places where its lines are not part of the list around. */
function LongField({ label, lines }: { label: string; lines: LinesView }) {
  const box = useRef<HTMLDivElement>(null);
  const [opened, setOpened] = useState<ReadonlySet<string>>(new Set());
  const t = useT();
  const rows = useMemo(() => linesBlock(lines, 'long', { sideBySide: false, opened, rendered: new Set() }), [lines, opened]);
  const row = (at: number) => {
    const one = rows.row(at);
    if (one.kind === 'laid') return <LaidLine lines={one.lines} row={one.row} />;
    if (one.kind !== 'fold') return null;
    return <button type="button" className="fold" onClick={() => setOpened((before) => new Set(before).add(one.key))}>{t('change.fold', { count: one.count, first: '…' })}</button>;
  };
  return (
    <section className="field-list">
      <div className="field-label field-row"><Hostile text={label} /></div>
      <div ref={box} className="long-box" tabIndex={0} role="group" aria-label={t('change.rows', { count: lines.rest?.count ?? lines.lines.length })}>
        <Rows count={rows.count} scroller={box} estimate={22} row={row} />
      </div>
      <MoreBelow scroller={box} watch={rows} />
    </section>
  );
}

function Waits() {
  return <div className="line line-waits" aria-hidden="true">…</div>;
}
