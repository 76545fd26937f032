import { digestOf, wellFormed } from '../../core/canonical/canonical.ts';
import type { Json, JsonObject } from '../../core/words/index.ts';
import type { GatePorts } from '../../gate/ports.ts';
import type { PlanPainting } from './plan-painter.ts';
import type { PlanState } from './plan-state.ts';
import type { PlanChoice } from './plans.ts';

/** Puts the answer to the whole on record; what it was bound to stands with each call. Nothing hangs on this record. */
export function recordAnswer(state: PlanState, painting: PlanPainting, { choice, by }: PlanChoice, ports: GatePorts): void {
  const { planner, client, title, skill = null } = state.input;
  const detail = {
    planId: state.planId, title: title.toWellFormed(), skill, choice, by, rows: state.rows.length, leftOut: state.rows.filter((row) => row.leftOut).length,
    afterMs: Math.round(ports.clock.monotonic() - state.changedAt),
  };
  void recordedPainting(painting, ports).then((painted) => ports.audit.append({
    type: 'event', what: 'plan-answered', server: null,
    actor: { person: ports.person, role: ports.policy.person().role, planner, client },
    detail: { ...detail, painted },
  })).catch(() => {});
}

/**
 * Digest of a set as it was painted, for the record. SECURITY: the one that a choice carries rests on exact cells and cards, and whoever has the log
 * could try out secrets on it; this is of what is left without them.
 */
async function recordedPainting({ head: { pages: _, ...head }, pages }: PlanPainting, { redact, sha256, pause }: GatePorts): Promise<string> {
  const rows = pages.flat().map(({ painted: __, ...row }) => row);
  const left = await redact({ head, rows } as unknown as JsonObject, pause);
  await pause?.();
  return digestOf(wellFormed(left) as Json, sha256);
}
