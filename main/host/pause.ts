import { pauseBetween } from '../core/turns/pause.ts';

/** For long work of a room; see {@link pauseBetween}. */
export const createPause = (): (() => Promise<void> | null) => pauseBetween({ now: () => performance.now(), next: (run) => { setImmediate(run); } });
