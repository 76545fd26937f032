import { valueAt, withValueAt } from '../../core/canonical/pointer.ts';
import { isJsonObject, type Json, type JsonObject } from '../../core/words/index.ts';
import type { Receipt } from '../../gate/receipt.ts';
import { argumentsOf } from './plan-rows.ts';
import { isIncluded, type PlanState } from './plan-state.ts';
import { resultOf } from './references.ts';

/** A value that a requested call takes from the result of another one of the request. */
export interface RequestedReference {
  readonly pointer: string;
  /** Place of that call among the requested ones; always an earlier one. */
  readonly call: number;
  readonly result: string;
}

/** One call of a set that somebody else may be asked to countersign. */
export type RequestableCall =
  /** As it was refused for the role, with its preview. */
  | { readonly kind: 'refused'; readonly receipt: Receipt }
  /** It was to take values from one that was refused, and so was never previewed. */
  | { readonly kind: 'waiting'; readonly serverId: string; readonly tool: string; readonly args: JsonObject; readonly references: readonly RequestedReference[] };

/** What of a set somebody else may be asked to countersign. */
export interface RequestableSet {
  readonly title: string;
  /** In the order of the set. Empty where the role refused none. */
  readonly calls: readonly RequestableCall[];
}

/**
 * The part of a set that is over which the role may only ask for: the calls that were refused so, and those that waited for a
 * value of one of these. Empty while the set is under way.
 */
export function requestableOf(state: PlanState): RequestableSet {
  const calls: RequestableCall[] = [];
  /** Places among the calls by place among the items. */
  const places = new Map<number, number>();
  for (const { at } of state.stage === 'done' ? state.items : []) {
    const call = isIncluded(state, at) ? refusedAt(state, at) ?? waitingAt(state, at, places) : null;
    if (call === null) continue;
    places.set(at, calls.length);
    calls.push(call);
  }
  return { title: state.input.title, calls };
}

function refusedAt(state: PlanState, at: number): RequestableCall | null {
  const receipt = state.items[at]?.receipt() ?? null;
  return receipt?.because === 'role-requests' && receipt.outcome === 'refused' ? { kind: 'refused', receipt } : null;
}

/** An item that waits for one of the calls so far. What it takes from items that ran is put in; what it lacks otherwise is not asked for. */
function waitingAt(state: PlanState, at: number, places: ReadonlyMap<number, number>): RequestableCall | null {
  const input = state.input.items[at];
  const args = input === undefined || state.skipped.get(at) !== 'depends' ? null : argumentsOf(input, state.rowSets[at] ?? []);
  if (input === undefined || args === null) return null;
  const references: RequestedReference[] = [];
  let known: Json = args;
  for (const { pointer, item, result } of input.references ?? []) {
    const from = state.keys.get(item) ?? at;
    const call = places.get(from);
    if (call !== undefined) {
      references.push({ pointer, call, result });
      continue;
    }
    const value = from < at ? valueAt(resultOf(state.items[from]?.receipt()?.answer ?? null) ?? null, result) : undefined;
    const placed: Json = value === undefined ? null : withValueAt(known, pointer, value);
    if (placed === null) return null;
    known = placed;
  }
  const { serverId, tool } = input;
  return references.length === 0 || !isJsonObject(known) ? null : { kind: 'waiting', serverId, tool, args: known, references };
}
