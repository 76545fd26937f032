import type { GatePorts, UsageBook } from '../../gate/ports.ts';

/** So often it is looked whether the minute has room again. */
const LOOK_AGAIN_MS = 250;
/** Calls that one item may need at a time: its own, and the reads around it. */
const PER_ITEM = 8;

/** How a set keeps to the calls of a minute: where a single call is refused, a set waits its turn. */
export interface Pace {
  /** True while something of the set waits for the minute. */
  waits(): boolean;
  /** Resolves when the minute has room for one item, or the set ends. */
  untilRoom(): Promise<void>;
  /** Use as a call of the set sees it. `isLast`: its sending was approved and comes now, which waits for nothing any more. */
  usage(isLast: () => boolean): UsageBook;
  /** Nothing waits any more: the set ends. */
  stop(): void;
}

/** The pace of one set. `onChange` is told when it begins or ceases to wait. */
export function createPace(ports: GatePorts, client: string, onChange: () => void): Pace {
  let waiting = 0;
  let stopped = false;
  const perMinute = (): number => ports.policy.effective().limitsIn(null).callsPerMinute;
  const roomFor = (calls: number): boolean => {
    const { callsInMinute } = ports.usage.usage({ person: ports.person, client, plan: null, effect: 'read' });
    return callsInMinute + Math.min(calls, perMinute()) <= perMinute();
  };
  const until = async (calls: number): Promise<void> => {
    if (stopped || roomFor(calls)) return;
    waiting += 1;
    if (waiting === 1) onChange();
    while (!stopped && !roomFor(calls)) await new Promise((resolve) => { setTimeout(resolve, LOOK_AGAIN_MS); });
    waiting -= 1;
    if (waiting === 0) onChange();
  };
  return {
    waits: () => waiting > 0,
    untilRoom: () => until(PER_ITEM),
    stop() { stopped = true; },
    usage: (isLast) => ({
      ...ports.usage,
      usage(scope) {
        const used = ports.usage.usage(scope);
        // What waits is not refused for the minute; it is counted all the same once its turn comes.
        return isLast() && scope.effect !== 'read' ? used : { ...used, callsInMinute: 0 };
      },
      async reserve(callId, scope, objects, limits) {
        // SECURITY: what was just checked is sent now or not at all: a wait would let it grow old.
        if (scope.effect !== 'read') return ports.usage.reserve(callId, scope, objects, limits);
        while (!stopped && limits.callsPerMinute > 0) {
          await until(1);
          // Somebody else may have taken the room meanwhile.
          if (!stopped && await ports.usage.reserve(callId, scope, objects, limits)) return true;
          if (!stopped && roomFor(1)) await new Promise((resolve) => { setTimeout(resolve, LOOK_AGAIN_MS); });
        }
        return false;
      },
    }),
  };
}
