import type { ChangeView, LinesView, SpecialView } from '../../../preload/contract/views.ts';
import { layOut, type LaidRow } from './layout.ts';
import { lineCounts, shapeOf } from './shape.ts';

type Record_ = Extract<ChangeView, { kind: 'fields' }>;
type Verb = Record_['verb'];
export type FieldChange = Record_['fields'][number];
export type RowChange = Extract<ChangeView, { kind: 'rows' }>['rows'][number];

/** One row of the painted change. All changes of a card are one list, so that any number of them scrolls alike. */
export type ChangeRow =
  | { readonly kind: 'text-head'; readonly key: string; readonly change: Extract<ChangeView, { kind: 'text' }>; readonly added: number; readonly removed: number }
  | { readonly kind: 'fields-head'; readonly target: string; readonly verb: Verb; readonly count: number }
  | { readonly kind: 'field-names'; readonly verb: Verb }
  | { readonly kind: 'special'; readonly record: Record_; readonly special: SpecialView }
  | { readonly kind: 'rows-head'; readonly noun: string; readonly count: number }
  | { readonly kind: 'field'; readonly verb: Verb; readonly field: FieldChange }
  /** A long value: its lines follow. */
  | { readonly kind: 'long-head'; readonly key: string; readonly label: string; readonly lines: LinesView; readonly added: number; readonly removed: number }
  | { readonly kind: 'columns'; readonly columns: readonly string[] }
  /** An item further down, of a page that may not be there yet. */
  | { readonly kind: 'later-field'; readonly change: Record_; readonly at: number }
  | { readonly kind: 'later-row'; readonly change: Extract<ChangeView, { kind: 'rows' }>; readonly at: number }
  | { readonly kind: 'move'; readonly from: string; readonly to: string }
  | { readonly kind: 'said'; readonly text: string }
  | { readonly kind: 'rendered'; readonly lines: LinesView }
  | { readonly kind: 'laid'; readonly lines: LinesView; readonly row: Exclude<LaidRow, { kind: 'fold' }> }
  | { readonly kind: 'fold'; readonly key: string; readonly lines: LinesView; readonly from: number; readonly count: number };

/** How a person wants the changes laid out. */
export interface ChangeWish {
  readonly sideBySide: boolean;
  /** The folds that are open, each by the key of its text and its first line. */
  readonly opened: ReadonlySet<string>;
  /** The texts that are shown as their readers will see them, by their keys. */
  readonly rendered: ReadonlySet<string>;
}

/** The rows of all changes, any of which can be asked for. */
export interface ChangeRows {
  readonly count: number;
  row(index: number): ChangeRow;
}

/** Lays the changes out as rows. Only unchanged lines are ever out of sight, each run of them as a row that counts them. */
export function changeRows(changes: readonly ChangeView[], wish: ChangeWish): ChangeRows {
  const blocks = changes.flatMap((change, at) => blocksOf(change, String(at), wish));
  const starts: number[] = [];
  let count = 0;
  for (const block of blocks) {
    starts.push(count);
    count += block.count;
  }
  return {
    count,
    row(index) {
      let [low, high] = [0, starts.length - 1];
      while (low < high) {
        const middle = (low + high + 1) >> 1;
        if ((starts[middle] as number) <= index) low = middle;
        else high = middle - 1;
      }
      return (blocks[low] as Block).row(index - (starts[low] as number));
    },
  };
}

type Block = ChangeRows;
const rowsBlock = (rows: readonly ChangeRow[]): Block => ({ count: rows.length, row: (index) => rows[index] as ChangeRow });

function blocksOf(change: ChangeView, key: string, wish: ChangeWish): Block[] {
  switch (change.kind) {
    case 'move': return [rowsBlock([{ kind: 'move', from: change.from, to: change.to }])];
    case 'said': return [rowsBlock([{ kind: 'said', text: change.text }])];
    case 'text': return [rowsBlock([{ kind: 'text-head', key, change, ...lineCounts(shapeOf(change)) }]), linesBlock(change, key, wish)];
    case 'fields': return [...recordBlocks(change, key, wish), ...laterBlock(change, change.fields.length, (at) => ({ kind: 'later-field', change, at }))];
    case 'rows': {
      const { noun, rows, rest } = change;
      return [
        rowsBlock([{ kind: 'rows-head', noun, count: rest?.count ?? rows.length }]),
        ...rows.flatMap((row, at) => recordBlocks({ kind: 'fields', ...row }, `${key}.${at}`, wish)),
        ...laterBlock(change, rows.length, (at) => ({ kind: 'later-row', change, at })),
      ];
    }
  }
}

function laterBlock({ rest }: { readonly rest?: { readonly count: number } }, here: number, row: (at: number) => ChangeRow): Block[] {
  return rest === undefined ? [] : [{ count: rest.count - here, row: (index) => row(here + index) }];
}

/** The rows of a diff, or one row for the text as its readers will see it. */
export function linesBlock(lines: LinesView, key: string, wish: ChangeWish): Block {
  if (wish.rendered.has(key)) return rowsBlock([{ kind: 'rendered', lines }]);
  const layout = layOut(shapeOf(lines), wish.sideBySide && lines.columns === undefined, openedIn(key, wish.opened));
  return {
    count: layout.count,
    row(index) {
      const row = layout.row(index);
      return row.kind === 'fold' ? { kind: 'fold', key: `${key}:${row.from}`, lines, from: row.from, count: row.count } : { kind: 'laid', lines, row };
    },
  };
}

function recordBlocks(record: Record_, key: string, wish: ChangeWish): Block[] {
  const { target, verb, fields, special, rest } = record;
  const shown = special?.situation === 'media' ? withoutContent(fields, special) : fields;
  const head: ChangeRow[] = [{ kind: 'fields-head', target, verb, count: rest?.count ?? fields.length }];
  if (special !== undefined) head.push({ kind: 'special', record, special });
  if (shown.some(({ long }) => long === undefined)) head.push({ kind: 'field-names', verb });
  const blocks = [rowsBlock(head)];
  let plain: ChangeRow[] = [];
  shown.forEach((field, at) => {
    if (field.long === undefined) return plain.push({ kind: 'field', verb, field });
    blocks.push(rowsBlock(plain), ...longBlocks(field, field.long, `${key}.f${at}`, wish));
    plain = [];
    return undefined;
  });
  return [...blocks, rowsBlock(plain)].filter(({ count }) => count > 0);
}

/** A long value: its name, and its lines below. */
export function longBlocks({ label }: FieldChange, lines: LinesView, key: string, wish: ChangeWish): Block[] {
  const columns: ChangeRow[] = lines.columns === undefined ? [] : [{ kind: 'columns', columns: lines.columns }];
  return [rowsBlock([{ kind: 'long-head', key, label, lines, ...lineCounts(shapeOf(lines)) }, ...columns]), linesBlock(lines, key, wish)];
}

/** The bytes of a picture are shown as the picture; as text they would say nothing. */
function withoutContent(fields: readonly FieldChange[], special: Extract<SpecialView, { situation: 'media' }>): readonly FieldChange[] {
  const contents = [special.before?.content, special.after?.content];
  return fields.filter(({ pointer }) => !contents.includes(pointer));
}

function openedIn(key: string, opened: ReadonlySet<string>): Set<number> {
  const prefix = `${key}:`;
  return new Set([...opened].filter((one) => one.startsWith(prefix)).map((one) => Number(one.slice(prefix.length))));
}
