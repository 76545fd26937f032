import type { LinesView } from '../../../preload/contract/views.ts';

/** Lines of one kind that follow one another: their places among all lines, and the first one's number on each side. */
export interface Run {
  readonly op: 'same' | 'add' | 'remove';
  readonly from: number;
  readonly count: number;
  readonly old: number;
  readonly now: number;
}

const OPS = { '=': 'same', '+': 'add', '-': 'remove' } as const;

/** The shape of a diff without its texts, so that any part of it can be laid out before it is there. */
export function shapeOf(lines: LinesView): readonly Run[] {
  return numbered(lines.rest === undefined ? countedRuns(lines.lines) : readRuns(lines.rest.runs));
}

type Counted = Pick<Run, 'op' | 'count'>;

function readRuns(text: string): Counted[] {
  return Array.from(text.matchAll(/([=+-])(\d+)/g), ([, sign, count]) => ({ op: OPS[sign as '=' | '+' | '-'], count: Number(count) }));
}

function countedRuns(lines: LinesView['lines']): Counted[] {
  const runs: Counted[] = [];
  for (let from = 0, to = 0; from < lines.length; from = to) {
    const op = lines[from]?.op ?? 'same';
    while (to < lines.length && lines[to]?.op === op) to += 1;
    runs.push({ op, count: to - from });
  }
  return runs;
}

function numbered(runs: readonly Counted[]): Run[] {
  let [from, old, now] = [0, 1, 1];
  return runs.map(({ op, count }) => {
    const run = { op, count, from, old, now };
    from += count;
    if (op !== 'add') old += count;
    if (op !== 'remove') now += count;
    return run;
  });
}

/** How many lines a change adds and removes. */
export function lineCounts(runs: readonly Run[]): { readonly added: number; readonly removed: number } {
  const sum = (op: Run['op']): number => runs.reduce((all, run) => (run.op === op ? all + run.count : all), 0);
  return { added: sum('add'), removed: sum('remove') };
}
