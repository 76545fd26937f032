import { app, nativeTheme, session } from 'electron';
import { join } from 'node:path';
import { claimInstance } from './shell/instance.ts';
import { hardenApp, hardenSession } from './shell/hardening.ts';
import { installMenu } from './shell/menu.ts';
import { registerScheme, serveRenderer } from './shell/scheme.ts';
import { bringToFront, openWindow } from './shell/window.ts';

const home = process.env['COUNTERSIGN_HOME'];
if (home !== undefined) app.setPath('userData', join(home, 'window'));
registerScheme();
hardenApp(app);
let front: (() => void) | null = null;
if (!claimInstance(app, () => { front?.(); })) app.quit();
else {
  void app.whenReady().then(() => {
    const out = join(app.getAppPath(), 'out');
    hardenSession(session.defaultSession);
    serveRenderer(join(out, 'renderer'));
    installMenu((word) => word, app.isPackaged);
    const { window } = openWindow({
      preload: join(out, 'preload', 'index.cjs'), devTools: !app.isPackaged, title: 'Countersign', dark: nativeTheme.shouldUseDarkColors,
    });
    front = () => { bringToFront(window); };
  });
}
app.on('window-all-closed', () => { app.quit(); });
