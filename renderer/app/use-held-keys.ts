import { useEffect } from 'react';

/**
 * A held Enter is one press. Repeated, a browser presses whatever has the focus by then: the button that the first press
 * brought onto the screen. A text of several lines alone takes each repetition.
 */
export function useHeldKeys(): void {
  useEffect(() => {
    const listen = (event: KeyboardEvent): void => {
      if (event.repeat && event.key === 'Enter' && !(event.target instanceof HTMLTextAreaElement)) event.preventDefault();
    };
    // Ahead of every other listener: they take a prevented press for one that somebody else has taken.
    window.addEventListener('keydown', listen, { capture: true });
    return () => window.removeEventListener('keydown', listen, { capture: true });
  }, []);
}
