import { judgeEffect } from '../../core/policy/effect.ts';
import { matchRecipe } from '../../core/recipes/match.ts';
import type { ToolFacts } from '../../core/pins/tool-facts.ts';
import type { LeftOutRow, PlannedItem, RunPlan } from '../../core/skills/plan/run-plan.ts';
import type { Playbook } from '../../core/skills/playbook.ts';
import type { ServerFacts } from '../../core/trust/server-facts.ts';
import { EFFECTS, type Effect } from '../../core/words/index.ts';
import { mappedCall } from './mapped-calls.ts';
import type { SystemMapping } from './mapping-file.ts';

type Plan = Extract<RunPlan, { kind: 'plan' }>;

/** Takes out of a plan what goes beyond the skill's own maximum, whatever the playbook says its tools do. */
export type EffectCheck = (playbook: Playbook, plan: Plan, system: SystemMapping | null) => Plan;

/**
 * Judges each planned call as the gate will and leaves out those graver than the skill may: the maximum was what a person
 * read. A tool that nobody knows stays in the plan, for the gate to refuse and to record.
 */
export function createEffectCheck(server: () => ServerFacts | null, tool: (name: string) => ToolFacts | null): EffectCheck {
  return (playbook, plan, system) => {
    const most = EFFECTS.indexOf(playbook.effect);
    const allowed = (effect: Effect): boolean => EFFECTS.indexOf(effect) <= most && !playbook.excludes.includes(effect);
    const kept: PlannedItem[] = [];
    const out: LeftOutRow[] = [];
    for (const item of plan.items) {
      const effect = effectOf(item, system, server(), tool);
      if (effect === null || allowed(effect)) kept.push(item);
      else out.push({ step: item.step, file: item.row?.file ?? '', at: item.row?.at ?? 0, title: item.title, marks: [{ code: 'check', column: '', value: effect }] });
    }
    if (out.length === 0) return plan;
    const of = (action: string): number => kept.filter((item) => item.action === action && !item.out).length;
    return {
      ...plan, items: kept, leftOut: [...plan.leftOut, ...out],
      counts: { ...plan.counts, create: of('create'), update: of('update'), remove: of('remove'), call: of('call'), leftOut: plan.counts.leftOut + out.length },
    };
  };
}

function effectOf(item: PlannedItem, system: SystemMapping | null, server: ServerFacts | null, tool: (name: string) => ToolFacts | null): Effect | null {
  const call = mappedCall(item, system);
  const known = tool(call.tool);
  if (known === null || server === null) return null;
  const recipe = matchRecipe({ soleCode: server.soleCode, bundle: server.bundle, tool: known.name, digest: known.digest });
  return judgeEffect({ definition: known.definition, recipe, accepted: known.acceptedEffect }, call.args).effect;
}
