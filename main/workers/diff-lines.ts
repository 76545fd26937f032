import { diffArrays } from 'diff';
import type { DiffLine } from '../core/preview/card.ts';
import { anchorsOf, type Stretch } from './line-anchors.ts';
import { splitLines } from './line-cut.ts';
import { walk, type Walk } from './line-walk.ts';

/** A stretch without a line that tells where it belongs is compared line by line up to this many edits. */
const MOST_EDITS = 500;
/** Stretches within stretches; deeper, what is left is compared as it is. */
const DEEPEST = 32;

/**
 * The rows of both sides in order, each marked. The rows of a side joined are its exact bytes, whatever happens: where no
 * good diff is found within `timeoutMs`, everything old goes and everything new comes. Small edits are walked over; where the
 * sides part for longer, lines that stand once on each hold them together (patience diff), so that hundreds of thousands
 * take a moment.
 */
export function diffRows(old: readonly string[], now: readonly string[], timeoutMs: number): readonly DiffLine[] {
  const lines: DiffLine[] = [];
  const until = performance.now() + timeoutMs;
  const begun = timeoutMs <= 0 ? { old: 0, now: 0 } : walk(old, now, (op, from, to) => { emit(op, op === 'add' ? now : old, from, to); });
  const sides = numbered(old, now, begun);
  compare({ oldFrom: begun.old, oldTo: old.length, nowFrom: begun.now, nowTo: now.length }, 0);
  return lines;

  function compare(all: Stretch, depth: number): void {
    const { head, middle, tail } = trimmed(all, sides);
    emit('same', old, all.oldFrom, all.oldFrom + head);
    within(middle, depth);
    emit('same', old, all.oldTo - tail, all.oldTo);
  }

  function within(part: Stretch, depth: number): void {
    const [gone, come] = [part.oldTo - part.oldFrom, part.nowTo - part.nowFrom];
    const anchors = gone === 0 || come === 0 || depth >= DEEPEST ? [] : anchorsOf(part, sides);
    if (anchors.length === 0) return edit(part, gone, come);
    let { oldFrom, nowFrom } = part;
    for (const { old: oldTo, now: nowTo } of anchors) {
      compare({ oldFrom, oldTo, nowFrom, nowTo }, depth + 1);
      emit('same', old, oldTo, oldTo + 1);
      [oldFrom, nowFrom] = [oldTo + 1, nowTo + 1];
    }
    compare({ oldFrom, oldTo: part.oldTo, nowFrom, nowTo: part.nowTo }, depth + 1);
  }

  function edit(part: Stretch, gone: number, come: number): void {
    const timeout = until - performance.now();
    const small = gone === 0 || come === 0 || timeout <= 0;
    const parts = small ? undefined : diffArrays(
      Array.from(sides.old.subarray(part.oldFrom, part.oldTo)), Array.from(sides.now.subarray(part.nowFrom, part.nowTo)), { timeout, maxEditLength: MOST_EDITS },
    );
    let { oldFrom, nowFrom } = part;
    for (const { removed = false, added = false, count } of parts ?? [{ removed: true, count: gone }, { added: true, count: come }]) {
      if (added) emit('add', now, nowFrom, nowFrom + count);
      else emit(removed ? 'remove' : 'same', old, oldFrom, oldFrom + count);
      if (!added) oldFrom += count;
      if (!removed) nowFrom += count;
    }
  }

  function emit(op: DiffLine['op'], rows: readonly string[], from: number, to: number): void {
    for (let at = from; at < to; at += 1) lines.push({ op, text: rows[at] as string });
  }
}

/** Rows as numbers, equal ones with equal numbers, from where the sides stand. */
function numbered(old: readonly string[], now: readonly string[], begun: Walk): { readonly old: Int32Array; readonly now: Int32Array } {
  const ids = new Map<string, number>();
  const side = (rows: readonly string[], from: number): Int32Array => {
    const numbers = new Int32Array(rows.length);
    for (let at = from; at < rows.length; at += 1) {
      const row = rows[at] as string;
      const known = ids.get(row);
      numbers[at] = known ?? ids.size;
      if (known === undefined) ids.set(row, ids.size);
    }
    return numbers;
  };
  const alone = begun.old === old.length || begun.now === now.length;
  return alone ? { old: new Int32Array(old.length), now: new Int32Array(now.length) } : { old: side(old, begun.old), now: side(now, begun.now) };
}

/** What both sides of a stretch begin and end with. */
function trimmed(all: Stretch, sides: { readonly old: Int32Array; readonly now: Int32Array }): { head: number; tail: number; middle: Stretch } {
  const most = Math.min(all.oldTo - all.oldFrom, all.nowTo - all.nowFrom);
  let head = 0;
  while (head < most && sides.old[all.oldFrom + head] === sides.now[all.nowFrom + head]) head += 1;
  let tail = 0;
  while (tail < most - head && sides.old[all.oldTo - 1 - tail] === sides.now[all.nowTo - 1 - tail]) tail += 1;
  return { head, tail, middle: { oldFrom: all.oldFrom + head, oldTo: all.oldTo - tail, nowFrom: all.nowFrom + head, nowTo: all.nowTo - tail } };
}

/** The lines of two texts, each marked. */
export function diffLines(before: string, after: string, timeoutMs: number): readonly DiffLine[] {
  return diffRows(splitLines(before), splitLines(after), timeoutMs);
}
