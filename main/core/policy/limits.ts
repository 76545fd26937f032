/** What is limited: objects per call, plan, hour and day, and calls per minute. */
export const LIMITS = ['perCall', 'perPlan', 'perHour', 'perDay', 'callsPerMinute'] as const;
export type LimitName = (typeof LIMITS)[number];

/** What holds where a managed policy sets nothing else. */
export const DEFAULT_LIMITS: Readonly<Record<LimitName, number>> = { perCall: 50, perPlan: 500, perHour: 1000, perDay: 3000, callsPerMinute: 3000 };

/** What was used up before this call, by the same person and client: carried out and reserved alike. */
export interface Usage {
  readonly plan: number;
  readonly hour: number;
  readonly day: number;
  readonly callsInMinute: number;
}
export const NO_USAGE: Usage = { plan: 0, hour: 0, day: 0, callsInMinute: 0 };

/**
 * The first limit a call would go over, or null. `objects` null cannot be counted: such a call is more than any
 * limit, so it always asks and no grant covers it; it takes as many as one call may have at most and is refused where nothing is left. Reads use
 * up calls, not objects.
 */
export function overLimit(limits: Readonly<Record<LimitName, number>>, usage: Usage, objects: number | null, isRead: boolean): LimitName | null {
  if (usage.callsInMinute + 1 > limits.callsPerMinute) return 'callsPerMinute';
  if (isRead) return null;
  const count = objects ?? 1;
  if (count > limits.perCall) return 'perCall';
  if (usage.plan + count > limits.perPlan) return 'perPlan';
  if (usage.hour + count > limits.perHour) return 'perHour';
  return usage.day + count > limits.perDay ? 'perDay' : null;
}
