import { useCallback, useRef, type RefObject } from 'react';

/** The box around an element that scrolls, for lists that lie somewhere inside it. Put `within` on the element as its ref. */
export function useScrollerOf(selector: string): { scroller: RefObject<HTMLElement | null>; within: (element: HTMLElement | null) => void } {
  const scroller = useRef<HTMLElement | null>(null);
  const within = useCallback((element: HTMLElement | null) => {
    scroller.current = element?.closest<HTMLElement>(selector) ?? element;
  }, [selector]);
  return { scroller, within };
}
