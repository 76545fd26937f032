import { diffArrays } from 'diff';
import type { DiffLine } from '../core/preview/card.ts';

/** Lines with their line ends; joined they are the exact text. A text without characters has no lines. */
export function splitLines(text: string): string[] {
  return text.match(/[^\n]*\n|[^\n]+/g) ?? [];
}

/**
 * The lines of both texts in order, each marked. The lines of a side joined are its exact bytes, whatever happens:
 * where no good diff is found within `timeoutMs`, everything old goes and everything new comes.
 */
export function diffLines(before: string, after: string, timeoutMs: number): readonly DiffLine[] {
  const old = splitLines(before);
  const now = splitLines(after);
  const head = commonStart(old, now);
  const tail = commonEnd(old, now, head);
  const middle = diffMiddle(old.slice(head, old.length - tail), now.slice(head, now.length - tail), timeoutMs);
  return [...old.slice(0, head).map(same), ...middle, ...old.slice(old.length - tail).map(same)];
}

/** Everything old goes and everything new comes: never wrong, only longer than need be. */
export function plainDiff(before: string, after: string): readonly DiffLine[] {
  return [...splitLines(before).map(removed), ...splitLines(after).map(added)];
}

function diffMiddle(old: string[], now: string[], timeout: number): readonly DiffLine[] {
  if (old.length === 0) return now.map(added);
  if (now.length === 0) return old.map(removed);
  const parts = diffArrays(old, now, { timeout });
  if (parts === undefined) return [...old.map(removed), ...now.map(added)];
  return parts.flatMap((part) => part.value.map(part.added ? added : part.removed ? removed : same));
}

function commonStart(old: readonly string[], now: readonly string[]): number {
  let at = 0;
  while (at < old.length && at < now.length && old[at] === now[at]) at += 1;
  return at;
}

function commonEnd(old: readonly string[], now: readonly string[], head: number): number {
  let count = 0;
  const most = Math.min(old.length, now.length) - head;
  while (count < most && old[old.length - 1 - count] === now[now.length - 1 - count]) count += 1;
  return count;
}

const same = (text: string): DiffLine => ({ op: 'same', text });
const added = (text: string): DiffLine => ({ op: 'add', text });
const removed = (text: string): DiffLine => ({ op: 'remove', text });
