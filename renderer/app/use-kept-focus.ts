import { useEffect } from 'react';

/**
 * Keeps the focus in the window: where the focused element goes away, because its button did its work or its screen
 * closed, the room gets the focus instead of nobody, so that the next Tab goes on from there.
 */
export function useKeptFocus(): void {
  useEffect(() => {
    let last: Element | null = null;
    const remember = (event: FocusEvent): void => { last = event.target instanceof Element ? event.target : null; };
    const keep = (): void => {
      if (last === null || last.isConnected || (document.activeElement !== null && document.activeElement !== document.body)) return;
      const room = document.querySelector('main');
      if (room === null) return;
      room.tabIndex = -1;
      room.focus({ preventScroll: true });
    };
    const nodes = new MutationObserver(keep);
    nodes.observe(document.body, { childList: true, subtree: true });
    document.addEventListener('focusin', remember);
    return () => {
      nodes.disconnect();
      document.removeEventListener('focusin', remember);
    };
  }, []);
}
