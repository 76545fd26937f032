import type { GatePorts } from '../../../../main/gate/ports.ts';
import { createPlansRoom, type PlanChoice, type PlansRoom } from '../../../../main/host/plans/plans.ts';
import type { PlanInput, PlanItemInput } from '../../../../main/host/plans/plan-input.ts';
import { gateWorld, type GateWorld } from '../../gate/gate-world.ts';

export interface PlansWorld {
  readonly world: GateWorld;
  readonly plans: PlansRoom;
  /** Waits until the set stands at this stage. */
  reached(planId: string, stage: string): Promise<void>;
  /** Answers the set as it is painted, one second later. */
  say(planId: string, choice?: Partial<PlanChoice>): ReturnType<PlansRoom['answer']>;
}

export const nextTurn = (): Promise<void> => new Promise((resolve) => { setImmediate(resolve); });

export function plansWorld(limit = 500, ports: (world: GateWorld) => Partial<GatePorts> = () => ({})): PlansWorld {
  const world = gateWorld();
  const plans = createPlansRoom({ ...world.ports, ...ports(world) }, { limit: () => limit, mayOpen: () => true, onChange: () => {} });
  return {
    world, plans,
    async reached(planId, stage) {
      for (let turn = 0; turn < 20_000; turn += 1) {
        if (plans.view(planId)?.head.stage === stage) return;
        await nextTurn();
      }
      throw new Error(`never ${stage}: ${JSON.stringify(plans.view(planId)?.head)}`);
    },
    say(planId, choice = {}) {
      world.nowMs += 1000;
      const painted = plans.view(planId)?.painted ?? '';
      return plans.answer(planId, { choice: 'approve', painted, wordTyped: false, stopOnFailure: false, by: 'person', ...choice });
    },
  };
}

export const write = (path: string, content: string, more: Partial<PlanItemInput> = {}): PlanItemInput =>
  ({ key: path, serverId: 'files', tool: 'write_file', args: { path, content }, ...more });

export function set(items: readonly PlanItemInput[], more: Partial<PlanInput> = {}): PlanInput {
  return { planner: { kind: 'person', name: 'Eva' }, client: 'desktop', title: 'Files', items, ...more };
}
