import { valueOf } from '../../app/loaded.ts';
import { policyHooks } from './policy-store.ts';
import { lockedBy } from './policy-words.ts';

/** Where a lock was set on this machine; empty where the thing is free, or where it is not known yet. */
export function useLocked(lock: string): readonly string[] {
  return lockedBy(policyHooks.use((state) => valueOf(state.policy)), lock);
}
