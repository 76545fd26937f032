import type { PinnedStep } from '../../core/pins/pin.ts';
import { rankChanges } from '../../core/pins/rank.ts';
import type { JsonObject, PinnedKind, RankedChange } from '../../core/words/index.ts';
import { judges } from './judges.ts';
import type { Sighting } from './seen-document.ts';

/** One step of a definition: that it was shown, or what was decided; and what had changed since the step before. */
export interface HistoryStep {
  readonly at: string;
  /** Who decided: a person's account, or `build` for what shipped with the app. Empty where it was only seen. */
  readonly by: string;
  readonly decision: 'accepted' | 'blocked' | 'seen';
  readonly effect: PinnedStep['effect'];
  readonly reason: string | null;
  readonly digest: string;
  /** The launch it was decided for, or that showed it. */
  readonly identity: string;
  /** The definition, whole; null where nobody decided on it and its text is no longer kept. */
  readonly value: JsonObject | null;
  readonly changes: readonly RankedChange[];
}

/** The history of one definition, latest first. In: every decision about its server and all it showed, oldest first. */
export function historyOf(steps: readonly PinnedStep[], seen: readonly Sighting[], kind: PinnedKind, name: string): HistoryStep[] {
  const own = <T extends { readonly kind: PinnedKind; readonly name: string }>(all: readonly T[]): T[] =>
    all.filter((one) => one.kind === kind && one.name === name);
  const decided = own(steps);
  const texts = new Map(decided.map(({ digest, value }) => [digest, value as JsonObject]));
  const all = [...own(seen).map((one) => seenStep(one, texts)), ...decided.map(decidedStep)].sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
  return all.map((step, i): HistoryStep => {
    const before = all[i - 1];
    if (before === undefined || before.digest === step.digest || before.value === null || step.value === null) return step;
    return { ...step, changes: rankChanges(before.value, step.value, judges) };
  }).reverse();
}

function decidedStep({ reviewedAt: at, reviewedBy: by, decision, effect, reason, digest, identity, value }: PinnedStep): HistoryStep {
  return { at, by, decision, effect, reason, digest, identity, value, changes: [] };
}

function seenStep({ at, digest, identity, value }: Sighting, texts: ReadonlyMap<string, JsonObject>): HistoryStep {
  return { at, by: '', decision: 'seen', effect: null, reason: null, digest, identity, value: value ?? texts.get(digest) ?? null, changes: [] };
}
