import { carryOut } from '../../gate/gate.ts';
import type { Label } from '../../gate/planned-call.ts';
import type { GatePorts, Question } from '../../gate/ports.ts';
import type { Receipt } from '../../gate/receipt.ts';
import type { StateRead } from '../../core/preview/preview.ts';
import type { Decider, Effect, JsonObject } from '../../core/words/index.ts';
import type { Pace } from './pace.ts';
import type { PlanInput, PlanItemInput } from './plan-input.ts';

/** Where one item of a set is. `ready`: it need not be asked about and waits for its turn. */
export type ItemStage = 'idle' | 'checking' | 'asking' | 'ready' | 'calling' | 'done';

/** The reads of one painting of a set, each made once. */
export type SharedLooks = Map<string, Promise<StateRead>>;

/** One call of a set on the gate's road. Each method resolves once the item asks, waits for its turn, or is over. */
export interface PlanItem {
  readonly at: number;
  readonly input: PlanItemInput;
  stage(): ItemStage;
  callId(): string | null;
  question(): Question | null;
  receipt(): Receipt | null;
  /** The effect as the gate last judged it; null before it did. */
  effect(): Effect | null;
  /** True where the gate painted it anew after it was approved. */
  moved(): boolean;
  /** Enters the gate with these arguments, or, where it asks already, has it previewed anew with them. */
  enter(args: JsonObject, looks: SharedLooks): Promise<void>;
  lookFirst(looks: SharedLooks, by: Decider): Promise<void>;
  /** Says yes to the painting with this digest; the gate checks everything again before it sends. */
  run(painted: string | null, by: Decider): Promise<void>;
  /** A no: by a person, or by nobody where the set was withdrawn. */
  drop(withdrawn: boolean): Promise<void>;
  /** Cancels a call under way at the server. */
  abort(): void;
}

/** An item that has not entered the gate yet. `onChange` is told at each step. */
export function createPlanItem(at: number, planId: string, plan: PlanInput, ports: GatePorts, pace: Pace, onChange: () => void): PlanItem {
  const input = plan.items[at] as PlanItemInput;
  const controller = new AbortController();
  let stage: ItemStage = 'idle';
  let callId: string | null = null;
  let question: Question | null = null;
  let receipt: Receipt | null = null;
  let effect: Effect | null = null;
  let takeTurn: ((go: boolean) => void) | null = null;
  let looks: SharedLooks | null = null;
  let answered = false;
  let moved = false;
  /** It was approved, and what comes now is its sending. */
  let sending = false;
  let waiting: (() => void)[] = [];
  const wake = (): void => {
    const woken = waiting;
    waiting = [];
    for (const resolve of woken) resolve();
  };

  const move = (to: ItemStage): void => {
    stage = to;
    onChange();
    if (to !== 'calling') sending = false;
    if (to === 'asking' || to === 'ready' || to === 'done') wake();
  };
  const settled = (act: () => void): Promise<void> => new Promise((resolve) => {
    waiting.push(resolve);
    act();
  });
  const itemPorts: GatePorts = {
    ...ports,
    usage: pace.usage(() => sending),
    asker: {
      ask(asked) {
        question = asked;
        effect = asked.card.bar.effect;
        moved = answered;
        answered = false;
        move('asking');
      },
      settled() { question = null; },
    },
    turn: (judged) => new Promise((resolve) => {
      effect = judged;
      takeTurn = resolve;
      move('ready');
    }),
    shareLook(key, once) {
      if (looks === null) return once(); // right before and after sending, each reads for itself
      const known = looks.get(key) ?? once();
      looks.set(key, known);
      return known;
    },
  };
  const start = (args: JsonObject): void => {
    const id = ports.newCallId();
    callId = id;
    const { planner, client, skill = null } = plan;
    const { serverId, tool } = input;
    void carryOut(id, { planner, client, skill, planId, serverId, tool, args, labels: labelsOf(plan, input), undoes: input.undoes ?? null }, itemPorts, controller.signal, (now) => {
      if (now === 'planning' && stage !== 'idle') move('checking');
      if (now === 'calling') move('calling');
    }).then((ended) => {
      receipt = ended;
      move('done');
    });
  };
  const answer = (choice: 'approve' | 'deny' | 'edit' | 'look-first', painted: string, args: JsonObject | null, by: Decider): void => {
    const taken = question?.answer({ choice, painted, args, wordTyped: true, by });
    if (taken?.ok !== true) wake(); // still asking: whoever waits looks again
  };

  return {
    at, input,
    stage: () => stage, callId: () => callId, question: () => question, receipt: () => receipt, moved: () => moved,
    effect: () => effect,
    enter: (args, shared) => settled(() => {
      looks = shared;
      moved = false;
      // No person's yes: what they say yes to is the set, and it is painted anew with this.
      if (question !== null) return answer('edit', question.painted, args, 'flag');
      stage = 'checking';
      start(args);
    }),
    lookFirst: (shared, by) => settled(() => {
      looks = shared;
      answer('look-first', question?.painted ?? '', null, by);
    }),
    run: (painted, by) => settled(() => {
      looks = null;
      sending = true;
      if (takeTurn !== null) {
        const go = takeTurn;
        takeTurn = null;
        return go(true);
      }
      answered = true;
      answer('approve', painted ?? '', null, by);
    }),
    async drop(withdrawn) {
      if (stage === 'idle' || stage === 'done') return;
      await settled(() => {
        if (takeTurn !== null) return takeTurn(false);
        if (withdrawn || question === null) return controller.abort();
        answer('deny', question.painted, null, 'person');
      });
    },
    abort: () => controller.abort(),
  };
}

/** The planner's labels, and one for each value that is taken from the result of an earlier item. */
function labelsOf(plan: PlanInput, input: PlanItemInput): readonly Label[] {
  const taken = (input.references ?? []).flatMap(({ pointer, item }): Label[] => {
    const source = plan.items.find(({ key }) => key === item)?.serverId;
    return source === undefined ? [] : [{ pointer, source }];
  });
  return [...(input.labels ?? []), ...taken];
}
