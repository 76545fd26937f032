import type { ChangeView } from '../../../preload/contract/views.ts';

export type DiffLine = Extract<ChangeView, { kind: 'text' }>['lines'][number];

/** Unchanged lines kept around a change. */
export const CONTEXT = 3;

/** A line with its number on each side, null where the side has no such line. */
export interface NumberedLine {
  readonly kind: 'line';
  readonly op: DiffLine['op'];
  readonly text: string;
  readonly old: number | null;
  readonly now: number | null;
}

/** Unchanged lines out of sight, named by their count and their first line. */
export interface Fold {
  readonly kind: 'fold';
  readonly from: number;
  readonly lines: readonly NumberedLine[];
}
export type DiffRow = NumberedLine | Fold;

/** Numbers the lines of both sides. */
export function numberLines(lines: readonly DiffLine[]): NumberedLine[] {
  let old = 0;
  let now = 0;
  return lines.map((line) => {
    if (line.op !== 'add') old += 1;
    if (line.op !== 'remove') now += 1;
    return { kind: 'line', op: line.op, text: line.text, old: line.op === 'add' ? null : old, now: line.op === 'remove' ? null : now };
  });
}

/**
 * Folds runs of unchanged lines, keeping {@link CONTEXT} lines beside each change. A fold never hides a changed
 * line, and the rows with every fold opened are exactly the lines. A run that would save fewer than two lines stays.
 */
export function foldLines(lines: readonly DiffLine[], opened: ReadonlySet<number>): DiffRow[] {
  const numbered = numberLines(lines);
  const near = new Uint8Array(numbered.length);
  numbered.forEach((line, at) => {
    if (line.op !== 'same') near.fill(1, Math.max(0, at - CONTEXT), at + CONTEXT + 1);
  });
  const rows: DiffRow[] = [];
  for (let at = 0; at < numbered.length;) {
    let end = at;
    while (end < numbered.length && near[end] === 0) end += 1;
    const run = numbered.slice(at, end);
    if (run.length >= 2 && !opened.has(at)) rows.push({ kind: 'fold', from: at, lines: run });
    else rows.push(...run);
    at = end;
    while (at < numbered.length && near[at] === 1) rows.push(numbered[at++] as NumberedLine);
  }
  return rows;
}

/** One row of the side-by-side view. */
export type PairRow = Fold | { readonly kind: 'pair'; readonly left: NumberedLine | null; readonly right: NumberedLine | null };

/** Sets removed lines beside the added ones that follow them. Every line of the input is in exactly one pair. */
export function pairRows(rows: readonly DiffRow[]): PairRow[] {
  const pairs: PairRow[] = [];
  let removed: NumberedLine[] = [];
  let added: NumberedLine[] = [];
  const flush = (): void => {
    for (let at = 0; at < Math.max(removed.length, added.length); at += 1) {
      pairs.push({ kind: 'pair', left: removed[at] ?? null, right: added[at] ?? null });
    }
    removed = [];
    added = [];
  };
  for (const row of rows) {
    if (row.kind === 'line' && row.op === 'remove') {
      if (added.length > 0) flush();
      removed.push(row);
    } else if (row.kind === 'line' && row.op === 'add') {
      added.push(row);
    } else {
      flush();
      pairs.push(row.kind === 'fold' ? row : { kind: 'pair', left: row, right: row });
    }
  }
  flush();
  return pairs;
}

/** The partner of each changed line, for word marks: the n-th removed line of a run goes with its n-th added one. */
export function partners(rows: readonly DiffRow[]): Map<NumberedLine, NumberedLine> {
  const found = new Map<NumberedLine, NumberedLine>();
  for (const pair of pairRows(rows)) {
    if (pair.kind === 'pair' && pair.left !== null && pair.right !== null && pair.left !== pair.right) {
      found.set(pair.left, pair.right);
      found.set(pair.right, pair.left);
    }
  }
  return found;
}

/** How many lines a change adds and removes. */
export function lineCounts(lines: readonly DiffLine[]): { added: number; removed: number } {
  let added = 0;
  let removed = 0;
  for (const line of lines) {
    if (line.op === 'add') added += 1;
    if (line.op === 'remove') removed += 1;
  }
  return { added, removed };
}
