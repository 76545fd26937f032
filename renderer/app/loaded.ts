import type { Problem, Reply } from '../../preload/contract/problem.ts';

/** Something fetched from the main process. A value that was there stays on the screen while it is fetched anew. */
export type Loaded<T> =
  | { readonly state: 'loading' }
  | { readonly state: 'ready'; readonly value: T }
  | { readonly state: 'broken'; readonly problem: Problem };

export const LOADING: Loaded<never> = { state: 'loading' };

/** What a reply means for the screen. */
export function loadedFrom<T>(reply: Reply<T>): Loaded<T> {
  return reply.ok ? { state: 'ready', value: reply.value } : { state: 'broken', problem: reply.problem };
}

/** The value, or null while there is none. */
export function valueOf<T>(loaded: Loaded<T>): T | null {
  return loaded.state === 'ready' ? loaded.value : null;
}

/**
 * Runs one fetch at a time: a wish that comes while one runs makes exactly one more run after it, so that the
 * last state always arrives and older answers never overwrite newer ones.
 */
export function oneAtATime(fetch: () => Promise<void>): () => Promise<void> {
  let running: Promise<void> | null = null;
  let again = false;
  const run = async (): Promise<void> => {
    try {
      do {
        again = false;
        await fetch();
      } while (again);
    } finally {
      // Cleared in the same turn as the last look at `again`, or a wish in between would be lost.
      running = null;
    }
  };
  return () => {
    if (running !== null) {
      again = true;
      return running;
    }
    const started = run();
    running = started;
    return started;
  };
}
