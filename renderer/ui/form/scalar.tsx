import { useT } from '../../app/language-context.tsx';
import { Pieces } from '../hostile-text.tsx';
import type { Json } from '../json.ts';

/** One plain value as a person reads it. */
export function Scalar({ value }: { value: Json }) {
  const t = useT();
  if (value === null) return <em>{t('common.nothing')}</em>;
  if (value === '') return <em>{t('values.empty-text')}</em>;
  if (typeof value === 'boolean') return <>{t(value ? 'common.yes' : 'common.no')}</>;
  if (typeof value === 'string') return <span dir="auto"><Pieces text={value} keep="" /></span>;
  return <>{String(value)}</>;
}
