import { useT } from '../../app/language-context.tsx';
import { Hostile, Pieces } from '../hostile-text.tsx';
import { prettyJson, type Json } from '../json.ts';
import { Scalar } from '../form/value-list.tsx';
import type { FieldChange } from './change-rows.ts';
import { wordMarks } from './words.ts';

/** One field of a record: its name, what was, what will be. */
export function FieldRow({ verb, field }: { verb: 'create' | 'update' | 'delete'; field: FieldChange }) {
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
      </span>
    );
  }
  if (typeof value === 'object' && value !== null) return <code className="cell-text"><Pieces text={prettyJson(value)} keep={'\n'} /></code>;
  return <Scalar value={value} />;
}
