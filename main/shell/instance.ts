import type { App } from 'electron';

/**
 * Claims the home for this process. False when another instance has it: the caller quits, and that instance is told
 * through `onSecond`. The lock lies in the app's user data folder, so set that first.
 */
export function claimInstance(app: App, onSecond: () => void): boolean {
  if (!app.requestSingleInstanceLock()) return false;
  app.on('second-instance', onSecond);
  return true;
}
