import type { PlanHeadView, PlanRowView } from '../../../preload/contract/views.ts';
import type { Json } from '../../ui/json.ts';

type Columns = PlanHeadView['columns'];

/** Least and most share of the width one column takes, in characters of its longest word. */
const LEAST = 4;
const MOST = 16;
/** Rows looked at: the widths of a set must not cost more the longer it is. */
const LOOKED_AT = 200;

/**
 * The columns of a set's table as a CSS grid: each as wide, beside the others, as its longest word, so that a date or a time
 * stands unbroken where there is room for it. The same for every row, for each is laid out by itself.
 */
export function columnWidths(rows: readonly PlanRowView[], columns: Columns): string {
  return columns.map(({ name, title }) => `minmax(0, ${Math.min(MOST, Math.max(LEAST, ...[title, ...valuesOf(rows, name)].map(longestWord)))}fr)`).join(' ');
}

/** The columns that tell rows apart first: what is the same in all of them names none. */
export function tellingApart(rows: readonly PlanRowView[], columns: Columns): Columns {
  const same = new Set(columns.filter(({ name }) => new Set(valuesOf(rows, name)).size < 2));
  return [...columns.filter((column) => !same.has(column)), ...same];
}

/** A value of a cell as one line of text. */
export function textOf(value: Json): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function valuesOf(rows: readonly PlanRowView[], column: string): readonly string[] {
  return rows.slice(0, LOOKED_AT).flatMap(({ cells }) => {
    const value = Object.hasOwn(cells, column) ? cells[column] : undefined;
    return value === undefined || value === null ? [] : [textOf(value)];
  });
}

function longestWord(text: string): number {
  return Math.max(...text.slice(0, 60).split(/\s/u).map((word) => word.length));
}
