import { pauseBetween, type Pause } from '../../core/turns/pause.ts';

/** For long work of an adapter; see {@link pauseBetween}. */
export const createPause = (): Pause => pauseBetween({ now: () => performance.now(), next: (run) => { setImmediate(run); } });
