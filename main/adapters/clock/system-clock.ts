import { performance } from 'node:perf_hooks';
import type { Clock } from '../../core/ports.ts';

/** The machine's own time. */
export function createSystemClock(): Clock {
  return {
    now: () => new Date().toISOString(),
    monotonic: () => performance.now(),
  };
}
