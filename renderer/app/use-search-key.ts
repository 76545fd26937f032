import { useEffect, useRef } from 'react';
import { pressOf } from './shortcuts.ts';

/** The search field of a room, to which `/` goes. */
export function useSearchKey() {
  const search = useRef<HTMLInputElement>(null);
  useEffect(() => {
    const listen = (event: KeyboardEvent): void => {
      const press = pressOf(event);
      if (press.key !== '/' || press.typing || !press.plain) return;
      event.preventDefault();
      search.current?.select();
    };
    document.addEventListener('keydown', listen);
    return () => document.removeEventListener('keydown', listen);
  }, []);
  return search;
}
