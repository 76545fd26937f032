import type { App } from 'electron';

/**
 * Has Chromium draw what is its own, such as the order of a date field, in this language. Only before the app is ready: Chromium
 * takes its language then and never again. On Linux the names of a date field's parts stay in the system's language all the same:
 * the process that windows are forked from is there before any code of ours.
 */
export function speakEarly(app: Pick<App, 'commandLine' | 'once'>, language: 'en' | 'de'): void {
  app.commandLine.appendSwitch('lang', language);
  if (process.platform !== 'linux') return;
  // There this variable goes before the switch. Servers are started with the person's own.
  const own = process.env['LANGUAGE'];
  process.env['LANGUAGE'] = language;
  app.once('ready', () => {
    if (own === undefined) delete process.env['LANGUAGE'];
    else process.env['LANGUAGE'] = own;
  });
}
