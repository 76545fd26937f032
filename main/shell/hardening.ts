import type { App, Session, WebContents } from 'electron';
import { isOwnAddress, PHONE_PAGE } from './origin.ts';

/** What a message says of where it came from; the part of Electron's event the check needs. */
export type Sender = {
  readonly senderFrame: { readonly url: string; readonly parent: object | null } | null;
};

/**
 * SECURITY: a message counts only when it comes from the top frame of a page of our origin. A frame that is gone,
 * or one inside another, is refused.
 */
export function isOwnMainFrame(event: Sender): boolean {
  const frame = event.senderFrame;
  return frame !== null && frame.parent === null && isOwnAddress(frame.url);
}

/** SECURITY: the page never goes anywhere; only a load of our own start page by us is possible. */
function denyNavigation(contents: WebContents): void {
  contents.on('will-navigate', (event) => { event.preventDefault(); });
  contents.on('will-frame-navigate', (event) => {
    // SECURITY: the one frame there is may load its own page; no frame goes anywhere else.
    if (event.isMainFrame || event.url !== PHONE_PAGE) event.preventDefault();
  });
  contents.on('will-redirect', (event) => { event.preventDefault(); });
}

/** SECURITY: no second window, from no link, script or form. */
function denyWindows(contents: WebContents): void {
  contents.setWindowOpenHandler(() => ({ action: 'deny' }));
}

/** SECURITY: no webview, whatever its attributes. */
function denyWebviews(contents: WebContents): void {
  contents.on('will-attach-webview', (event) => { event.preventDefault(); });
}

/** Applies the rules to every page this app ever makes. Call before the app is ready. */
export function hardenApp(app: App): void {
  // SECURITY: the window's engine finds no address at all. Servers are reached from elsewhere; nothing here needs a name.
  app.commandLine.appendSwitch('host-resolver-rules', 'MAP * ~NOTFOUND');
  // SECURITY: every page runs in the sandbox, whatever its own preferences say. Root has none (Chromium refuses to
  // start its processes then, over and over), so there the page's own `sandbox: true` is all there is.
  if (process.getuid?.() !== 0) app.enableSandbox();
  app.on('web-contents-created', (_event, contents) => {
    denyNavigation(contents);
    denyWindows(contents);
    denyWebviews(contents);
  });
  // SECURITY: a server whose certificate is wrong is never taken; nor is a certificate or password of the person given.
  app.on('certificate-error', (event, _contents, _url, _error, _certificate, callback) => { event.preventDefault(); callback(false); });
  app.on('select-client-certificate', (event) => { event.preventDefault(); });
  app.on('login', (event) => { event.preventDefault(); });
}

/** SECURITY: no permission of any kind: camera, microphone, position, notifications, clipboard, devices. */
function denyPermissions(session: Session): void {
  session.setPermissionRequestHandler((_contents, _permission, callback) => { callback(false); });
  session.setPermissionCheckHandler(() => false);
  session.setDevicePermissionHandler(() => false);
}

/** SECURITY: the page loads from our own scheme and nowhere else, even if its policy had a hole. */
function denyForeignLoads(session: Session): void {
  session.webRequest.onBeforeRequest((details, callback) => {
    const ours = isOwnAddress(details.url) || details.url.startsWith('data:') || details.url.startsWith('devtools:');
    callback({ cancel: !ours });
  });
}

/** Applies the rules to the session of the window. Call once the app is ready, before the first load. */
export function hardenSession(session: Session): void {
  // The engine would fetch a dictionary from its maker at each start, whatever the window's own setting says.
  session.setSpellCheckerEnabled(false);
  denyPermissions(session);
  denyForeignLoads(session);
  session.on('will-download', (event) => { event.preventDefault(); }); // SECURITY: nothing is saved by the page.
}
