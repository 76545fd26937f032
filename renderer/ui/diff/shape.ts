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

const shapes = new WeakMap<LinesView, readonly Run[]>();

/** The shape of a diff without its texts, so that any part of it can be laid out before it is there. Read once for each diff. */
export function shapeOf(lines: LinesView): readonly Run[] {
  const known = shapes.get(lines);
  if (known !== undefined) return known;
  const shape = numbered(lines.rest === undefined ? countedRuns(lines.lines) : readRuns(lines.rest.runs));
  shapes.set(lines, shape);
  return shape;
}

type Counted = Pick<Run, 'op' | 'count'>;

const [ZERO, NINE] = [48, 57];

/** `=12+1-3`: letter by letter, for a hundred thousand matches of a pattern are a hundred thousand arrays. The contract checks the form. */
function readRuns(text: string): Counted[] {
  const runs: Counted[] = [];
  for (let at = 0; at < text.length;) {
    const op = OPS[text.charAt(at) as keyof typeof OPS];
    let count = 0;
    for (at += 1; at < text.length && isDigit(text.charCodeAt(at)); at += 1) count = count * 10 + text.charCodeAt(at) - ZERO;
    runs.push({ op, count });
  }
  return runs;
}

function isDigit(code: number): boolean {
  return code >= ZERO && code <= NINE;
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
