import type { Mapping, Table } from '../../core/skills/plan/table.ts';
import type { CellEdit } from './prepare.ts';

/** Columns chosen by their header: the exact text, else the same without capitals; '' takes none. Gives the text that no header has. */
export function columnsByName(chosen: Readonly<Record<string, string>>, header: readonly string[]): Mapping | string {
  const mapping: Record<string, number | null> = {};
  for (const [column, text] of Object.entries(chosen)) {
    const exact = header.indexOf(text);
    const at = text === '' ? null : exact !== -1 ? exact : header.findIndex((one) => one.toLowerCase() === text.toLowerCase());
    if (at === -1) return text;
    mapping[column] = at;
  }
  return mapping;
}

/**
 * A table with the cells a person corrected. A column that the file does not have is added behind the others, so that a value can be given
 * for it all the same. Gives the place that is not there, as it was written. What a cell's program could not give is no problem any more.
 */
export function withEdits(table: Table, mapping: Mapping, edits: readonly CellEdit[]): { readonly table: Table; readonly mapping: Mapping } | string {
  if (edits.length === 0) return { table, mapping };
  const header = [...table.header];
  const columns: Record<string, number | null> = { ...mapping };
  const cells = new Map(table.rows.map(({ at, cells: old }) => [at, [...old]]));
  const mended = new Set<string>();
  for (const { row, column, value } of edits) {
    const there = cells.get(row);
    if (there === undefined || !Object.hasOwn(columns, column)) return `${row}.${column}`;
    const at = columns[column] ?? header.push(`(${column})`) - 1;
    columns[column] = at;
    while (there.length <= at) there.push(null);
    there[at] = value === '' ? null : value;
    mended.add(`${row} ${at}`);
  }
  return {
    mapping: columns,
    table: {
      ...table, header, rows: table.rows.map(({ at }) => ({ at, cells: cells.get(at) ?? [] })),
      ...(table.problems === undefined ? {} : { problems: table.problems.filter(({ at, column }) => column === null || !mended.has(`${at} ${column}`)) }),
    },
  };
}
