import type { Run, Shape } from './shape.ts';

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

/**
 * Lays a diff out in one column or side by side. Runs of unchanged lines are folded, {@link CONTEXT} of them kept beside
 * each change; a fold never hides a changed line, and with every fold opened the rows are exactly the lines. A run that
 * would save fewer than two lines stays. `opened`: the first lines of folds that are open.
 *
 * Only where each run begins is worked out beforehand: a diff may have a hundred thousand of them, and a screen shows thirty rows.
 */
export function layOut(shape: Shape, sideBySide: boolean, opened: ReadonlySet<number>): Layout {
  const starts = new Uint32Array(shape.length + 1);
  for (let at = 0; at < shape.length; at += 1) starts[at + 1] = (starts[at] ?? 0) + rowsOf(shape, at, sideBySide, opened);
  return {
    count: starts[shape.length] ?? 0,
    row(index) {
      const at = runAt(starts, index);
      const [run, offset] = [shape.run(at), index - (starts[at] ?? 0)];
      if (run.op === 'same') return sameRow(run, foldOf(shape, at, opened), offset, sideBySide);
      return sideBySide ? pairRow(run, comesAfter(shape, at), offset) : changedRow(run, comesAfter(shape, at) ?? goneBefore(shape, at), offset);
    },
  };
}

/** How many rows a run takes. Side by side, added lines that follow removed ones stand in their rows. */
function rowsOf(shape: Shape, at: number, sideBySide: boolean, opened: ReadonlySet<number>): number {
  const { op, count } = shape.run(at);
  if (op === 'same') return count - Math.max(0, (foldOf(shape, at, opened)?.hidden ?? 1) - 1);
  if (!sideBySide) return count;
  return goneBefore(shape, at) === null ? Math.max(count, comesAfter(shape, at)?.count ?? 0) : 0;
}

/** The added lines that follow these removed ones: the n-th of one goes with the n-th of the other. */
function comesAfter(shape: Shape, at: number): Run | null {
  if (at + 1 >= shape.length || shape.run(at).op !== 'remove') return null;
  const next = shape.run(at + 1);
  return next.op === 'add' ? next : null;
}

/** The removed lines that these added ones follow. */
function goneBefore(shape: Shape, at: number): Run | null {
  if (at === 0 || shape.run(at).op !== 'add') return null;
  const before = shape.run(at - 1);
  return before.op === 'remove' ? before : null;
}

interface Folded {
  readonly head: number;
  readonly hidden: number;
}

/** What of an unchanged run is out of sight; null where all of it is shown. */
function foldOf(shape: Shape, at: number, opened: ReadonlySet<number>): Folded | null {
  const { count, from } = shape.run(at);
  const head = at === 0 ? 0 : Math.min(CONTEXT, count);
  const tail = at === shape.length - 1 ? 0 : Math.min(CONTEXT, count - head);
  const hidden = count - head - tail;
  return hidden < 2 || opened.has(from + head) ? null : { head, hidden };
}

function sameRow(run: Run, fold: Folded | null, offset: number, sideBySide: boolean): LaidRow {
  if (fold !== null && offset === fold.head) return { kind: 'fold', from: run.from + fold.head, count: fold.hidden };
  const line = fold !== null && offset > fold.head ? offset + fold.hidden - 1 : offset;
  const [at, old, now] = [run.from + line, run.old + line, run.now + line];
  return sideBySide ? { kind: 'pair', left: at, right: at, old, now } : { kind: 'line', op: 'same', at, partner: null, old, now };
}

function changedRow(run: Run, other: Run | null, offset: number): LaidRow {
  const comes = run.op === 'add';
  const partner = other !== null && offset < other.count ? other.from + offset : null;
  return { kind: 'line', op: run.op, at: run.from + offset, partner, old: comes ? null : run.old + offset, now: comes ? run.now + offset : null };
}

function pairRow(run: Run, come: Run | null, offset: number): LaidRow {
  const left = run.op === 'remove' ? run : null;
  const right = run.op === 'add' ? run : come;
  const place = (side: Run | null): number | null => (side !== null && offset < side.count ? side.from + offset : null);
  return { kind: 'pair', left: place(left), right: place(right), old: run.old + offset, now: (come ?? run).now + offset };
}

/** The run a row is in: the last one that begins there or before. */
function runAt(starts: Uint32Array, index: number): number {
  let [low, high] = [0, Math.max(0, starts.length - 2)];
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((starts[middle] ?? 0) <= index) low = middle;
    else high = middle - 1;
  }
  return low;
}
