import { diffArrays } from 'diff';
import type { Stretch } from './line-anchors.ts';

/** Rows that must agree for two sides to be together again; fewer may stand anywhere. */
const AGREE = 4;
/** So far apart at most are the sides looked for together again. */
const WINDOW = 64;

/** Where the sides stand, and what became of the rows up to there. */
export interface Walk {
  readonly old: number;
  readonly now: number;
}

type Step = (op: 'same' | 'remove' | 'add', from: number, to: number) => void;

/**
 * Walks both sides at once, over what is equal and over small edits, and stops where they are not together again soon. Most
 * changes of large texts are few and small, and this costs one look at each row. `step` is told of each stretch, in order.
 */
export function walk(old: readonly string[], now: readonly string[], step: Step): Walk {
  let [i, j] = [0, 0];
  for (;;) {
    const from = i;
    while (i < old.length && j < now.length && old[i] === now[j]) {
      i += 1;
      j += 1;
    }
    step('same', from, i);
    if (i === old.length || j === now.length) return { old: i, now: j };
    const edit = nextTogether(old, now, i, j);
    if (edit === null) return { old: i, now: j };
    within(old, now, { oldFrom: i, oldTo: i + edit.gone, nowFrom: j, nowTo: j + edit.come }, step);
    i += edit.gone;
    j += edit.come;
  }
}

/** The smallest edit after which the sides agree for some rows; null where there is none near. */
function nextTogether(old: readonly string[], now: readonly string[], i: number, j: number): { readonly gone: number; readonly come: number } | null {
  for (let sum = 1; sum <= WINDOW; sum += 1) {
    for (let step = 0; step <= sum; step += 1) {
      // As many of one side as of the other first: a row that changed is one that goes and one that comes.
      const gone = (sum + (step % 2 === 0 ? step : -step) + (sum % 2)) >> 1;
      if (gone >= 0 && gone <= sum && agrees(old, now, i + gone, j + sum - gone)) return { gone, come: sum - gone };
    }
  }
  return null;
}

/** What stayed within a small edit: row by row where as many go as come, else by a diff of its own. */
function within(old: readonly string[], now: readonly string[], { oldFrom, oldTo, nowFrom, nowTo }: Stretch, step: Step): void {
  const [gone, come] = [oldTo - oldFrom, nowTo - nowFrom];
  if (gone === come) return rowByRow(old, now, oldFrom, nowFrom, gone, step);
  let [i, j] = [oldFrom, nowFrom];
  for (const { removed = false, added = false, count } of diffArrays(old.slice(oldFrom, oldTo), now.slice(nowFrom, nowTo))) {
    if (added) step('add', j, j + count);
    else step(removed ? 'remove' : 'same', i, i + count);
    if (!added) i += count;
    if (!removed) j += count;
  }
}

function rowByRow(old: readonly string[], now: readonly string[], i: number, j: number, count: number, step: Step): void {
  for (let at = 0, to = 0; at < count; at = to) {
    const same = old[i + at] === now[j + at];
    while (to < count && (old[i + to] === now[j + to]) === same) to += 1;
    step(same ? 'same' : 'remove', i + at, i + to);
    if (!same) step('add', j + at, j + to);
  }
}

function agrees(old: readonly string[], now: readonly string[], i: number, j: number): boolean {
  for (let at = 0; at < AGREE; at += 1) {
    if (i + at === old.length && j + at === now.length) return true;
    if (i + at >= old.length || j + at >= now.length || old[i + at] !== now[j + at]) return false;
  }
  return true;
}
