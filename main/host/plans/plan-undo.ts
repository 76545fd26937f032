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
