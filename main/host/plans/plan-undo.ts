import type { KeptSet } from '../../core/preview/index.ts';
import type { PlanInput } from './plan-input.ts';
import type { PlanItem } from './plan-item.ts';
import type { PlanState } from './plan-state.ts';

/** Items that were carried out as shown and whose inverse is known, the last first. */
export function undoableItems(state: PlanState): readonly PlanItem[] {
  return state.items.filter((item) => item.receipt()?.undo).toReversed();
}

/**
 * A set that undoes another: new calls through the same gate, each with its true effect and a question of its own.
 * Null where nothing of it can be undone.
 */
export function undoOf(state: PlanState, by: Pick<PlanInput, 'planner' | 'client'>): PlanInput | null {
  const items = undoableItems(state).flatMap((item) => {
    const receipt = item.receipt();
    if (receipt === null || receipt.undo === null) return [];
    const { undo, call } = receipt;
    return [{ key: call.id, serverId: call.serverId, tool: undo.tool, args: undo.args, undoes: { callId: call.id, tool: call.tool, onlyIf: undo.onlyIf } }];
  });
  return items.length === 0 ? null : { ...by, title: state.input.title, undoes: state.planId, items };
}

/** The same for a set of an earlier start, as the log kept it. `isThere`: true where the very server it ran on still goes by its name. */
export function undoOfKept(kept: KeptSet, by: Pick<PlanInput, 'planner' | 'client'>, isThere: (serverId: string, identity: string) => boolean): PlanInput | null {
  // SECURITY: what stood on one server is sent to no other one that now goes by its name.
  const items = kept.calls.filter(({ serverId, identity }) => isThere(serverId, identity)).map(({ callId, serverId, tool, inverse }) =>
    ({ key: callId, serverId, tool: inverse.tool, args: inverse.args, undoes: { callId, tool, onlyIf: inverse.onlyIf } }));
  return items.length === 0 ? null : { ...by, title: kept.title ?? '', undoes: kept.planId, items };
}
