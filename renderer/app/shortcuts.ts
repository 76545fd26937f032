import type { Translate } from '../../preload/contract/language/index.ts';
import { SCREENS, type Screen } from './routes.ts';

/** A key press as the shortcuts see it. `typing` is true inside a field. */
export interface Press {
  readonly key: string;
  readonly plain: boolean;
  readonly typing: boolean;
}

/** What a press asks the frame to do; `waiting` after `g`, which wants a letter. */
export type FrameWish = { readonly kind: 'go'; readonly screen: Screen } | { readonly kind: 'sheet' } | { readonly kind: 'waiting' } | null;

const LETTERS: Readonly<Record<string, Screen>> = { a: 'approvals', t: 'tools', s: 'servers', k: 'skills', v: 'activity', y: 'policy', p: 'phone', e: 'settings' };

/** The frame's own shortcuts: digits, `g` and a letter, `?` for the sheet. Never while somebody types. */
export function frameWish(press: Press, afterG: boolean): FrameWish {
  if (press.typing || !press.plain) return null;
  if (afterG) {
    const screen = LETTERS[press.key.toLowerCase()];
    return screen === undefined ? null : { kind: 'go', screen };
  }
  if (press.key === 'g') return { kind: 'waiting' };
  if (press.key === '?' || press.key === 'F1') return { kind: 'sheet' };
  const screen = /^[1-9]$/.test(press.key) ? SCREENS[Number(press.key) - 1] : undefined;
  return screen === undefined ? null : { kind: 'go', screen };
}

/** The key that approves together with Enter, as it stands on this person's keyboard. */
export function controlKey(t: Translate): string {
  return navigator.userAgent.includes('Macintosh') ? '⌘' : t('keys.control');
}

/** Reads a DOM event; a press that some part already took counts as typing. */
export function pressOf(event: KeyboardEvent): Press {
  const target = event.target instanceof HTMLElement ? event.target : null;
  const typing = event.defaultPrevented || (target?.closest('input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable=true], dialog') ?? null) !== null;
  return { key: event.key, plain: !event.ctrlKey && !event.metaKey && !event.altKey, typing };
}
