import type { Actor } from '../../core/audit/event.ts';
import type { Decider, JsonObject } from '../../core/words/index.ts';
import type { KeptSet } from '../../core/preview/index.ts';
import type { Card } from '../../core/preview/card.ts';
import type { Pages } from '../../core/preview/paged.ts';
import { GUARD_MS } from '../../gate/approval.ts';
import type { ChoiceRefused, GatePorts } from '../../gate/ports.ts';
import type { PlanInput } from './plan-input.ts';
import { recordAnswer } from './plan-record.ts';
import { createPainter, type Painter, type PlanPainting } from './plan-painter.ts';
import { receiptOf, type PlanReceipt } from './plan-receipt.ts';
import { requestableOf, type RequestableSet } from './plan-request.ts';
import { startPlan, type PlanRun } from './plan-run.ts';
import { openItems, wantsWord } from './plan-state.ts';
import { undoOf, undoOfKept } from './plan-undo.ts';
import type { PlanRowView } from './plan-view.ts';

/** Sets that are over and kept for the screen; the log keeps the records. */
const OVER_KEPT = 20;

/** A person's answer to a whole set. `painted` is the digest of its head as it stood on the screen. */
export interface PlanChoice {
  readonly choice: 'approve' | 'deny' | 'look-first';
  readonly painted: string;
  readonly wordTyped: boolean;
  readonly stopOnFailure: boolean;
  readonly by: Decider;
}
export type PlanAnswered = { readonly ok: true } | { readonly ok: false; readonly code: ChoiceRefused | 'unknown-plan' | 'over-limit' };

/** Sets of calls that a person reviews as one. Each call still takes the gate's road, with a question and a hash of its own. */
export interface PlansRoom {
  /** Starts to preview. Returns at once; null when this planner has too many open questions. */
  plan(input: PlanInput): { readonly planId: string; readonly done: Promise<PlanReceipt> } | null;
  /** Ids of the sets, newest first: those under way and the last that ended. */
  list(): readonly string[];
  /** The set as it stands; null for one nobody knows. */
  view(planId: string): PlanPainting | null;
  /** One page of the rows that the head last given of this set names; null for a set nobody knows. */
  rows(planId: string, page: number): readonly PlanRowView[] | null;
  /** Does in slices what the next {@link PlansRoom.view} would do at once. */
  prepare(): Promise<void>;
  /** The card of one row, whole; null where it does not ask. */
  card(planId: string, rowId: string): Card | null;
  /** What the card of a call in a set names by its digest and does not hold. */
  pages(callId: string): Pages;
  receipt(planId: string): PlanReceipt | null;
  /** What of a set that is over somebody else may be asked to countersign; null for one nobody knows. */
  requestable(planId: string): RequestableSet | null;
  answer(planId: string, choice: PlanChoice): PlanAnswered;
  /** Takes rows out or in. False: there is no such set, or it does not ask. */
  leaveOut(planId: string, rowIds: readonly string[], out: boolean): Promise<boolean>;
  /** Gives a row other values; it is previewed anew. */
  edit(planId: string, rowId: string, values: JsonObject): Promise<boolean>;
  pause(planId: string): boolean;
  resume(planId: string): boolean;
  /** Plans what undoes the items that were carried out, the last first; each only while its object is as it was left. */
  undo(planId: string, by: { readonly planner: Actor['planner']; readonly client: string }): { readonly planId: string; readonly done: Promise<PlanReceipt> } | 'nothing' | null;
  /** The same for the set that a call belongs to, also one of an earlier start, as far as it was kept. */
  undoAround(callId: string, by: { readonly planner: Actor['planner']; readonly client: string }): Promise<ReturnType<PlansRoom['undo']>>;
  /** Ends a set between two items; once more, and the call under way is cancelled too. */
  cancel(planId: string): boolean;
  cancelAll(): void;
  /** Open sets of a planner: each counts as one question. */
  open(planner: Actor['planner']): number;
}

/** What the room needs beside the gate's ports. */
export interface PlansOptions {
  /** Objects one set may touch. */
  readonly limit: () => number;
  /** True where this planner may open one more question. */
  readonly mayOpen: (planner: Actor['planner']) => boolean;
  readonly onChange: (planId: string) => void;
  /** The set a call belongs to, out of the log. */
  readonly keptSet?: (callId: string) => Promise<KeptSet | null>;
}

/** The room of sets. Nothing is kept on disk: after a restart what did not run is planned and asked anew. */
export function createPlansRoom(ports: GatePorts, options: PlansOptions): PlansRoom {
  const runs = new Map<string, PlanRun>();
  const painters = new Map<string, Painter>();
  /** The last painting of each set, as long as nothing in it moved. */
  const painted = new Map<string, PlanPainting>();
  /** The same whether or not something moved: what a head was given of has the pages that it names. */
  const last = new Map<string, PlanPainting>();

  const changed = (planId: string): void => {
    // Once until somebody looks: a set of ten thousand must not tell ten thousand times.
    if (painted.delete(planId)) options.onChange(planId);
  };
  const painterOf = (planId: string, run: PlanRun): Painter => {
    const painter = painters.get(planId) ?? createPainter(run.state, ports.sha256);
    painters.set(planId, painter);
    return painter;
  };
  const paint = (planId: string, run: PlanRun): PlanPainting => {
    const known = painted.get(planId) ?? painterOf(planId, run).paint(options.limit());
    painted.set(planId, known);
    last.set(planId, known);
    return known;
  };
  const asking = (planId: string): PlanRun | null => {
    const run = runs.get(planId);
    return run?.state.stage === 'asking' ? run : null;
  };
  const forgetOldest = (): void => {
    const over = [...runs].filter(([, run]) => run.state.stage === 'done').map(([planId]) => planId);
    for (const planId of over.slice(0, Math.max(0, over.length - OVER_KEPT))) {
      runs.delete(planId);
      painted.delete(planId);
      painters.delete(planId);
      last.delete(planId);
    }
  };

  const room: PlansRoom = {
    plan(input) {
      if (!options.mayOpen(input.planner)) return null;
      const planId = ports.newCallId();
      const run = startPlan(planId, input, ports, () => changed(planId));
      runs.set(planId, run);
      options.onChange(planId);
      const done = run.done.then(() => {
        const receipt = receiptOf(run.state);
        forgetOldest();
        return receipt;
      });
      return { planId, done };
    },
    list: () => [...runs.keys()].toReversed(),
    view(planId) {
      const run = runs.get(planId);
      return run === undefined ? null : paint(planId, run);
    },
    rows(planId, page) {
      const painting = last.get(planId) ?? room.view(planId);
      return painting === null ? null : painting.pages[page] ?? [];
    },
    async prepare() {
      for (const [planId, run] of runs) if (!painted.has(planId)) await painterOf(planId, run).prepare(ports.pause ?? (() => null));
    },
    card(planId, rowId) {
      const state = runs.get(planId)?.state;
      const row = state?.rows.find((one) => one.id === rowId);
      return row === undefined ? null : state?.items[row.item]?.question()?.card ?? null;
    },
    pages(callId) {
      const items = [...runs.values()].flatMap(({ state }) => state.items);
      return items.find((item) => item.callId() === callId)?.question()?.pages ?? new Map();
    },
    receipt(planId) {
      const run = runs.get(planId);
      return run === undefined ? null : receiptOf(run.state);
    },
    requestable(planId) {
      const run = runs.get(planId);
      return run === undefined ? null : requestableOf(run.state);
    },
    answer(planId, choice) {
      const run = runs.get(planId);
      if (run === undefined) return { ok: false, code: 'unknown-plan' };
      const painting = paint(planId, run);
      const code = refusal(run, choice, painting, ports.clock.monotonic(), options.limit());
      if (code !== null) return { ok: false, code };
      recordAnswer(run.state, painting, choice, ports);
      run.choose(choice);
      return { ok: true };
    },
    async leaveOut(planId, rowIds, out) {
      const run = asking(planId);
      await run?.leaveOut(new Set(rowIds), out);
      return run !== null;
    },
    async edit(planId, rowId, values) {
      const run = asking(planId);
      await run?.edit(rowId, values);
      return run !== null;
    },
    undo(planId, by) {
      const run = runs.get(planId);
      const input = run?.state.stage === 'done' ? undoOf(run.state, by) : null;
      return input === null ? 'nothing' : room.plan(input);
    },
    async undoAround(callId, by) {
      const kept = await options.keptSet?.(callId) ?? null;
      if (kept === null) return 'nothing';
      if (runs.has(kept.planId)) return room.undo(kept.planId, by);
      const input = undoOfKept(kept, by, (serverId, identity) => ports.servers.server(serverId)?.identity === identity);
      return input === null ? 'nothing' : room.plan(input);
    },
    pause: (planId) => tell(runs.get(planId), 'pause'),
    resume: (planId) => tell(runs.get(planId), 'resume'),
    cancel: (planId) => tell(runs.get(planId), 'cancel'),
    cancelAll: () => runs.forEach((run) => { run.cancel(); run.cancel(); }),
    open: (planner) => [...runs.values()].filter(({ state }) =>
      state.stage !== 'done' && state.input.planner.kind === planner.kind && state.input.planner.name === planner.name).length,
  };
  return room;
}

function tell(run: PlanRun | undefined, what: 'pause' | 'resume' | 'cancel'): boolean {
  if (run === undefined || run.state.stage === 'done') return false;
  run[what]();
  return true;
}

/** SECURITY: why an answer to a set does not count, or null. As for one question, a no always counts while it is open. */
function refusal(run: PlanRun, choice: PlanChoice, painting: PlanPainting, now: number, limit: number): Exclude<PlanAnswered, { ok: true }>['code'] | null {
  const { state } = run;
  if (state.stage !== 'asking') return 'already-answered';
  if (choice.choice === 'deny') return null;
  if (choice.painted !== painting.painted) return 'card-moved';
  if (choice.by === 'person' && now - state.changedAt < GUARD_MS) return 'too-soon';
  const open = openItems(state);
  if (open.some((item) => item.stage() === 'checking')) return 'card-moved';
  if (choice.choice === 'look-first') return painting.head.lookFirst === 0 ? 'bad-request' : null;
  if (open.length === 0) return 'bad-request';
  if (painting.head.objects !== null && painting.head.objects > limit) return 'over-limit';
  return wantsWord(open) && !choice.wordTyped ? 'word-missing' : null;
}

