import { useCallback, useEffect, useRef } from 'react';
import { pressOf } from '../../app/shortcuts.ts';
import { go } from '../../app/use-route.ts';

/**
 * Takes the focus into an entry that was opened by keyboard, and back to its line in the list. Escape goes back too.
 * `open`: the entry's key; null: none is. Gives what goes back.
 */
export function useEntryFocus(open: string | null): () => void {
  const byKey = useRef(false);
  const back = useCallback(() => {
    if (open === null) return;
    lineOf(open)?.focus();
    go('activity');
  }, [open]);
  useEffect(() => {
    const click = (event: MouseEvent): void => {
      // A press of Enter on a link is a click without a button: whoever points goes on where they point.
      const line = event.target instanceof Element ? event.target.closest('.activity-list .list-item') : null;
      const pressed = event.detail === 0 && line !== null;
      const isOpen = line?.getAttribute('data-key') === open;
      // J and K have opened it already: nothing but the focus is left to go. What they open next keeps the focus in the list.
      if (pressed && isOpen) intoEntry();
      byKey.current = pressed && !isOpen;
    };
    const key = (event: KeyboardEvent): void => {
      const press = pressOf(event);
      if (press.key !== 'Escape' || press.typing || !press.plain) return;
      event.preventDefault();
      back();
    };
    document.addEventListener('click', click);
    document.addEventListener('keydown', key);
    return () => {
      document.removeEventListener('click', click);
      document.removeEventListener('keydown', key);
    };
  }, [back, open]);
  useEffect(() => {
    if (open === null || !byKey.current) return;
    byKey.current = false;
    intoEntry();
  }, [open]);
  return back;
}

function lineOf(key: string): HTMLElement | null {
  return document.querySelector<HTMLElement>(`.activity-list [data-key="${CSS.escape(key)}"]`) ?? document.querySelector<HTMLElement>('.activity-search input');
}

function intoEntry(): void {
  document.querySelector<HTMLElement>('.detail h1')?.focus();
}
