import type { PlannedItem, RunPlan } from '../../core/skills/plan/run-plan.ts';
import type { PlanReceipt, RowReceipt } from '../plans/plan-receipt.ts';

/** A row and why it did not become what it was to become: a mark of its row, a reason of policy, a failure. */
export interface RowWhy {
  /** As its file numbers it; null where it comes from no file. */
  readonly row: number | null;
  readonly title: string;
  /** A code with a sentence: under `row-mark`, `reason`, `failure` or `plan-skip`. */
  readonly why: string;
  /** The server's own words, where it said no; hostile text. */
  readonly said: string | null;
}

/** How a run ended, row by row. */
export interface SkillReceipt {
  readonly runId: string;
  readonly skill: string;
  readonly planned: number;
  readonly leftOut: readonly RowWhy[];
  readonly created: number;
  readonly updated: number;
  readonly deleted: number;
  readonly done: number;
  readonly unchanged: number;
  readonly skipped: readonly RowWhy[];
  readonly failed: readonly RowWhy[];
  /** Sent, and nobody saw how it ended. */
  readonly unknown: readonly RowWhy[];
  readonly decision: PlanReceipt['decision'];
  /** `executed`: everything that was to run ran well. */
  readonly outcome: 'executed' | 'refused' | 'failed' | 'partly' | 'nothing-to-do';
}

type Plan = Extract<RunPlan, { kind: 'plan' }>;

/** Puts the plan and what became of it together. `planned`: null where nothing was to be run. */
export function skillReceipt(runId: string, skill: string, plan: Plan, receipt: PlanReceipt | null): SkillReceipt {
  const items = new Map(plan.items.map((item) => [item.key, item]));
  const rows = receipt?.rows ?? [];
  const ends = (...which: readonly RowReceipt['end'][]): readonly RowReceipt[] => rows.filter(({ end }) => which.includes(end));
  const why = (row: RowReceipt): RowWhy => whyOf(items.get(row.key), row);
  const out = ends('skipped').filter((row) => row.why === 'left-out');
  const neverPlanned = plan.leftOut.filter((left) => !plan.items.some((item) => item.out && item.row?.at === left.at && item.step === left.step));
  const ran = ends('created', 'updated', 'deleted', 'done').length;
  const bad = ends('failed', 'refused', 'refused-by-system', 'unknown').length;
  const kept = rows.length - out.length;
  return {
    runId, skill, planned: kept,
    leftOut: [
      ...out.map((row) => { const item = items.get(row.key); return { ...why(row), why: item?.marks[0]?.code ?? 'left-out' }; }),
      ...neverPlanned.map(({ at, title, marks }): RowWhy => ({ row: at === 0 ? null : at, title, why: marks[0]?.code ?? 'left-out', said: null })),
    ].toSorted((a, b) => (a.row ?? 0) - (b.row ?? 0)),
    created: ends('created').length, updated: ends('updated').length, deleted: ends('deleted').length, done: ends('done').length, unchanged: plan.counts.unchanged,
    skipped: ends('skipped').filter((row) => row.why !== 'left-out').map(why), failed: ends('failed', 'refused', 'refused-by-system').map(why), unknown: ends('unknown').map(why),
    decision: receipt?.decision ?? 'none',
    outcome: kept === 0 ? 'nothing-to-do' : ran === kept ? 'executed' : ran > 0 ? 'partly' : bad > 0 ? 'failed' : 'refused',
  };
}

function whyOf(item: PlannedItem | undefined, row: RowReceipt): RowWhy {
  return { row: item?.row?.at ?? null, title: item?.title ?? row.key, why: row.why ?? '', said: row.said };
}
