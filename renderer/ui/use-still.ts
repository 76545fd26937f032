import { useEffect, useState } from 'react';

/** A yes to something is taken only once it has stood on the screen this long. */
const STILL_MS = 500;

/**
 * True once `what` has stood unchanged for half a second. SECURITY: a press meant for what stood there a moment ago must not
 * answer to what stands there now.
 */
export function useStill(what: string): boolean {
  const [still, setStill] = useState<string | null>(null);
  useEffect(() => {
    const timer = setTimeout(() => setStill(what), STILL_MS);
    return () => clearTimeout(timer);
  }, [what]);
  return still === what;
}
