import { APPROVAL_MS, isLate, momentOf } from '../../gate/approval.ts';
import type { GatePorts } from '../../gate/ports.ts';
import type { Decider, JsonObject } from '../../core/words/index.ts';
import { leavesOut } from '../../core/bulk/mark.ts';
import { createChecks, eachInTurn } from './plan-checks.ts';
import { titlesOf } from './titled-columns.ts';
import { createPlanItem, type PlanItem } from './plan-item.ts';
import type { PlanInput } from './plan-input.ts';
import { rowsOf, type PlanRow } from './plan-rows.ts';
import { createPace, type Pace } from './pace.ts';
import { argumentsNow, asksPerson, isIncluded, openItems, type PlanState } from './plan-state.ts';

/** After a pause longer than this, what is left is asked about again. */
export const PAUSE_MS = 600_000;

/** What a person said to the whole set. */
export interface SetChoice {
  readonly choice: 'approve' | 'deny' | 'look-first';
  readonly by: Decider;
  readonly stopOnFailure: boolean;
}

/** One set on its way, from the first preview to the last receipt. */
export interface PlanRun {
  readonly state: PlanState;
  /** Resolves when nothing more will happen; never rejects. */
  readonly done: Promise<void>;
  /** Takes the answer to the set as it is painted. */
  choose(choice: SetChoice): void;
  /** Takes rows out or in; what changes by it is previewed anew. */
  leaveOut(rowIds: ReadonlySet<string>, out: boolean): Promise<void>;
  edit(rowId: string, values: JsonObject): Promise<void>;
  pause(): void;
  resume(): void;
  /** Ends the set between two items; a second time it also cancels the call under way. */
  cancel(): void;
}

/** A set as it was handed in, nothing of it previewed yet. */
function newState(planId: string, input: PlanInput, ports: GatePorts, pace: Pace, onChange: (at: number) => void): PlanState {
  const rows = rowsOf(input);
  const rowSets: PlanRow[][] = input.items.map(() => []);
  for (const row of rows) rowSets[row.item]?.push(row);
  return {
    planId, input, rows, rowSets, waitsForMinute: pace.waits, askedAt: ports.clock.now(),
    keys: new Map(input.items.map((item, at) => [item.key, at])), titleOf: titlesOf(input, ports.servers),
    items: input.items.map((_, at) => createPlanItem(at, planId, input, ports, pace, () => onChange(at))),
    approved: new Map(), skipped: new Map(), stage: 'checking', revision: 0, stopOnFailure: false, decision: 'none',
    dirty: new Set(input.items.keys()), changedAt: ports.clock.monotonic(),
  };
}

/** Starts to preview a set. `onChange` is told whenever something about it is new. */
export function startPlan(planId: string, input: PlanInput, ports: GatePorts, onChange: () => void): PlanRun {
  const changed = (): void => {
    // What stands on the screen moved: whoever answers looks at it for another half second.
    if (state.stage === 'checking' || state.stage === 'asking') state.changedAt = ports.clock.monotonic();
    onChange();
  };
  const stepped = (at: number): void => {
    state.dirty.add(at);
    if (state.stage !== 'done') changed();
  };
  const pace = createPace(ports, input.client, () => changed());
  const state = newState(planId, input, ports, pace, stepped);
  let cancelled = false;
  const checks = createChecks(state, (at) => createPlanItem(at, planId, input, ports, pace, () => stepped(at)), pace.untilRoom);
  let current: PlanItem | null = null;
  let answer: SetChoice | null = null;
  /** When something of this set last happened; and whether an item of it has run. */
  let lastActive = momentOf(ports.clock);
  let started = false;
  let wake = (): void => {};
  const woken = (): Promise<void> => new Promise((resolve) => { wake = resolve; });
  const to = (stage: PlanState['stage']): void => {
    state.stage = stage;
    for (const at of state.items.keys()) state.dirty.add(at);
    changed();
  };

  const approve = (given: SetChoice): void => {
    // SECURITY: exactly the rows the head counts as asked about; an earlier yes stands as it was given.
    for (const item of openItems(state).filter((one) => asksPerson(state, one))) {
      const painted = item.stage() === 'ready' ? 'ready' : item.question()?.painted;
      if (painted !== undefined) state.approved.set(item.at, painted);
    }
    state.decision = 'approved';
    state.stopOnFailure = given.stopOnFailure;
  };

  /** Asks about the set as it stands. False: it was denied or withdrawn. */
  const ask = async (): Promise<boolean> => {
    state.revision += 1;
    to('asking');
    answer = null;
    while (answer === null && !cancelled) await woken();
    const given = answer as SetChoice | null;
    if (given === null || cancelled) return false;
    if (given.choice === 'deny') {
      state.decision = 'denied';
      return false;
    }
    to('checking');
    if (given.choice === 'look-first') await checks.lookFirst(given.by);
    else approve(given);
    return true;
  };

  /** Runs one item. False: the set cannot go on before something is asked or previewed, or it is over. */
  const runItem = async (item: PlanItem): Promise<boolean> => {
    // A machine that slept, or a person who paused: what was approved so long ago is asked about again.
    if (isLate(lastActive, ports.clock, started ? PAUSE_MS : APPROVAL_MS)) return checks.askAgain();
    const resolved = argumentsNow(state, item.at);
    if (resolved === null) return true; // left out
    if ('missing' in resolved) {
      state.skipped.set(item.at, 'depends');
      await item.drop(true);
      return true;
    }
    if (!checks.isCurrent(item.at, resolved.args) || asksPerson(state, item)) return false;
    await pace.untilRoom();
    if (cancelled) return false;
    started = true;
    current = item;
    await item.run(state.approved.get(item.at) ?? null, answer?.by ?? 'person');
    current = null;
    lastActive = momentOf(ports.clock);
    if (item.stage() !== 'done') return false; // painted anew: what it rests on moved
    if (!state.stopOnFailure || ranWell(item)) return true;
    for (const left of openItems(state)) state.skipped.set(left.at, 'stopped');
    return false;
  };
  const runInOrder = async (): Promise<void> => {
    lastActive = momentOf(ports.clock);
    to('running');
    for (const at of state.items.keys()) {
      while (state.stage === 'paused' && !cancelled) await woken();
      const item = state.items[at];
      if (cancelled) return;
      if (item === undefined || item.stage() === 'done' || state.skipped.has(at)) continue;
      if (!(await runItem(item))) return;
    }
  };

  const live = async (): Promise<void> => {
    while (!cancelled) {
      await checks.run();
      if (cancelled || openItems(state).length === 0) return;
      if (openItems(state).some((item) => asksPerson(state, item))) {
        if (!(await ask())) return;
      } else {
        await runInOrder();
      }
    }
  };
  const end = async (): Promise<void> => {
    const denied = state.decision === 'denied';
    for (const item of openItems(state)) state.skipped.set(item.at, denied ? 'denied' : 'cancelled');
    // A row that a person left out of a set they said yes to was denied by them.
    const leftOut = (at: number): boolean => !isIncluded(state, at) && state.decision === 'approved';
    // What is over is shown at once; what did not run is put on record behind it, a few at a time.
    to('done');
    await eachInTurn(state.items, (item) => item.drop(!denied && !leftOut(item.at)));
    to('done');
  };

  return {
    state,
    done: live().catch(() => undefined).then(end),
    choose(choice) {
      // Taken at once, so that a second answer in the same turn finds the set closed.
      state.stage = 'checking';
      answer = choice;
      wake();
    },
    async leaveOut(rowIds, out) {
      for (const row of state.rows) {
        if (!rowIds.has(row.id)) continue;
        row.leftOut = out;
        state.dirty.add(row.item);
      }
      changed();
      await checks.run();
    },
    async edit(rowId, values) {
      const row = state.rows.find((one) => one.id === rowId);
      if (row === undefined) return;
      row.values = values;
      recheck(state);
      row.leftOut = leavesOut(row.marks);
      checks.renew(row.item);
      for (const at of state.items.keys()) state.dirty.add(at);
      changed();
      await checks.run();
    },
    pause() {
      if (state.stage === 'running') to('paused');
    },
    resume() {
      if (state.stage !== 'paused') return;
      to('running');
      wake();
    },
    cancel() {
      if (cancelled) current?.abort();
      cancelled = true;
      pace.stop();
      checks.stop();
      wake();
    },
  };
}

/** Marks of all rows after an edit; without a planner's own check rows have none then. */
function recheck(state: PlanState): void {
  const marks = state.input.recheck?.(state.rows.map((row) => row.values)) ?? [];
  state.rows.forEach((row, at) => { row.marks = marks[at] ?? []; });
}

function ranWell(item: PlanItem): boolean {
  const receipt = item.receipt();
  return receipt?.outcome === 'executed' && receipt.afterwards !== 'different';
}
