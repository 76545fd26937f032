import type { Run } from './shape.ts';

/** Unchanged lines kept around a change. */
export const CONTEXT = 3;

/** What is painted in one row. Places are among all lines of the diff; numbers are those of the lines on each side. */
export type LaidRow =
  | { readonly kind: 'line'; readonly op: Run['op']; readonly at: number; readonly partner: number | null; readonly old: number | null; readonly now: number | null }
  | { readonly kind: 'pair'; readonly left: number | null; readonly right: number | null; readonly old: number; readonly now: number }
  /** Unchanged lines out of sight. */
  | { readonly kind: 'fold'; readonly from: number; readonly count: number };

/** The rows of a diff, any of which can be asked for. */
export interface Layout {
  readonly count: number;
  row(index: number): LaidRow;
}

/** Rows that follow one another and are made alike. */
interface Part {
  readonly start: number;
  readonly count: number;
  row(offset: number): LaidRow;
}

/**
 * Lays a diff out in one column or side by side. Runs of unchanged lines are folded, {@link CONTEXT} of them kept beside
 * each change; a fold never hides a changed line, and with every fold opened the rows are exactly the lines. A run that
 * would save fewer than two lines stays. `opened`: the first lines of folds that are open.
 */
export function layOut(runs: readonly Run[], sideBySide: boolean, opened: ReadonlySet<number>): Layout {
  const parts: Part[] = [];
  let start = 0;
  const add = (count: number, row: Part['row']): void => {
    if (count === 0) return;
    parts.push({ start, count, row });
    start += count;
  };
  for (let at = 0; at < runs.length; at += 1) {
    const run = runs[at] as Run;
    if (run.op === 'same') addSame(run, at === 0, at === runs.length - 1, sideBySide, opened, add);
    else if (run.op === 'remove' && runs[at + 1]?.op === 'add') addChanged(run, runs[at += 1] as Run, sideBySide, add);
    else addAlone(run, sideBySide, add);
  }
  return { count: start, row: (index) => rowIn(parts, index) };
}

type Add = (count: number, row: Part['row']) => void;

function addSame(run: Run, first: boolean, last: boolean, sideBySide: boolean, opened: ReadonlySet<number>, add: Add): void {
  const head = first ? 0 : Math.min(CONTEXT, run.count);
  const tail = last ? 0 : Math.min(CONTEXT, run.count - head);
  const hidden = run.count - head - tail;
  const same = (offset: number): LaidRow => sideBySide
    ? { kind: 'pair', left: run.from + offset, right: run.from + offset, old: run.old + offset, now: run.now + offset }
    : { kind: 'line', op: 'same', at: run.from + offset, partner: null, old: run.old + offset, now: run.now + offset };
  const from = run.from + head;
  if (hidden < 2 || opened.has(from)) return add(run.count, same);
  add(head, same);
  add(1, () => ({ kind: 'fold', from, count: hidden }));
  add(tail, (offset) => same(head + hidden + offset));
}

/** Removed lines and the added ones that follow them: the n-th of one goes with the n-th of the other. */
function addChanged(gone: Run, come: Run, sideBySide: boolean, add: Add): void {
  if (sideBySide) {
    return add(Math.max(gone.count, come.count), (offset) => ({
      kind: 'pair', left: offset < gone.count ? gone.from + offset : null, right: offset < come.count ? come.from + offset : null, old: gone.old + offset, now: come.now + offset,
    }));
  }
  const partner = (other: Run, offset: number): number | null => (offset < other.count ? other.from + offset : null);
  add(gone.count, (offset) => ({ kind: 'line', op: 'remove', at: gone.from + offset, partner: partner(come, offset), old: gone.old + offset, now: null }));
  add(come.count, (offset) => ({ kind: 'line', op: 'add', at: come.from + offset, partner: partner(gone, offset), old: null, now: come.now + offset }));
}

function addAlone(run: Run, sideBySide: boolean, add: Add): void {
  const comes = run.op === 'add';
  add(run.count, (offset) => {
    const [at, old, now] = [run.from + offset, run.old + offset, run.now + offset];
    return sideBySide
      ? { kind: 'pair', left: comes ? null : at, right: comes ? at : null, old, now }
      : { kind: 'line', op: run.op, at, partner: null, old: comes ? null : old, now: comes ? now : null };
  });
}

function rowIn(parts: readonly Part[], index: number): LaidRow {
  let [low, high] = [0, parts.length - 1];
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((parts[middle] as Part).start <= index) low = middle;
    else high = middle - 1;
  }
  const part = parts[low] as Part;
  return part.row(index - part.start);
}
