import type { PinnedStep } from '../../core/pins/pin.ts';
import { rankChanges } from '../../core/pins/rank.ts';
import type { JsonObject, PinnedKind, RankedChange } from '../../core/words/index.ts';
import { judges } from './judges.ts';

/** One decision about a definition, and what had changed since the one before. */
export interface HistoryStep {
  readonly at: string;
  /** Who decided: a person's account, or `build` for what shipped with the app. */
  readonly by: string;
  readonly decision: 'accepted' | 'blocked';
  readonly effect: PinnedStep['effect'];
  readonly reason: string | null;
  readonly digest: string;
  /** The launch it was decided for. */
  readonly identity: string;
  /** The definition, whole. */
  readonly value: JsonObject;
  readonly changes: readonly RankedChange[];
}

/** The history of one definition, latest first. In: every decision about its server, oldest first. */
export function historyOf(steps: readonly PinnedStep[], kind: PinnedKind, name: string): HistoryStep[] {
  const own = steps.filter((step) => step.kind === kind && step.name === name);
  return own.map((step, i): HistoryStep => {
    const before = own[i - 1];
    const changes = before === undefined || before.digest === step.digest ? [] : rankChanges(before.value, step.value, judges);
    const { reviewedAt: at, reviewedBy: by, decision, effect, reason, digest, identity, value } = step;
    return { at, by, decision, effect, reason, digest, identity, value, changes };
  }).reverse();
}
