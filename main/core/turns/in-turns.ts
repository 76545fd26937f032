import type { Steps } from '../words/steps.ts';
import type { Pause } from './pause.ts';

/** All steps of some work, with everything else that waits having its turn between them. */
export async function inTurns<Made>(steps: Steps<Made>, pause: Pause): Promise<Made> {
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
    const waiting = pause();
    if (waiting !== null) await waiting;
  }
}
