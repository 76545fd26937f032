import { z } from 'zod';
import type { AuditRecord } from '../../core/audit/event.ts';

/** How questions were answered. A set of calls is one task, however many rows it has; so are calls of one tool in close succession. */
export interface PromptSummary {
  readonly tasks: number;
  readonly asked: number;
  /** Questions of the task that had the most, and its tool; null for a set, and where nothing was asked. */
  readonly most: number;
  readonly mostTool: string | null;
  readonly approved: number;
  readonly denied: number;
  readonly withdrawn: number;
  /** Approved within two seconds of being painted: too quick to have been read. */
  readonly quick: number;
  /** Milliseconds from the painting to the answer, the middle one; null where nobody answered. */
  readonly medianMs: number | null;
}

const QUICK_MS = 2_000;
/** A pause that ends a task. */
const PAUSE_MS = 600_000;

/** One question as it was answered. */
interface Question {
  readonly task: string;
  readonly tool: string | null;
  readonly end: 'approved' | 'denied' | 'withdrawn';
  readonly afterMs: number | null;
}

/** A call that was asked about, as far as its record says. */
export interface AskedCall {
  readonly at: string;
  readonly plan: string | null;
  readonly server: string;
  readonly tool: string;
  readonly decision: string;
  readonly by: string | null;
  readonly afterMs: number | null;
}

const answeredSet = z.looseObject({
  type: z.literal('event'), what: z.literal('plan-answered'),
  detail: z.looseObject({ planId: z.string(), choice: z.string(), by: z.string().nullish(), afterMs: z.number().nullish() }),
});

/** Counts the questions of a span: those of single calls, and one for each time that a set was put. All in the log's order. */
export function promptsOf(calls: readonly AskedCall[], records: readonly AuditRecord[]): PromptSummary {
  const sets = records.flatMap((record) => {
    const found = answeredSet.safeParse(record.event);
    // Who wants to look first has answered nothing yet.
    return found.success && found.data.detail.choice !== 'look-first' ? [found.data.detail] : [];
  });
  const answered = sets.map(({ planId, choice, by, afterMs }): Question => (
    { task: planId, tool: null, end: choice === 'approve' ? 'approved' : 'denied', afterMs: by === 'person' ? afterMs ?? null : null }));
  const known = new Set(sets.map(({ planId }) => planId));
  return summed([...answered, ...unansweredSets(calls, known), ...singles(calls)]);
}

/** Sets whose answer is not in these records: each was put once at least. */
function unansweredSets(calls: readonly AskedCall[], known: ReadonlySet<string>): Question[] {
  const ends = new Map<string, Set<string>>();
  for (const { plan, decision } of calls) {
    if (plan !== null && !known.has(plan)) ends.set(plan, (ends.get(plan) ?? new Set()).add(decision));
  }
  return [...ends].map(([task, said]) => ({ task, tool: null, afterMs: null, end: said.has('approved') ? 'approved' : said.has('denied') ? 'denied' : 'withdrawn' }));
}

/** Single calls: one task goes on while its tool is asked about again before ten minutes are over. */
function singles(calls: readonly AskedCall[]): Question[] {
  const last = new Map<string, { task: string; at: number }>();
  return calls.filter(({ plan }) => plan === null).map(({ at, server, tool, decision, by, afterMs }, index): Question => {
    const [key, moment] = [JSON.stringify([server, tool]), Date.parse(at)];
    const before = last.get(key);
    const task = before !== undefined && moment - before.at < PAUSE_MS ? before.task : `single ${index}`;
    last.set(key, { task, at: moment });
    return { task, tool, end: decision === 'approved' || decision === 'denied' ? decision : 'withdrawn', afterMs: by === 'person' ? afterMs : null };
  });
}

function summed(asked: readonly Question[]): PromptSummary {
  const tasks = new Map<string, Question[]>();
  for (const question of asked) {
    const known = tasks.get(question.task);
    if (known === undefined) tasks.set(question.task, [question]);
    else known.push(question);
  }
  const most = [...tasks.values()].reduce<readonly Question[]>((one, other) => (other.length > one.length ? other : one), []);
  const times = asked.flatMap(({ afterMs }) => (afterMs === null ? [] : [afterMs])).sort((a, b) => a - b);
  const answered = (end: Question['end']): number => asked.filter((one) => one.end === end).length;
  return {
    tasks: tasks.size, asked: asked.length, most: most.length, mostTool: most[0]?.tool ?? null,
    approved: answered('approved'), denied: answered('denied'), withdrawn: answered('withdrawn'),
    quick: asked.filter(({ end, afterMs }) => end === 'approved' && afterMs !== null && afterMs < QUICK_MS).length,
    medianMs: times[Math.floor((times.length - 1) / 2)] ?? null,
  };
}
