import { diffArrays } from 'diff';
import { useMemo } from 'react';
import { useT } from '../../app/language-context.tsx';
import { Hostile } from '../hostile-text.tsx';
import type { Json } from '../json.ts';

type Rec = Readonly<Record<string, Json>>;

/** Columns beyond this many and lists beyond this length are shown as text, whole. */
const MOST_COLUMNS = 8;
const MOST_ROWS = 200;

/** The records of both sides where a value is a list of flat records; null where it is none. */
export function recordLists(before: Json | undefined, after: Json | undefined): { readonly old: readonly Rec[]; readonly now: readonly Rec[]; readonly columns: readonly string[] } | null {
  const [old, now] = [recordsIn(before), recordsIn(after)];
  if (old === null || now === null || old.length + now.length === 0 || old.length + now.length > MOST_ROWS) return null;
  const columns = [...new Set([...old, ...now].flatMap((record) => Object.keys(record)))];
  return columns.length === 0 || columns.length > MOST_COLUMNS ? null : { old, now, columns };
}

function recordsIn(value: Json | undefined): readonly Rec[] | null {
  if (value === undefined) return [];
  if (!Array.isArray(value)) return null;
  const records: Rec[] = [];
  for (const item of value as readonly Json[]) {
    if (typeof item !== 'object' || item === null || Array.isArray(item)) return null;
    if (Object.values(item as Rec).some((member) => typeof member === 'object' && member !== null)) return null;
    records.push(item as Rec);
  }
  return records;
}

/** Two lists of records as one table; rows that come and go are marked and said. */
export function RecordTable({ lists }: { lists: NonNullable<ReturnType<typeof recordLists>> }) {
  const t = useT();
  const rows = useMemo(() => tableRows(lists.old, lists.now), [lists]);
  return (
    <div className="record-table" tabIndex={0} role="group" aria-label={t('change.rows', { count: rows.length })}>
      <table>
        <thead><tr><th scope="col">{t('change.op')}</th>{lists.columns.map((column) => <th key={column} scope="col"><Hostile text={column} cap={40} /></th>)}</tr></thead>
        <tbody>
          {rows.map(({ op, record }, at) => (
            <tr key={at} className={`row-${op}`}>
              <td>{op === 'same' ? '' : t(`change.line.${op}`).replace(/:$/, '')}</td>
              {lists.columns.map((column) => <td key={column}>{record[column] === undefined ? '' : <Hostile text={String(record[column])} cap={400} />}</td>)}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function tableRows(old: readonly Rec[], now: readonly Rec[]): { op: 'same' | 'add' | 'remove'; record: Rec }[] {
  const keys = (records: readonly Rec[]): string[] => records.map((record) => JSON.stringify(Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1))));
  let [atOld, atNow] = [0, 0];
  return diffArrays(keys(old), keys(now)).flatMap((part) => part.value.map(() => {
    if (part.removed) return { op: 'remove' as const, record: old[atOld++] ?? {} };
    if (!part.added) atOld += 1;
    return { op: part.added ? 'add' as const : 'same' as const, record: now[atNow++] ?? {} };
  }));
}
