import type { PlanHeadView, PlanRowView, PlannedCallView } from '../../preload/contract/views.ts';
import { createPause } from '../host/pause.ts';
import { manyToPlan } from '../host/plans/many.ts';
import { receiptCsv, type ReceiptWords } from '../host/plans/receipt-csv.ts';
import type { Host } from '../host/host.ts';
import { ProblemError, type Handlers } from './handle.ts';
import type { SaveText } from './policy.ts';

type PlanHandlers = Pick<Handlers,
  | 'plans:plan' | 'plans:list' | 'plans:rows' | 'plans:card' | 'plans:answer' | 'plans:leave' | 'plans:edit' | 'plans:pause' | 'plans:resume'
  | 'plans:cancel' | 'plans:undo' | 'plans:undo-around' | 'plans:save' | 'alarms:list' | 'alarms:look'>;

/** Sets of calls: planned, painted page by page, answered, followed and undone; and the alarms nobody looked at yet. */
export function planHandlers(host: Pick<Host, 'plans' | 'alarms' | 'lostEnds' | 'actor' | 'review'>, save: SaveText, words: () => ReceiptWords): PlanHandlers {
  const { plans, alarms, lostEnds, actor, review } = host;
  const by = { planner: { kind: 'person', name: actor.person }, client: 'desktop' } as const;
  return {
    'plans:plan': async (many) => {
      const tool = review.tool(many.serverId, many.tool);
      if (tool === null) throw new ProblemError('unknown-tool');
      return entered(plans.plan(await manyToPlan(many, tool.definition['inputSchema'] ?? null, by, createPause())));
    },
    // The head crosses as it is: its digest is taken over these very values on both sides.
    'plans:list': async () => {
      await plans.prepare();
      return plans.list().flatMap((planId) => plans.view(planId)?.head ?? []).map((head) => structuredClone(head) as unknown as PlanHeadView);
    },
    'plans:rows': ({ planId, page }) => structuredClone(plans.rows(planId, page) ?? unknown()) as unknown as PlanRowView[],
    'plans:card': ({ planId, rowId }) => structuredClone(plans.card(planId, rowId)) as unknown as PlannedCallView | null,
    'plans:answer': ({ planId, ...choice }) => {
      const answered = plans.answer(planId, { ...choice, by: 'person' });
      if (!answered.ok) throw new ProblemError(answered.code);
      return {};
    },
    'plans:leave': async ({ planId, rowIds, out }) => took(await plans.leaveOut(planId, rowIds, out)),
    'plans:edit': async ({ planId, rowId, values }) => took(await plans.edit(planId, rowId, values)),
    'plans:pause': ({ planId }) => took(plans.pause(planId)),
    'plans:resume': ({ planId }) => took(plans.resume(planId)),
    'plans:cancel': ({ planId }) => took(plans.cancel(planId)),
    'plans:undo': ({ planId }) => {
      const undo = plans.undo(planId, by);
      if (undo === 'nothing') throw new ProblemError('nothing-to-undo');
      return entered(undo);
    },
    'plans:undo-around': async ({ callId }) => {
      const undo = await plans.undoAround(callId, by);
      if (undo === 'nothing') throw new ProblemError('nothing-to-undo');
      return entered(undo);
    },
    'plans:save': async ({ planId }) => {
      const receipt = plans.receipt(planId) ?? unknown();
      return { saved: await save('receipt.csv', receiptCsv(receipt, words())) };
    },
    'alarms:list': () => [
      ...(alarms.lost() ? [{ why: 'lost' as const, id: 'lost', seq: null, serverName: '', tool: '', at: '' }] : []),
      ...alarms.open().map(({ id, serverName, tool, at }) => ({ why: 'changed' as const, id, seq: null, serverName, tool, at })),
      ...lostEnds.open().map((end) => ({ why: 'unknown-end' as const, ...end })),
    ],
    'alarms:look': ({ id }) => took(alarms.lookedAt(id) || lostEnds.lookedAt(id)),
  };
}

function entered(plan: { readonly planId: string } | null): { planId: string } {
  if (plan === null) throw new ProblemError('too-many-open');
  return { planId: plan.planId };
}

function took(taken: boolean): Record<string, never> {
  if (!taken) unknown();
  return {};
}

function unknown(): never {
  throw new ProblemError('unknown-plan');
}
