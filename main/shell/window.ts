import { BrowserWindow } from 'electron';
import { START_PAGE } from './origin.ts';
import { WEB_PREFERENCES } from './web-preferences.ts';

export type WindowOptions = {
  /** Absolute path of the built preload. */
  readonly preload: string;
  /** Developer tools are for checkouts; a packaged app has none. */
  readonly devTools: boolean;
  readonly title: string;
  readonly dark: boolean;
};

/**
 * Opens the one window at once, in the theme's own background: the page's frame is its first paint, and waiting to show it
 * only delays that. The load may fail; the promise of `loaded` says so.
 */
export function openWindow(options: WindowOptions): { readonly window: BrowserWindow; readonly loaded: Promise<void> } {
  const window = new BrowserWindow({
    width: 1280,
    height: 820,
    minWidth: 900,
    minHeight: 600,
    title: options.title,
    backgroundColor: options.dark ? '#16181b' : '#ffffff',
    webPreferences: { ...WEB_PREFERENCES, preload: options.preload, devTools: options.devTools },
  });
  return { window, loaded: window.loadURL(START_PAGE) };
}

/** Brings the window to the person who started the app a second time. */
export function bringToFront(window: BrowserWindow): void {
  if (window.isMinimized()) window.restore();
  window.show();
  window.focus();
}
