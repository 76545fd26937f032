/** What is asked must have stood on the screen unchanged this long before it can be approved, and be there so long before it can be denied. */
export const ARM_MS = 500;

/** What waits; tests put their own here. */
export interface Clock {
  /** Gives what calls it off. */
  later(run: () => void, ms: number): () => void;
}

export const browserClock: Clock = {
  later(run, ms) {
    const timer = setTimeout(run, ms);
    return () => clearTimeout(timer);
  },
};

/** The very object on the screen, and how long it was there. */
export interface Standing<T> {
  readonly shown: T | null;
  /** It stood unchanged: it may be approved. */
  readonly armed: boolean;
  /** What it asks about was there, however it was painted anew since: it may be denied. */
  readonly standing: boolean;
}

export const NOTHING_SHOWN: Standing<never> = { shown: null, armed: false, standing: false };

/**
 * Says what is painted now, null: nothing, and counts how long. SECURITY: a press that comes sooner was begun, or meant, for
 * what stood there before. Another painting of the same subject is no other question: its no need not wait again. The same
 * object once more: the window came to the front, and all waits anew.
 */
export function createStanding<T>(clock: Clock, get: () => Standing<T>, set: (now: Partial<Standing<T>>) => void, subjectOf: (shown: T) => string): (shown: T | null) => void {
  let disarm = (): void => {};
  let forget = (): void => {};
  return (shown) => {
    const before = get().shown;
    const paintedAnew = before !== null && shown !== null && before !== shown && subjectOf(before) === subjectOf(shown);
    disarm();
    if (!paintedAnew) forget();
    set({ shown, armed: false, ...(!paintedAnew && { standing: false }) });
    if (shown === null) return;
    disarm = clock.later(() => { if (get().shown === shown) set({ armed: true }); }, ARM_MS);
    if (!paintedAnew) forget = clock.later(() => set({ standing: true }), ARM_MS);
  };
}
