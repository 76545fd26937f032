import { useLayoutEffect, useRef } from 'react';
import { pressOf } from '../../app/shortcuts.ts';

export interface CardKeys {
  readonly deny: () => void;
  readonly edit: () => void;
  readonly json: () => void;
  readonly why: () => void;
  readonly side: () => void;
}

/**
 * The keys of the open question. Nothing happens while somebody types or a dialog is open; in the inbox J and K
 * belong to the list. While arguments are edited, Esc leaves the form instead of denying.
 */
export function useCardKeys(keys: CardKeys, editing: boolean): void {
  const latest = useRef({ keys, editing });
  latest.current = { keys, editing };
  // Gone with the card itself: no key reaches one that left the screen.
  useLayoutEffect(() => {
    const listen = (event: KeyboardEvent): void => {
      const press = pressOf(event);
      if (event.repeat || document.querySelector('dialog[open]') !== null) return;
      const { keys: now, editing: inForm } = latest.current;
      if (press.key === 'Escape' && inForm) return taken(event, now.edit);
      if (press.typing || !press.plain) return;
      const inList = event.target instanceof HTMLElement && event.target.closest('.inbox') !== null;
      const act = actionOf(press.key, inList, now);
      if (act !== null) taken(event, act);
    };
    document.addEventListener('keydown', listen);
    return () => document.removeEventListener('keydown', listen);
  }, []);
}

function actionOf(key: string, inList: boolean, keys: CardKeys): (() => void) | null {
  switch (key.toLowerCase()) {
    case 'escape': return keys.deny;
    case 'e': return keys.edit;
    case 'j': return inList ? null : keys.json;
    case '?': return keys.why;
    case 's': return keys.side;
    default: return null;
  }
}

function taken(event: KeyboardEvent, act: () => void): void {
  event.preventDefault();
  act();
}
