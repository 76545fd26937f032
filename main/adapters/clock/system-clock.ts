import { performance } from 'node:perf_hooks';
import type { Clock } from '../../core/ports.ts';

/** The machine's own time. */
export function createSystemClock(): Clock {
  let last = { at: NaN, spelled: '' };
  return {
    now() {
      // Many records fall into one millisecond; spelling a date is not cheap.
      const at = Date.now();
      if (at !== last.at) last = { at, spelled: new Date(at).toISOString() };
      return last.spelled;
    },
    monotonic: () => performance.now(),
  };
}
