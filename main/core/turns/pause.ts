/** The loop that everything else waits for. */
export interface Turns {
  /** Milliseconds since an arbitrary start. */
  now(): number;
  /** Runs something once all that waits had its turn. */
  next(run: () => void): void;
}

/** Asked between the parts of long work: null where it may go on at once, else what it waits for. */
export type Pause = () => Promise<void> | null;

/** So long one piece of work goes on before everything else that waits has its turn, in milliseconds. */
const SLICE_MS = 8;

/**
 * For work that takes long on the main thread: asked between its parts, it gives null while the work began only just
 * now, else a promise that resolves when everything that waited has had its turn.
 */
export function pauseBetween({ now, next }: Turns): Pause {
  let until = now() + SLICE_MS;
  return () => {
    if (now() < until) return null;
    return new Promise((resolve) => {
      next(() => {
        until = now() + SLICE_MS;
        resolve();
      });
    });
  };
}
