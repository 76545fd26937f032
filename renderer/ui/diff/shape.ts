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
  const shape = new Runs();
  if (lines.rest === undefined) countRuns(lines.lines, shape);
  else readRuns(lines.rest.runs, shape);
  shapes.set(lines, shape.all);
  return shape.all;
}

/** Runs as they follow one another, each with its places. */
class Runs {
  readonly all: Run[] = [];
  #from = 0;
  #old = 1;
  #now = 1;

  add(op: Run['op'], count: number): void {
    this.all.push({ op, count, from: this.#from, old: this.#old, now: this.#now });
    this.#from += count;
    if (op !== 'add') this.#old += count;
    if (op !== 'remove') this.#now += count;
  }
}

const [ZERO, NINE] = [48, 57];

/** `=12+1-3`: letter by letter, for a hundred thousand matches of a pattern are a hundred thousand arrays. The contract checks the form. */
function readRuns(text: string, into: Runs): void {
  for (let at = 0; at < text.length;) {
    const op = OPS[text.charAt(at) as keyof typeof OPS];
    let count = 0;
    for (at += 1; at < text.length && isDigit(text.charCodeAt(at)); at += 1) count = count * 10 + text.charCodeAt(at) - ZERO;
    into.add(op, count);
  }
}

function isDigit(code: number): boolean {
  return code >= ZERO && code <= NINE;
}

function countRuns(lines: LinesView['lines'], into: Runs): void {
  for (let from = 0, to = 0; from < lines.length; from = to) {
    const op = lines[from]?.op ?? 'same';
    while (to < lines.length && lines[to]?.op === op) to += 1;
    into.add(op, to - from);
  }
}

/** How many lines a change adds and removes. */
export function lineCounts(runs: readonly Run[]): { readonly added: number; readonly removed: number } {
  let [added, removed] = [0, 0];
  for (const { op, count } of runs) {
    if (op === 'add') added += count;
    if (op === 'remove') removed += count;
  }
  return { added, removed };
}
