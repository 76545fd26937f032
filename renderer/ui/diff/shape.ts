import type { LinesView } from '../../../preload/contract/views.ts';

/** Lines of one kind that follow one another: their places among all lines, and the first one's number on each side. */
export interface Run {
  readonly op: 'same' | 'add' | 'remove';
  readonly from: number;
  readonly count: number;
  readonly old: number;
  readonly now: number;
}

/** The runs of a diff, in order. */
export interface Shape {
  readonly length: number;
  run(at: number): Run;
}

const OPS = ['same', 'add', 'remove'] as const;
const SIGNS = '=+-';

const shapes = new WeakMap<LinesView, Shape>();

/** The shape of a diff without its texts, so that any part of it can be laid out before it is there. Read once for each diff. */
export function shapeOf(lines: LinesView): Shape {
  const known = shapes.get(lines);
  if (known !== undefined) return known;
  const shape = lines.rest === undefined ? countedRuns(lines.lines) : readRuns(lines.rest.runs);
  shapes.set(lines, shape);
  return shape;
}

/** Runs as numbers in a row: a hundred thousand objects would have to be cleared away again, while the window stands still. */
class Runs implements Shape {
  length = 0;
  readonly #numbers: Uint32Array;
  #from = 0;
  #old = 1;
  #now = 1;

  constructor(most: number) {
    this.#numbers = new Uint32Array(most * FIELDS);
  }

  add(op: number, count: number): void {
    const first = this.length * FIELDS;
    this.#numbers[first] = op;
    this.#numbers[first + 1] = count;
    this.#numbers[first + 2] = this.#from;
    this.#numbers[first + 3] = this.#old;
    this.#numbers[first + 4] = this.#now;
    this.length += 1;
    this.#from += count;
    if (op !== ADD) this.#old += count;
    if (op !== REMOVE) this.#now += count;
  }

  run(at: number): Run {
    const field = (which: number): number => this.#numbers[at * FIELDS + which] ?? 0;
    return { op: OPS[field(0)] ?? 'same', count: field(1), from: field(2), old: field(3), now: field(4) };
  }
}
const FIELDS = 5;
const [ADD, REMOVE] = [1, 2];
const [ZERO, NINE] = [48, 57];

/** `=12+1-3`: letter by letter, for a hundred thousand matches of a pattern are a hundred thousand arrays. The contract checks the form. */
function readRuns(text: string): Runs {
  const runs = new Runs(text.length >> 1);
  for (let at = 0; at < text.length;) {
    const op = SIGNS.indexOf(text.charAt(at));
    let count = 0;
    for (at += 1; at < text.length && isDigit(text.charCodeAt(at)); at += 1) count = count * 10 + text.charCodeAt(at) - ZERO;
    runs.add(op, count);
  }
  return runs;
}

function isDigit(code: number): boolean {
  return code >= ZERO && code <= NINE;
}

function countedRuns(lines: LinesView['lines']): Runs {
  const runs = new Runs(lines.length);
  for (let from = 0, to = 0; from < lines.length; from = to) {
    const op = lines[from]?.op ?? 'same';
    while (to < lines.length && lines[to]?.op === op) to += 1;
    runs.add(OPS.indexOf(op), to - from);
  }
  return runs;
}

/** How many lines a change adds and removes. */
export function lineCounts(shape: Shape): { readonly added: number; readonly removed: number } {
  let [added, removed] = [0, 0];
  for (let at = 0; at < shape.length; at += 1) {
    const { op, count } = shape.run(at);
    if (op === 'add') added += count;
    if (op === 'remove') removed += count;
  }
  return { added, removed };
}
