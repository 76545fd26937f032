import type { Cell } from '../../core/skills/plan/table.ts';

/** How far down a header may stand: above it are titles and dates of print. */
const SEARCHED = 30;

export function isBlank(cell: Cell | undefined): boolean {
  return cell === undefined || cell === null || (typeof cell === 'string' && cell.trim() === '');
}

/**
 * Position of the row that holds the headers: the first that is about as wide as the table and holds words only. -1: none. `groups`: rows
 * with a cell over several columns, which name groups of columns; they count only where no other row does.
 */
export function findHeader(rows: readonly (readonly Cell[])[], groups: ReadonlySet<number> = new Set()): number {
  const top = rows.slice(0, SEARCHED);
  const width = Math.max(0, ...top.map(filled));
  if (width === 0) return -1;
  const couldBe = (row: readonly Cell[]): boolean => filled(row) >= Math.max(1, Math.ceil(width * 0.6)) && row.every((cell) => isBlank(cell) || isWord(cell));
  const found = top.findIndex((row, at) => !groups.has(at) && couldBe(row));
  return found === -1 ? top.findIndex(couldBe) : found;
}

function filled(row: readonly Cell[]): number {
  return row.filter((cell) => !isBlank(cell)).length;
}

function isWord(cell: Cell): boolean {
  return typeof cell === 'string' && /\p{L}/u.test(cell) && !/^\d{4}-\d\d-\d\d/.test(cell) && cell.length <= 120;
}

/** Headers as names: blank ones get a number, equal ones a second number, so that each column can be named. */
export function headerNames(cells: readonly Cell[], width: number): readonly string[] {
  const seen = new Map<string, number>();
  return Array.from({ length: width }, (_, at) => {
    const cell = cells[at] ?? null;
    const name = isBlank(cell) ? `(${at + 1})` : String(cell).trim().replace(/\s+/g, ' ').slice(0, 120);
    const count = (seen.get(name) ?? 0) + 1;
    seen.set(name, count);
    return count === 1 ? name : `${name} (${count})`;
  });
}
