import { useEffect, useRef } from 'react';
import { pressOf } from './shortcuts.ts';

/**
 * J and K move through a list while the focus is inside it. `keys` are the entries top to bottom; each entry's
 * element carries its key as `data-key`. The focus follows.
 */
export function useListKeys(list: string, keys: readonly string[], current: string | null, onOpen: (key: string) => void): void {
  const latest = useRef({ keys, current, onOpen });
  latest.current = { keys, current, onOpen };
  useEffect(() => {
    const listen = (event: KeyboardEvent): void => {
      const press = pressOf(event);
      const step = press.key.toLowerCase() === 'j' ? 1 : press.key.toLowerCase() === 'k' ? -1 : 0;
      if (press.typing || !press.plain || step === 0) return;
      const box = event.target instanceof HTMLElement ? event.target.closest(list) : null;
      const now = latest.current;
      // From the entry that has the focus: it need not be the open one, where none is.
      const from = box?.contains(document.activeElement) === true ? document.activeElement?.closest('[data-key]')?.getAttribute('data-key') : null;
      const next = now.keys[Math.max(0, Math.min(now.keys.length - 1, now.keys.indexOf(from ?? now.current ?? '') + step))];
      if (box === null || next === undefined) return;
      event.preventDefault();
      now.onOpen(next);
      box.querySelector<HTMLElement>(`[data-key="${CSS.escape(next)}"]`)?.focus();
    };
    document.addEventListener('keydown', listen);
    return () => document.removeEventListener('keydown', listen);
  }, [list]);
}
