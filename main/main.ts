import { app, ipcMain, nativeTheme, session, type BrowserWindow } from 'electron';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { CHANGED, CHANNELS, DROPPED, type Room } from '../preload/contract/channels.ts';
import { earlySettings } from './adapters/store/early-settings.ts';
import type * as Desktop from './desktop.ts';
import type { Answerer } from './ipc/handle.ts';
import { speakEarly } from './shell/early-language.ts';
import { claimInstance } from './shell/instance.ts';
import { hardenApp, hardenSession, isOwnMainFrame } from './shell/hardening.ts';
import { registerScheme, serveRenderer } from './shell/scheme.ts';
import { bringToFront, openWindow } from './shell/window.ts';

// The composition root of the app. What the first screen does not need (the host, the MCP library, zod) is loaded
// after the window has painted; requests that come earlier wait for it.

const home = process.env['COUNTERSIGN_HOME'] ?? join(app.getPath('appData'), 'countersign');
// Chromium's own files lie apart from ours, where they cannot be mistaken for them.
app.setPath('userData', join(home, 'window'));
const early = earlySettings(home);
if (early.language !== 'system') speakEarly(app, early.language);
registerScheme();
hardenApp(app);

/** So long after loading the host opens even if the window asked for nothing. */
const UNASKED_MS = 2_000;

let window: BrowserWindow | null = null;
let closeHost: (() => Promise<void>) | null = null;

function changed(room: Room): void {
  if (window !== null && !window.isDestroyed()) window.webContents.send(CHANGED, room);
}

let host: Promise<Answerer> | null = null;

/**
 * Opens the host, once. The window's first request asks for it, and the window asks only after it has painted: so the
 * first paint waits for nothing. A home that cannot be opened ends the app with a sentence; see desktop.ts.
 */
function openHost(): Promise<Answerer> {
  host ??= startHost();
  host.catch(() => app.exit(1));
  return host;
}

async function startHost(): Promise<Answerer> {
  // Built apart and loaded here: bundled with this file it would be loaded before the window is.
  const file = join(app.getAppPath(), 'out', 'main', 'desktop.cjs');
  const { startDesktop } = createRequire(file)(file) as typeof Desktop;
  const desktop = await startDesktop({ home, changed, isOurs: (event) => isOwnMainFrame(event) });
  closeHost = desktop.close;
  return desktop.answer;
}

function start(): void {
  nativeTheme.themeSource = early.theme;
  const out = join(app.getAppPath(), 'out');
  hardenSession(session.defaultSession);
  serveRenderer(join(out, 'renderer'));
  const opened = openWindow({
    preload: join(out, 'preload', 'index.cjs'), devTools: !app.isPackaged, title: 'Countersign', dark: nativeTheme.shouldUseDarkColors,
  });
  window = opened.window;
  for (const channel of [...CHANNELS, DROPPED]) {
    ipcMain.handle(channel, async (event, request: unknown) => (await openHost())(channel, event, request));
  }
  // A page that does not load asks for nothing: the servers come up all the same.
  const later = (): void => { setTimeout(() => void openHost(), UNASKED_MS); };
  opened.loaded.then(later, later);
}

if (claimInstance(app, () => { if (window !== null) bringToFront(window); })) void app.whenReady().then(start);
else app.quit();

app.on('window-all-closed', () => app.quit());
// The same orderly end: a signal that just ended the process would leave servers behind.
for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => app.quit());
app.on('will-quit', (event) => {
  if (closeHost === null) return;
  // Servers are stopped and the log is closed first; a server that does not end in time is killed by then.
  event.preventDefault();
  const close = closeHost;
  closeHost = null;
  void close().finally(() => app.quit());
});
