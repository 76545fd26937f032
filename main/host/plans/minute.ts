import type { GatePorts } from '../../gate/ports.ts';

/** So often it is looked whether the minute has room again. */
const LOOK_AGAIN_MS = 500;
/** Calls that one item may need at a time: its own, and the reads around it. */
const PER_ITEM = 8;

/** Waits while the calls of this minute are used up: a set goes on by itself where a single call would be refused. */
export async function roomInMinute(ports: GatePorts, client: string, cancelled: () => boolean): Promise<void> {
  const full = (): boolean => {
    const { callsInMinute } = ports.usage.usage({ person: ports.person, client, plan: null, effect: 'write' });
    const { callsPerMinute } = ports.policy.effective().limitsIn(null);
    return callsInMinute > 0 && callsInMinute + Math.min(PER_ITEM, callsPerMinute) > callsPerMinute;
  };
  while (full() && !cancelled()) await new Promise((resolve) => { setTimeout(resolve, LOOK_AGAIN_MS); });
}
