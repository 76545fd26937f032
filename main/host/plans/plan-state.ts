import { alwaysAsks, EFFECTS, type Effect } from '../../core/words/index.ts';
import type { PlanInput } from './plan-input.ts';
import type { PlanItem } from './plan-item.ts';
import { argumentsOf, type PlanRow } from './plan-rows.ts';
import { resolve, resultOf, type Earlier, type Resolved } from './references.ts';

/** Where a set is. It is `asking` again whenever something in it has to be asked about anew. */
export type PlanStage = 'checking' | 'asking' | 'running' | 'paused' | 'done';

/** Why an item of a set did not enter the road, or left it before its turn. */
export const SKIP_REASONS = ['left-out', 'depends', 'stopped', 'cancelled', 'denied'] as const;
export type SkipReason = (typeof SKIP_REASONS)[number];

/** A set and all that is known of it. One object, changed in place by its run and read by whoever paints it. */
export interface PlanState {
  readonly planId: string;
  readonly input: PlanInput;
  readonly askedAt: string;
  readonly rows: readonly PlanRow[];
  /** The same rows by item, and the items by their keys. */
  readonly rowSets: readonly (readonly PlanRow[])[];
  readonly keys: ReadonlyMap<string, number>;
  /** What its tools called a value when the set was handed in. */
  readonly titleOf: (name: string) => string;
  readonly items: PlanItem[];
  /** Painted digests a person said yes to, by item; `ready` for a call that needs no question. */
  readonly approved: Map<number, string>;
  readonly skipped: Map<number, SkipReason>;
  /** True while something of it waits for the calls of a minute. */
  readonly waitsForMinute: () => boolean;
  stage: PlanStage;
  /** Rises with every question put anew. */
  revision: number;
  stopOnFailure: boolean;
  decision: 'approved' | 'denied' | 'none';
  /** Items whose rows have to be painted anew. */
  readonly dirty: Set<number>;
  /** When what is painted last changed, on the monotonic clock. */
  changedAt: number;
}

/** True where a row of the item is to run. */
export function isIncluded(state: PlanState, at: number): boolean {
  return (state.rowSets[at] ?? []).some((row) => !row.leftOut);
}

/** Items that may still run: taken in, not skipped, not over. */
export function openItems(state: PlanState): PlanItem[] {
  return state.items.filter((item) => item.stage() !== 'done' && !state.skipped.has(item.at) && isIncluded(state, item.at));
}

/** The arguments of an item as its rows and the results of earlier items stand now; null where it has no row. */
export function argumentsNow(state: PlanState, at: number): Resolved | null {
  const input = state.input.items[at];
  const args = input === undefined ? null : argumentsOf(input, state.rowSets[at] ?? []);
  if (input === undefined || args === null) return null;
  return resolve(args, input.references ?? [], (key) => earlierItem(state, state.keys.get(key) ?? at, at));
}

function earlierItem(state: PlanState, at: number, before: number): Earlier {
  const item = at < before ? state.items[at] : undefined;
  if (item === undefined || state.skipped.has(at)) return { state: 'without' };
  if (!isIncluded(state, at)) return { state: 'without' };
  if (item.stage() !== 'done') return { state: 'open' };
  const result = resultOf(item.receipt()?.answer ?? null);
  return result === undefined ? { state: 'without' } : { state: 'done', result };
}

/** The gravest effect among items; null where none is known. */
export function gravest(items: readonly PlanItem[]): Effect | null {
  const places = items.map((item) => item.effect()).filter((effect) => effect !== null).map((effect) => EFFECTS.indexOf(effect));
  return places.length === 0 ? null : EFFECTS[Math.max(...places)] ?? null;
}

/** True where the effect's word must be typed before the set may run. */
export function wantsWord(items: readonly PlanItem[]): boolean {
  return items.some((item) => item.question()?.card.confirm === 'type') || alwaysAsks(gravest(items) ?? 'read');
}

/** Objects that the items asked about touch together; null where one of them cannot be counted. */
export function objectsOf(items: readonly PlanItem[]): number | null {
  let objects = 0;
  for (const item of items) {
    if (item.effect() === null || item.effect() === 'read') continue;
    const counted = item.question()?.card.preview.objects;
    if (counted === null) return null;
    objects += counted ?? 1;
  }
  return objects;
}

/** True where a person has to say yes before this item may run: only a read that needs no question runs without. */
export function asksPerson(state: PlanState, item: PlanItem): boolean {
  const painted = state.approved.get(item.at);
  if (item.stage() === 'asking') return painted !== item.question()?.painted;
  return item.stage() === 'ready' && item.effect() !== 'read' && painted === undefined;
}
