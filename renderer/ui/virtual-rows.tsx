import { useEffect, useMemo, useRef, useState } from 'react';
import { RowHeights } from './row-heights.ts';
import type { RowsProps } from './rows.tsx';

/** Rows painted above and below what is in sight, and before anything was measured. */
const OVERSCAN = 12;
const FIRST = 60;

/** The rows that are painted, and the heights of those above and below them. */
interface View {
  readonly from: number;
  readonly to: number;
  readonly above: number;
  readonly below: number;
}

/**
 * The rows in sight, and a few around them, between two spaces as high as all the others. Heights are measured, so wrapped
 * lines keep their place; the browser holds what is in sight where it is while heights above turn out to be others.
 */
export default function VirtualRows({ count, row, scroller, estimate, reveal }: RowsProps) {
  const list = useRef<HTMLDivElement>(null);
  const last = useRef<RowHeights | null>(null);
  const heights = useMemo(() => ({ count, made: null as RowHeights | null }), [count]);
  const [view, setView] = useState<View>({ from: 0, to: Math.min(count, FIRST), above: 0, below: Math.max(0, count - FIRST) * estimate });
  useEffect(() => {
    const [box, element] = [scroller.current, list.current];
    if (box === null || element === null) return;
    const known = heights.made ??= new RowHeights(count, last.current?.average() ?? estimate);
    last.current = known;
    const look = (): void => {
      measure(element, known);
      setView((before) => {
        const next = viewOf(box, element, known);
        return isSame(before, next) ? before : next;
      });
    };
    look();
    const sizes = new ResizeObserver(look);
    sizes.observe(box);
    sizes.observe(element);
    box.addEventListener('scroll', look, { passive: true });
    return () => {
      sizes.disconnect();
      box.removeEventListener('scroll', look);
    };
    // Anew with each view: what was painted only now is measured now.
  }, [scroller, heights, count, estimate, view]);
  useEffect(() => {
    const [box, element] = [scroller.current, list.current];
    if (reveal === undefined || reveal < 0 || box === null || element === null || last.current === null) return;
    const top = topOf(box, element) + last.current.before(reveal);
    if (top < box.scrollTop || top + estimate > box.scrollTop + box.clientHeight) box.scrollTop = top - box.clientHeight / 2;
  }, [reveal, scroller, estimate]);
  const shown = Math.max(0, Math.min(view.to, count) - view.from);
  return (
    <div ref={list} className="rows">
      <div style={{ height: view.above }} />
      {Array.from({ length: shown }, (_, at) => <div key={view.from + at} data-index={view.from + at}>{row(view.from + at)}</div>)}
      <div style={{ height: view.below }} />
    </div>
  );
}

function measure(element: HTMLElement, heights: RowHeights): void {
  for (const child of element.children) {
    const index = child instanceof HTMLElement ? child.dataset['index'] : undefined;
    if (index !== undefined) heights.set(Number(index), child.getBoundingClientRect().height);
  }
}

/** Where a list begins in the box that scrolls. */
function topOf(box: HTMLElement, element: HTMLElement): number {
  return element.getBoundingClientRect().top - box.getBoundingClientRect().top + box.scrollTop;
}

function viewOf(box: HTMLElement, element: HTMLElement, heights: RowHeights): View {
  const top = box.scrollTop - topOf(box, element);
  const from = Math.max(0, heights.at(top) - OVERSCAN);
  const to = Math.min(heights.count, heights.at(top + box.clientHeight) + 1 + OVERSCAN);
  return { from, to, above: heights.before(from), below: Math.max(0, heights.before(heights.count) - heights.before(to)) };
}

function isSame(one: View, other: View): boolean {
  return one.from === other.from && one.to === other.to && Math.abs(one.above - other.above) < 0.5 && Math.abs(one.below - other.below) < 0.5;
}
