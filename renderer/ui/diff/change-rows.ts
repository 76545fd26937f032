import type { ChangeView, SpecialView } from '../../../preload/contract/views.ts';
import { foldLines, lineCounts, pairRows, partners, type DiffRow, type Fold, type NumberedLine, type PairRow } from './fold.ts';

export type FieldChange = Extract<ChangeView, { kind: 'fields' }>['fields'][number];

/** One row of the painted change. All changes of a card are one list, so that any number of them scrolls alike. */
export type ChangeRow =
  | { readonly kind: 'text-head'; readonly target: string; readonly state: 'created' | 'removed' | 'changed'; readonly added: number; readonly removed: number }
  | { readonly kind: 'fields-head'; readonly target: string; readonly verb: 'create' | 'update' | 'delete'; readonly count: number }
  | { readonly kind: 'field-names'; readonly verb: 'create' | 'update' | 'delete' }
  | { readonly kind: 'special'; readonly record: Extract<ChangeView, { kind: 'fields' }>; readonly special: SpecialView }
  | { readonly kind: 'rows-head'; readonly noun: string; readonly count: number }
  | { readonly kind: 'field'; readonly verb: 'create' | 'update' | 'delete'; readonly field: FieldChange }
  | { readonly kind: 'move'; readonly from: string; readonly to: string }
  | { readonly kind: 'said'; readonly text: string }
  | { readonly kind: 'line'; readonly line: NumberedLine; readonly partner: NumberedLine | null }
  | { readonly kind: 'pair'; readonly left: NumberedLine | null; readonly right: NumberedLine | null }
  | { readonly kind: 'fold'; readonly change: number; readonly fold: Fold };

/** The folds a person opened, as `change:from`. */
export function foldKey(change: number, fold: Fold): string {
  return `${change}:${fold.from}`;
}

/** Lays the changes out as rows. Only unchanged lines are ever out of sight, each run as a row that counts them. */
export function changeRows(changes: readonly ChangeView[], sideBySide: boolean, opened: ReadonlySet<string>): ChangeRow[] {
  return changes.flatMap((change, at) => rowsOf(change, at, sideBySide, opened));
}

function rowsOf(change: ChangeView, at: number, sideBySide: boolean, opened: ReadonlySet<string>): ChangeRow[] {
  switch (change.kind) {
    case 'move': return [{ kind: 'move', from: change.from, to: change.to }];
    case 'said': return [{ kind: 'said', text: change.text }];
    case 'fields': {
      const [head, ...fields] = recordRows(change);
      if (change.special === undefined || head === undefined) return recordRows(change);
      const shown = change.special.situation === 'media' ? withoutContent(fields, change.special) : fields;
      return [head, { kind: 'special', record: change, special: change.special }, ...shown];
    }
    case 'rows': return [{ kind: 'rows-head', noun: change.noun, count: change.rows.length }, ...change.rows.flatMap(recordRows)];
    case 'text': {
      const folded = foldLines(change.lines, openedIn(at, opened));
      const body = sideBySide ? pairRows(folded) : folded;
      const beside = sideBySide ? null : partners(folded);
      return [
        { kind: 'text-head', target: change.target, state: !change.existsBefore ? 'created' : !change.existsAfter ? 'removed' : 'changed', ...lineCounts(change.lines) },
        ...body.map((row) => bodyRow(row, at, beside)),
      ];
    }
  }
}

/** The bytes of a picture are shown as the picture; as text they would say nothing. */
function withoutContent(rows: readonly ChangeRow[], special: Extract<SpecialView, { situation: 'media' }>): ChangeRow[] {
  const contents = [special.before?.content, special.after?.content];
  return rows.filter((row) => row.kind !== 'field' || !contents.includes(row.field.pointer));
}

function recordRows({ target, verb, fields }: Pick<Extract<ChangeView, { kind: 'fields' }>, 'target' | 'verb' | 'fields'>): ChangeRow[] {
  const names: ChangeRow[] = fields.length === 0 ? [] : [{ kind: 'field-names', verb }];
  return [{ kind: 'fields-head', target, verb, count: fields.length }, ...names, ...fields.map((field): ChangeRow => ({ kind: 'field', verb, field }))];
}

function bodyRow(row: DiffRow | PairRow, at: number, beside: Map<NumberedLine, NumberedLine> | null): ChangeRow {
  if (row.kind === 'fold') return { kind: 'fold', change: at, fold: row };
  if (row.kind === 'pair') return row;
  return { kind: 'line', line: row, partner: beside?.get(row) ?? null };
}

function openedIn(change: number, opened: ReadonlySet<string>): Set<number> {
  const prefix = `${change}:`;
  return new Set([...opened].filter((key) => key.startsWith(prefix)).map((key) => Number(key.slice(prefix.length))));
}
