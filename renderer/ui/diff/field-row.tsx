import { lazy, Suspense, useState } from 'react';
import { useT } from '../../app/language-context.tsx';
import { Hostile, Pieces } from '../hostile-text.tsx';
import { prettyJson, type Json } from '../json.ts';
import { Scalar } from '../form/scalar.tsx';
import type { FieldChange } from './change-rows.ts';
import { dateWords } from './date-words.ts';
import { formattedAs } from './formatted-as.ts';
import { RecordTable, recordLists } from './record-table.tsx';
import { wordMarks } from './words.ts';

const RenderedView = lazy(() => import('./rendered-view.tsx'));

/** One field of a record: its name, what was, what will be. Formatted texts can be read as their readers will, lists as a table. */
export function FieldRow({ verb, field }: { verb: 'create' | 'update' | 'delete'; field: FieldChange }) {
  const t = useT();
  const [rendered, setRendered] = useState(false);
  const { before, after } = field;
  const texts = [before, after].filter((value) => typeof value === 'string');
  const as = texts.map(formattedAs).find((kind) => kind !== null) ?? null;
  const lists = recordLists(before, after);
  if (lists !== null) return <section className="field-list"><div className="field-label field-row"><Hostile text={field.label} /></div><RecordTable lists={lists} /></section>;
  return (
    <>
    {as === null ? null : (
      <div className="field-switch">
        <button type="button" className="link" aria-pressed={rendered} onClick={() => setRendered(!rendered)}>{t(rendered ? 'change.as-source' : 'change.as-rendered')}: <Hostile text={field.label} cap={40} /></button>
      </div>
    )}
    {rendered && as !== null
      ? <Suspense fallback={null}><RenderedView before={typeof before === 'string' ? before : ''} after={typeof after === 'string' ? after : ''} as={as} /></Suspense>
      : <Source verb={verb} field={field} />}
    </>
  );
}

function Source({ verb, field }: { verb: 'create' | 'update' | 'delete'; field: FieldChange }) {
  const t = useT();
  const { before, after } = field;
  return (
    <div className={`field-row field-${verb}`}>
      <div className="field-label"><Hostile text={field.label} /></div>
      {verb === 'create' ? null : <div className="cell cell-old"><span className="visually-hidden">{t('change.before')}: </span><Cell value={before} other={after} side="old" /></div>}
      {verb === 'delete' ? null : <div className="cell cell-now"><span className="visually-hidden">{t('change.after')}: </span><Cell value={after} other={before} side="now" /></div>}
    </div>
  );
}

function Cell({ value, other, side }: { value: Json | undefined; other: Json | undefined; side: 'old' | 'now' }) {
  const t = useT();
  if (value === undefined) return <em>{t('change.absent')}</em>;
  if (typeof value === 'string' && value !== '') {
    return (
      <span className="cell-text" dir="auto">
        {wordMarks(value, typeof other === 'string' ? other : null, side).map((stretch, at) => stretch.changed
          ? <span key={at} className="word"><Pieces text={stretch.text} keep={'\n\t'} /></span>
          : <Pieces key={at} text={stretch.text} keep={'\n\t'} />)}
        <DateWords value={value} />
      </span>
    );
  }
  if (typeof value === 'object' && value !== null) return <code className="cell-text"><Pieces text={prettyJson(value)} keep={'\n'} /></code>;
  return <Scalar value={value} />;
}

/** A date in the person's words, beside the value as it will be sent. */
function DateWords({ value }: { value: string }) {
  const words = dateWords(value, useT().locale);
  return words === null ? null : <span className="cell-date"> {words}</span>;
}
