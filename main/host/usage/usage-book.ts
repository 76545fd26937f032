import { NO_USAGE } from '../../core/policy/limits.ts';
import type { UsageStore } from '../../core/policy/usage.ts';
import type { UsageBook } from '../../gate/ports.ts';

/**
 * What the gate counts by, over what the account's files say. Where they cannot be read a verdict goes without them, and
 * nothing is sent: what was not reserved does not leave.
 */
export function createUsageBook(store: UsageStore): UsageBook {
  return {
    usage({ person, client, plan }) {
      try {
        return store.usage({ person, client, plan });
      } catch {
        return NO_USAGE;
      }
    },
    async reserve(callId, { person, client, plan, effect }, objects, limits) {
      return (await store.reserve({ callId, person, client, plan, objects, limits, isRead: effect === 'read' })).ok;
    },
    settle: (callId, spent) => store.settle(callId, spent),
  };
}
