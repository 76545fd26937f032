import type { PinnedStep } from '../../core/pins/pin.ts';

/** What was decided at one moment about a server's definitions. */
export interface ReviewedTogether {
  readonly at: string;
  readonly by: string;
  readonly accepted: number;
  readonly blocked: number;
  /** The reason, where all of them share one. */
  readonly reason: string | null;
}

export interface ReviewSummary {
  /** Latest first, at most {@link KEPT}. */
  readonly reviews: readonly ReviewedTogether[];
  readonly total: number;
}

const KEPT = 20;

/** The reviews of a server. In: every decision about it, oldest first. */
export function reviewSummary(steps: readonly PinnedStep[]): ReviewSummary {
  const together = new Map<string, PinnedStep[]>();
  for (const step of steps) {
    const key = JSON.stringify([step.reviewedAt, step.reviewedBy]);
    const known = together.get(key);
    if (known === undefined) together.set(key, [step]);
    else known.push(step);
  }
  const reviews = [...together.values()].reverse();
  return { total: reviews.length, reviews: reviews.slice(0, KEPT).map(togetherOf) };
}

function togetherOf(steps: readonly PinnedStep[]): ReviewedTogether {
  const reasons = new Set(steps.map(({ reason }) => reason));
  const accepted = steps.filter(({ decision }) => decision === 'accepted').length;
  return {
    at: steps[0]?.reviewedAt ?? '', by: steps[0]?.reviewedBy ?? '', accepted, blocked: steps.length - accepted,
    reason: reasons.size === 1 ? (steps[0]?.reason ?? null) : null,
  };
}
