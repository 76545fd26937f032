import { diffLines } from 'diff';
import type { ChangeView } from '../../../preload/contract/views.ts';

/** Texts that differ beyond this are shown as one taken away and one put there: no line is left out. */
const LONGEST_MS = 500;

type Line = Extract<ChangeView, { kind: 'text' }>['lines'][number];

/** The difference of two texts, line by line; null is a text that is not there. Every changed line is in it. */
export function textChange(before: string | null, after: string | null, target: string): ChangeView {
  const parts = diffLines(before ?? '', after ?? '', { timeout: LONGEST_MS });
  const lines = parts?.flatMap((part) => linesOf(part.value, part.added ? 'add' : part.removed ? 'remove' : 'same'));
  return { kind: 'text', target, existsBefore: before !== null, existsAfter: after !== null, lines: lines ?? [...linesOf(before ?? '', 'remove'), ...linesOf(after ?? '', 'add')] };
}

function linesOf(text: string, op: Line['op']): Line[] {
  return (text.match(/[^\n]*\n|[^\n]+$/g) ?? []).map((line) => ({ op, text: line }));
}
