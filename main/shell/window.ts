import { BrowserWindow } from 'electron';
import type { WebPreferences } from 'electron';
import { START_PAGE } from './scheme.ts';

/** SECURITY: the rights of the page, each spelled out so that no default can change under us. */
export const WEB_PREFERENCES = {
  contextIsolation: true,
  sandbox: true,
  nodeIntegration: false,
  nodeIntegrationInWorker: false,
  nodeIntegrationInSubFrames: false,
  webSecurity: true,
  allowRunningInsecureContent: false,
  experimentalFeatures: false,
  webviewTag: false,
  navigateOnDragDrop: false,
  safeDialogs: true,
  plugins: false,
  // Its dictionaries would be fetched from the network.
  spellcheck: false,
} as const satisfies WebPreferences;

export type WindowOptions = {
  /** Absolute path of the built preload. */
  readonly preload: string;
  /** Developer tools are for checkouts; a packaged app has none. */
  readonly devTools: boolean;
  readonly title: string;
  readonly dark: boolean;
};

/** Opens the one window, shown when it has something to show. The load may fail; the promise of `loaded` says so. */
export function openWindow(options: WindowOptions): { readonly window: BrowserWindow; readonly loaded: Promise<void> } {
  const window = new BrowserWindow({
    width: 1280,
    height: 820,
    minWidth: 900,
    minHeight: 600,
    show: false,
    title: options.title,
    backgroundColor: options.dark ? '#16181b' : '#ffffff',
    webPreferences: { ...WEB_PREFERENCES, preload: options.preload, devTools: options.devTools },
  });
  window.once('ready-to-show', () => { window.show(); });
  return { window, loaded: window.loadURL(START_PAGE) };
}

/** Brings the window to the person who started the app a second time. */
export function bringToFront(window: BrowserWindow): void {
  if (window.isMinimized()) window.restore();
  window.show();
  window.focus();
}
