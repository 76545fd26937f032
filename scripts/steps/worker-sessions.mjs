// Global set-up of the tests that drive a window: a session for each worker, so that none takes another one's focus or keyring.
import { inSession, openVirtualSession } from './virtual-session.mjs';

/** Gives each worker's environment to own-session.mjs; what runs inside a session already stays in it. */
export default async function openSessions(project) {
  const opened = [];
  const close = async () => { await Promise.all(opened.map((session) => session.close())); };
  const wanted = process.platform !== 'linux' || inSession() ? 0 : project.vitest.config.maxWorkers;
  try {
    // One after the other: two at once would choose the same number for their display.
    while (opened.length < wanted) opened.push(await openVirtualSession());
  } catch (error) {
    await close();
    throw error;
  }
  project.provide('sessions', opened.map(({ env }) => env));
  return close;
}
