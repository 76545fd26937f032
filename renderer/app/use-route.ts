import { useMemo, useSyncExternalStore } from 'react';
import { formatRoute, parseRoute, type Route, type Screen } from './routes.ts';

function subscribe(listener: () => void): () => void {
  window.addEventListener('hashchange', listener);
  return () => window.removeEventListener('hashchange', listener);
}

/** Where the window is. */
export function useRoute(): Route {
  const hash = useSyncExternalStore(subscribe, () => window.location.hash);
  return useMemo(() => parseRoute(hash), [hash]);
}

/** Goes to a room. */
export function go(screen: Screen, ...path: readonly string[]): void {
  window.location.hash = formatRoute(screen, ...path);
}

/** Goes on to where a place leads by itself: the way back does not pass it again. */
export function goOn(screen: Screen, ...path: readonly string[]): void {
  window.location.replace(formatRoute(screen, ...path));
}
