import { answerText } from '../../core/preview/index.ts';
import type { Afterwards, Json, JsonObject } from '../../core/words/index.ts';
import type { Receipt } from '../../gate/receipt.ts';
import type { PlanItem } from './plan-item.ts';
import type { PlanRow } from './plan-rows.ts';
import type { PlanState, SkipReason } from './plan-state.ts';
import { resultOf } from './references.ts';

/** What became of a row, as a closed list; each has a word. `refused-by-system`: the server says the account may not. */
export const ROW_ENDS = ['created', 'updated', 'deleted', 'done', 'skipped', 'failed', 'refused', 'refused-by-system', 'unknown'] as const;
export type RowEnd = (typeof ROW_ENDS)[number];

/** One row of a receipt. */
export interface RowReceipt {
  readonly rowId: string;
  readonly key: string;
  readonly callId: string | null;
  readonly tool: string;
  readonly values: JsonObject;
  readonly end: RowEnd;
  /** A closed code with a sentence: a skip, a reason of policy, a failure. Null where it went well. */
  readonly why: string | null;
  /** What the server said where it said no; hostile text, null otherwise. */
  readonly said: string | null;
  readonly afterwards: Afterwards;
  readonly result: Json;
}

/** How a set ended. */
export interface PlanReceipt {
  readonly planId: string;
  readonly title: string;
  readonly decision: 'approved' | 'denied' | 'none';
  readonly rows: readonly RowReceipt[];
  readonly counts: Readonly<Record<RowEnd, number>>;
}

/** Longest piece of a server's own words in a receipt. */
const SAID_LENGTH = 300;

/** The receipt of a set as it stands; items that are not over are `skipped` so far. */
export function receiptOf(state: PlanState): PlanReceipt {
  const rows = state.rows.map((row) => rowReceipt(state, row));
  return { planId: state.planId, title: state.input.title, decision: state.decision, rows, counts: countsOf(state) };
}

/** How many rows ended how. */
export function countsOf(state: PlanState): PlanReceipt['counts'] {
  const counts = Object.fromEntries(ROW_ENDS.map((end) => [end, 0])) as Record<RowEnd, number>;
  for (const row of state.rows) counts[endOfRow(state, row).end] += 1;
  return counts;
}

/** One row of it. */
export function rowReceipt(state: PlanState, row: PlanRow): RowReceipt {
  const item = state.items[row.item] as PlanItem;
  const { key, tool } = item.input;
  const facts = { rowId: row.id, key, tool, callId: item.callId(), values: row.values };
  const { end, skipped, receipt } = endOfRow(state, row);
  if (receipt === null) return { ...facts, end, why: skipped, said: null, afterwards: 'not checkable', result: null };
  return {
    ...facts, end, afterwards: receipt.afterwards, result: resultOf(receipt.answer) ?? null,
    why: end === 'refused' ? receipt.failure ?? receipt.because : receipt.failure,
    said: end === 'failed' || end === 'refused-by-system' ? saidBy(receipt) : null,
  };
}

/** How a row ended; `receipt` null where it did not run. */
function endOfRow(state: PlanState, row: PlanRow): { readonly end: RowEnd; readonly skipped: SkipReason | null; readonly receipt: Receipt | null } {
  const receipt = state.items[row.item]?.receipt() ?? null;
  const skipped = skippedBecause(state, row, receipt);
  return skipped !== null || receipt === null ? { end: 'skipped', skipped, receipt: null } : { end: endOf(receipt), skipped, receipt };
}

/** Why a row did not run, or null where it ran or the gate refused it. */
function skippedBecause(state: PlanState, row: PlanRow, receipt: Receipt | null): SkipReason | null {
  if (receipt !== null && receipt.outcome !== 'refused') return row.leftOut ? 'left-out' : null;
  if (row.leftOut) return 'left-out';
  // What policy or a failure refused is refused, whatever became of the set.
  if (receipt !== null && (receipt.verdict === 'deny' || receipt.failure !== null)) return null;
  return state.skipped.get(row.item) ?? 'cancelled';
}

function endOf(receipt: Receipt): RowEnd {
  switch (receipt.outcome) {
    case 'refused': return 'refused';
    case 'unknown': return 'unknown';
    case 'failed': return receipt.failure === 'refused-by-system' ? 'refused-by-system' : 'failed';
    case 'executed': return verbOf(receipt);
  }
}

function verbOf(receipt: Receipt): RowEnd {
  switch (receipt.preview?.sentence.verb) {
    case 'creates': return 'created';
    case 'changes':
    case 'moves':
    case 'publishes':
    case 'withdraws': return 'updated';
    case 'deletes': return 'deleted';
    case 'keeps':
    case 'keeps-public':
    case 'reads':
    case 'calls':
    case 'says':
    case undefined: return 'done';
  }
}

function saidBy(receipt: Receipt): string | null {
  if (receipt.answer?.kind !== 'result') return null;
  return answerText(receipt.answer).slice(0, SAID_LENGTH).toWellFormed();
}
