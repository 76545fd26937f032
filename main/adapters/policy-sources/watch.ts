/** Well within the five seconds in which a tightened policy must hold. */
export const LOOK_MS = 2_000;

/**
 * Looks again and again until it is ended. Looking beats listening here: a folder that does not exist yet cannot be
 * listened to, and neither can the registry or the managed preferences without a native module.
 */
export function lookEvery(ms: number): (look: () => void) => () => void {
  return (look) => {
    const timer = setInterval(look, ms);
    // Nothing is kept alive by looking.
    timer.unref();
    return () => clearInterval(timer);
  };
}
